// SPDX-License-Identifier: Apache-2.0
//
// levee_axi_read: streams ranges of memory. A request names its first beat and
// how many follow; its bursts are issued as long as the queue behind the bus has
// room for all they bring, so that the engine never holds up the bus. Requests
// are answered in order, without a bubble between them: one beat a cycle while
// the round trip is at most 2**LOG2_FIFO - BURST - 5 cycles. A request that
// meets an idle engine is on the bus three cycles later; a beat leaves three
// cycles after the bus brought it.
`default_nettype none

module levee_axi_read #(
  // bits of an address
  parameter ADDR_WIDTH = 64,
  // bits of a beat
  parameter DATA_WIDTH = 512,
  // longest burst in beats, a power of two up to 64
  parameter BURST = 16,
  // logarithm of the beats that are buffered or under way
  parameter LOG2_FIFO = 7,
  // memory of the queue: "block" or "distributed"
  parameter QUEUE = "block"
) (
  input  wire                  clk,
  input  wire                  rst,

  // requests: beat-aligned address and number of beats; none brings nothing
  input  wire                  s_request_valid,
  output wire                  s_request_ready,
  input  wire [ADDR_WIDTH-1:0] s_request_address,
  input  wire [31:0]           s_request_beats,

  // beats in the order of the requests; last marks the end of each request
  output wire                  m_valid,
  input  wire                  m_ready,
  output wire [DATA_WIDTH-1:0] m_data,
  output wire                  m_last,

  // AXI4 read master
  output wire [ADDR_WIDTH-1:0] m_axi_araddr,
  output wire [7:0]            m_axi_arlen,
  output wire [2:0]            m_axi_arsize,
  output wire [1:0]            m_axi_arburst,
  output wire [3:0]            m_axi_arcache,
  output wire [2:0]            m_axi_arprot,
  output wire                  m_axi_arvalid,
  input  wire                  m_axi_arready,
  input  wire [DATA_WIDTH-1:0] m_axi_rdata,
  input  wire [1:0]            m_axi_rresp,
  input  wire                  m_axi_rlast,
  input  wire                  m_axi_rvalid,
  output wire                  m_axi_rready,

  // a response was no OKAY; stays until clear
  output wire                  error,
  input  wire                  clear,
  // nothing is requested, under way or buffered
  output wire                  idle
);

  localparam BYTE_BITS = $clog2(DATA_WIDTH / 8);
  // An address is {page, beat in its 4 KiB page, byte in the beat}.
  localparam BEAT_BITS = 12 - BYTE_BITS;
  localparam PAGE_BITS = ADDR_WIDTH - 12;
  localparam BURST_BITS = $clog2(BURST) + 1;

  if (DATA_WIDTH != 8 * 2 ** BYTE_BITS || DATA_WIDTH < 16 || DATA_WIDTH > 1024) begin : g_width
    $fatal(0, "levee_axi_read: DATA_WIDTH must be a power of two from 16 to 1024 (%m)");
  end
  if (BURST != 2 ** (BURST_BITS - 1) || BURST > 64 || BURST_BITS > BEAT_BITS + 1) begin : g_burst
    $fatal(0, "levee_axi_read: BURST must be a power of two up to 64 and fit into 4 KiB (%m)");
  end
  if (BURST_BITS > LOG2_FIFO + 1) begin : g_fifo
    $fatal(0, "levee_axi_read: the queue must hold a burst (%m)");
  end

  // Requests wait here, so that taking one does not depend on the burst under way.
  wire                  request_valid;
  wire                  request_ready;
  wire [ADDR_WIDTH-1:0] request_address;
  wire [31:0]           request_beats;

  levee_skid #(
    .WIDTH(ADDR_WIDTH + 32)
  ) request_skid (
    .clk(clk),
    .rst(rst),
    .s_valid(s_request_valid),
    .s_ready(s_request_ready),
    .s_data({s_request_address, s_request_beats}),
    .m_valid(request_valid),
    .m_ready(request_ready),
    .m_data({request_address, request_beats})
  );

  // The rest of the request under way. It is active while beats are left.
  reg                 active_reg, active_next;
  reg [PAGE_BITS-1:0] page_reg, page_next;
  reg [BEAT_BITS-1:0] beat_reg, beat_next;
  reg [31:0]          left_reg, left_next;

  // The next burst ends with the request, with its page, or is the longest one. Pages are a whole number of longest
  // bursts, so that only the last of these in a page may be cut short by its end.
  wire                   page_ends = (beat_reg | BEAT_BITS'(BURST - 1)) == '1;
  wire [BURST_BITS-1:0]  into_burst = BURST_BITS'(beat_reg) & BURST_BITS'(BURST - 1);
  wire [BURST_BITS-1:0]  limit = BURST_BITS'(BURST) - (page_ends ? into_burst : '0);
  wire                   finishes = left_reg[31:BURST_BITS] == '0 && left_reg[BURST_BITS-1:0] <= limit;
  wire [BURST_BITS-1:0]  length = finishes ? left_reg[BURST_BITS-1:0] : limit;

  // Beats that have a place in the queue: on the bus or in the queue itself. A
  // burst waits for the places of a longest one.
  reg  [LOG2_FIFO:0] reserved_reg;
  wire               room = reserved_reg <= (LOG2_FIFO + 1)'(2 ** LOG2_FIFO - BURST);

  reg                  arvalid_reg;
  reg [ADDR_WIDTH-1:0] araddr_reg;
  reg [7:0]            arlen_reg;

  wire issue = active_reg && room && (!arvalid_reg || m_axi_arready);
  wire take = m_valid && m_ready;

  assign request_ready = !active_reg || (issue && finishes);

  // What is left behind the request's last burst does not matter.
  always_comb begin
    active_next = active_reg;
    page_next = page_reg;
    beat_next = beat_reg;
    left_next = left_reg;
    if (issue) begin
      active_next = !finishes;
      page_next = page_reg + PAGE_BITS'(page_ends);
      beat_next = page_ends ? '0 : beat_reg + BEAT_BITS'(BURST);
      left_next = left_reg - 32'(limit);
    end
    if (request_ready && request_valid) begin
      active_next = request_beats != 32'd0;
      page_next = request_address[ADDR_WIDTH-1:12];
      beat_next = request_address[11:BYTE_BITS];
      left_next = request_beats;
    end
  end

  always_ff @(posedge clk) begin
    active_reg <= active_next;
    page_reg <= page_next;
    beat_reg <= beat_next;
    left_reg <= left_next;
    if (issue) begin
      araddr_reg <= {page_reg, beat_reg, {BYTE_BITS{1'b0}}};
      arlen_reg <= 8'(length) - 8'd1;
    end
    arvalid_reg <= issue || (arvalid_reg && !m_axi_arready);
    reserved_reg <= reserved_reg + (issue ? (LOG2_FIFO + 1)'(length) : '0) - (LOG2_FIFO + 1)'(take);
    if (rst) begin
      active_reg <= 1'b0;
      arvalid_reg <= 1'b0;
      reserved_reg <= '0;
    end
  end

  assign m_axi_araddr = araddr_reg;
  assign m_axi_arlen = arlen_reg;
  assign m_axi_arsize = 3'(BYTE_BITS);
  assign m_axi_arburst = 2'b01;
  assign m_axi_arcache = 4'b0011;
  assign m_axi_arprot = 3'b000;
  assign m_axi_arvalid = arvalid_reg;

  // Which bursts end their request, from issue to their last beat.
  (* ram_style = "distributed" *)
  reg                 finishing [0:2**LOG2_FIFO-1];
  reg [LOG2_FIFO-1:0] issued_reg;
  reg [LOG2_FIFO-1:0] ended_reg;

  wire bring = m_axi_rvalid && m_axi_rready;

  always_ff @(posedge clk) begin
    if (issue) begin
      finishing[issued_reg] <= finishes;
      issued_reg <= issued_reg + 1'b1;
    end
    if (bring && m_axi_rlast) begin
      ended_reg <= ended_reg + 1'b1;
    end
    if (rst) begin
      issued_reg <= '0;
      ended_reg <= '0;
    end
  end

  wire [LOG2_FIFO:0] buffered;

`ifdef FORMAL
  wire [LOG2_FIFO:0]  f_pushed_to_fifo;
  wire [LOG2_FIFO:0]  f_popped_from_fifo;
  wire [LOG2_FIFO:0]  f_fifo_followed;
  wire [DATA_WIDTH:0] f_fifo_word;
`endif

  levee_fifo #(
    .WIDTH(DATA_WIDTH + 1),
    .LOG2_DEPTH(LOG2_FIFO),
    .STYLE(QUEUE)
  ) beat_fifo (
    .clk(clk),
    .rst(rst),
    .s_valid(m_axi_rvalid),
    .s_ready(m_axi_rready),
    .s_data({m_axi_rlast && finishing[ended_reg], m_axi_rdata}),
    .m_valid(m_valid),
    .m_ready(m_ready),
    .m_data({m_last, m_data}),
    .count(buffered)
`ifdef FORMAL
    ,
    .f_pushed(f_pushed_to_fifo),
    .f_popped(f_popped_from_fifo),
    .f_followed(f_fifo_followed),
    .f_word(f_fifo_word)
`endif
  );

  reg error_reg;

  always_ff @(posedge clk) begin
    if (bring && m_axi_rresp != 2'b00) begin
      error_reg <= 1'b1;
    end else if (clear) begin
      error_reg <= 1'b0;
    end
    if (rst) begin
      error_reg <= 1'b0;
    end
  end

  assign error = error_reg;
  assign idle = !request_valid && !active_reg && reserved_reg == '0;

`ifndef SYNTHESIS
  always_ff @(posedge clk) begin
    if (!rst) begin
      // A queue that fills beyond what was reserved would hold up the bus.
      assert (buffered <= reserved_reg);
      assert (!request_valid || request_address[BYTE_BITS-1:0] == '0);
    end
  end
`endif

  // Requests are beat-aligned.
  wire unused = &{1'b0, request_address[BYTE_BITS-1:0], buffered};

`ifdef FORMAL
  `include "formal/levee_axi_read_properties.sv"
`endif

endmodule

`default_nettype wire
