// SPDX-License-Identifier: Apache-2.0
//
// levee_axi_write: writes beats that each name their address. Beats whose
// addresses follow each other form a run, which leaves as one burst. A run is
// closed when the next beat does not join it, when it has BURST beats, at the
// end of its 4 KiB page, or as soon as no burst waits for the address channel: a
// lone beat leaves at once, and bursts grow by themselves where the bus is slow.
// One beat a cycle. A lone beat's address is on the bus five cycles after it
// came, the beat itself six.
`default_nettype none

module levee_axi_write #(
  // bits of an address
  parameter ADDR_WIDTH = 64,
  // bits of a beat
  parameter DATA_WIDTH = 512,
  // longest burst in beats, a power of two up to 64
  parameter BURST = 16,
  // logarithm of the beats, and of the bursts, that wait for the bus
  parameter LOG2_FIFO = 5,
  // logarithm of the bursts whose response is awaited
  parameter LOG2_OUTSTANDING = 8,
  // memory of the beats: "block" or "distributed"
  parameter QUEUE = "block"
) (
  input  wire                    clk,
  input  wire                    rst,

  // beats with their beat-aligned addresses
  input  wire                    s_valid,
  output wire                    s_ready,
  input  wire [ADDR_WIDTH-1:0]   s_address,
  input  wire [DATA_WIDTH-1:0]   s_data,

  // AXI4 write master
  output wire [ADDR_WIDTH-1:0]   m_axi_awaddr,
  output wire [7:0]              m_axi_awlen,
  output wire [2:0]              m_axi_awsize,
  output wire [1:0]              m_axi_awburst,
  output wire [3:0]              m_axi_awcache,
  output wire [2:0]              m_axi_awprot,
  output wire                    m_axi_awvalid,
  input  wire                    m_axi_awready,
  output wire [DATA_WIDTH-1:0]   m_axi_wdata,
  output wire [DATA_WIDTH/8-1:0] m_axi_wstrb,
  output wire                    m_axi_wlast,
  output wire                    m_axi_wvalid,
  input  wire                    m_axi_wready,
  input  wire [1:0]              m_axi_bresp,
  input  wire                    m_axi_bvalid,
  output wire                    m_axi_bready,

  // a response was no OKAY; stays until clear
  output wire                    error,
  input  wire                    clear,
  // nothing is buffered and every response has come
  output wire                    idle
);

  localparam BYTE_BITS = $clog2(DATA_WIDTH / 8);
  // An address is {page, beat in its 4 KiB page, byte in the beat}.
  localparam BEAT_BITS = 12 - BYTE_BITS;
  localparam PAGE_BITS = ADDR_WIDTH - 12;
  localparam BURST_BITS = $clog2(BURST) + 1;

  if (DATA_WIDTH != 8 * 2 ** BYTE_BITS || DATA_WIDTH < 16 || DATA_WIDTH > 1024) begin : g_width
    $fatal(0, "levee_axi_write: DATA_WIDTH must be a power of two from 16 to 1024 (%m)");
  end
  if (BURST != 2 ** (BURST_BITS - 1) || BURST > 64 || BURST_BITS > BEAT_BITS + 1) begin : g_burst
    $fatal(0, "levee_axi_write: BURST must be a power of two up to 64 and fit into 4 KiB (%m)");
  end
  if (BURST_BITS > LOG2_FIFO + 1) begin : g_fifo
    $fatal(0, "levee_axi_write: the queue must hold a burst, or a run may never close (%m)");
  end

  // A beat first stands here, and it is known already whether it follows the one
  // before. What it names stays behind it, to be compared with the next one's.
  reg                  s_valid_reg;
  reg [PAGE_BITS-1:0]  s_page_reg;
  reg [BEAT_BITS-1:0]  s_beat_reg;
  reg [DATA_WIDTH-1:0] s_data_reg;
  reg                  s_joins_reg;

  wire                 stand_ready;
  wire                 stands = s_valid && s_ready;
  wire [PAGE_BITS-1:0] s_page = s_address[ADDR_WIDTH-1:12];
  wire [BEAT_BITS-1:0] s_beat = s_address[11:BYTE_BITS];

  assign s_ready = !s_valid_reg || stand_ready;

  always_ff @(posedge clk) begin
    if (stands) begin
      s_page_reg <= s_page;
      s_beat_reg <= s_beat;
      s_joins_reg <= s_page == s_page_reg && s_beat == s_beat_reg + 1'b1;
    end
    if (s_ready) begin
      s_data_reg <= s_data;
    end
    s_valid_reg <= stands || (s_valid_reg && !stand_ready);
    if (rst) begin
      s_valid_reg <= 1'b0;
    end
  end

  // The newest beat stays here until it is known whether its run goes on.
  reg                  newest_valid_reg;
  reg [PAGE_BITS-1:0]  page_reg;
  reg [BEAT_BITS-1:0]  beat_reg;
  reg [DATA_WIDTH-1:0] newest_data_reg;
  // Beats of the run, and its first beat in the page.
  reg [BURST_BITS-1:0] length_reg;
  reg [BEAT_BITS-1:0]  first_reg;

  wire                 data_ready;
  wire                 burst_ready;
  wire [LOG2_FIFO:0]   bursts_waiting;
  reg  [LOG2_OUTSTANDING:0] outstanding_reg;

  wire page_ends = &beat_reg;
  wire full = length_reg == BURST_BITS'(BURST);
  wire none_waits = bursts_waiting == '0
      || (bursts_waiting == (LOG2_FIFO + 1)'(1) && m_axi_awvalid && m_axi_awready);
  wire closes = full || page_ends || none_waits || (s_valid_reg && !s_joins_reg);

  // Whether the newest beat could leave, whatever comes behind it: ready does
  // not depend on the address behind it.
  wire may_leave = data_ready && burst_ready && !outstanding_reg[LOG2_OUTSTANDING];
  wire leave = newest_valid_reg && may_leave && (closes || s_valid_reg);
  wire close = leave && closes;
  wire arrive = s_valid_reg && stand_ready;

  assign stand_ready = !newest_valid_reg || may_leave;

  always_ff @(posedge clk) begin
    newest_valid_reg <= arrive || (newest_valid_reg && !leave);
    if (arrive) begin
      newest_data_reg <= s_data_reg;
      page_reg <= s_page_reg;
      beat_reg <= s_beat_reg;
      length_reg <= BURST_BITS'(1);
      first_reg <= s_beat_reg;
      if (leave && !closes) begin
        length_reg <= length_reg + 1'b1;
        first_reg <= first_reg;
      end
    end
    if (rst) begin
      newest_valid_reg <= 1'b0;
    end
  end

`ifdef FORMAL
  wire [LOG2_FIFO:0]  f_pushed_bursts;
  wire [LOG2_FIFO:0]  f_popped_bursts;
  wire [LOG2_FIFO:0]  f_pushed_beats;
  wire [LOG2_FIFO:0]  f_popped_beats;
  wire [LOG2_FIFO:0]  f_beats_followed;
  wire [DATA_WIDTH:0] f_beats_word;
`endif

  // Bursts that wait for the address channel.
  wire [PAGE_BITS-1:0]  aw_page;
  wire [BEAT_BITS-1:0]  aw_beat;
  wire [BURST_BITS-1:0] aw_length;

  levee_fifo #(
    .WIDTH(PAGE_BITS + BEAT_BITS + BURST_BITS),
    .LOG2_DEPTH(LOG2_FIFO),
    .STYLE("distributed")
  ) burst_fifo (
    .clk(clk),
    .rst(rst),
    .s_valid(close),
    .s_ready(burst_ready),
    .s_data({page_reg, first_reg, length_reg}),
    .m_valid(m_axi_awvalid),
    .m_ready(m_axi_awready),
    .m_data({aw_page, aw_beat, aw_length}),
    .count(bursts_waiting)
`ifdef FORMAL
    ,
    .f_pushed(f_pushed_bursts),
    .f_popped(f_popped_bursts),
    .f_followed('0),
    .f_word()
`endif
  );

  assign m_axi_awaddr = {aw_page, aw_beat, {BYTE_BITS{1'b0}}};
  assign m_axi_awlen = 8'(aw_length) - 8'd1;
  assign m_axi_awsize = 3'(BYTE_BITS);
  assign m_axi_awburst = 2'b01;
  assign m_axi_awcache = 4'b0011;
  assign m_axi_awprot = 3'b000;

  // Beats of closed runs, and those of the open one but its newest.
  wire               beat_valid;
  wire               beat_ready;
  wire [LOG2_FIFO:0] beats_waiting;

  levee_fifo #(
    .WIDTH(DATA_WIDTH + 1),
    .LOG2_DEPTH(LOG2_FIFO),
    .STYLE(QUEUE)
  ) beat_fifo (
    .clk(clk),
    .rst(rst),
    .s_valid(leave),
    .s_ready(data_ready),
    .s_data({closes, newest_data_reg}),
    .m_valid(beat_valid),
    .m_ready(beat_ready),
    .m_data({m_axi_wlast, m_axi_wdata}),
    .count(beats_waiting)
`ifdef FORMAL
    ,
    .f_pushed(f_pushed_beats),
    .f_popped(f_popped_beats),
    .f_followed(f_beats_followed),
    .f_word(f_beats_word)
`endif
  );

  // No beat is on the bus before the address of its burst is: bursts whose
  // address was taken, less those whose beats were all taken. The beats may win
  // by one burst, the one whose address is offered.
  reg signed [LOG2_OUTSTANDING+1:0] ahead_reg;
  wire                              allowed = !ahead_reg[LOG2_OUTSTANDING+1] && (ahead_reg != 0 || m_axi_awvalid);

  assign m_axi_wvalid = beat_valid && allowed;
  assign m_axi_wstrb = '1;
  assign beat_ready = m_axi_wready && allowed;

  wire address_taken = m_axi_awvalid && m_axi_awready;
  wire burst_taken = m_axi_wvalid && m_axi_wready && m_axi_wlast;

  always_ff @(posedge clk) begin
    if (address_taken && !burst_taken) begin
      ahead_reg <= ahead_reg + 1'b1;
    end else if (!address_taken && burst_taken) begin
      ahead_reg <= ahead_reg - 1'b1;
    end
    if (rst) begin
      ahead_reg <= '0;
    end
  end

  // Bursts from the end of their run to their response.
  assign m_axi_bready = 1'b1;

  always_ff @(posedge clk) begin
    if (close && !m_axi_bvalid) begin
      outstanding_reg <= outstanding_reg + 1'b1;
    end else if (!close && m_axi_bvalid) begin
      outstanding_reg <= outstanding_reg - 1'b1;
    end
    if (rst) begin
      outstanding_reg <= '0;
    end
  end

  reg error_reg;

  always_ff @(posedge clk) begin
    if (m_axi_bvalid && m_axi_bresp != 2'b00) begin
      error_reg <= 1'b1;
    end else if (clear) begin
      error_reg <= 1'b0;
    end
    if (rst) begin
      error_reg <= 1'b0;
    end
  end

  assign error = error_reg;
  assign idle = !s_valid_reg && !newest_valid_reg && outstanding_reg == '0;

`ifndef SYNTHESIS
  always_ff @(posedge clk) begin
    if (!rst) begin
      assert (!s_valid || s_address[BYTE_BITS-1:0] == '0);
      assert (!m_axi_bvalid || outstanding_reg != '0);
    end
  end
`endif

  // Addresses are beat-aligned.
  wire unused = &{1'b0, s_address[BYTE_BITS-1:0], beats_waiting};

`ifdef FORMAL
  `include "formal/levee_axi_write_properties.sv"
`endif

endmodule

`default_nettype wire
