// SPDX-License-Identifier: Apache-2.0
//
// levee_control: the kernel's registers behind AXI4-Lite, with the handshake
// that Vitis calls ap_ctrl_chain. Reads and writes do not wait for each other.
// A write is answered two cycles after its later half came, a read two cycles
// after its address; each takes two cycles of its channel.
//
// rtl/map/card.def says which register is where. CONTROL: bit 0 start, write 1,
// stays until the kernel has taken it; bit 1 done, stays until bit 4 is written;
// bit 2 idle; bit 3 ready, cleared by reading; bit 4 continue, write 1. Writing 1
// toggles a bit of INTERRUPT_STATUS. Other addresses read 0.
`default_nettype none

module levee_control #(
  // groups of lanes, each with three addresses
  parameter GROUPS = 1,
  // read-only words from 0x100 on
  parameter WORDS = 8
) (
  input  wire                 clk,
  input  wire                 rst,

  // AXI4-Lite slave
  input  wire [11:0]          s_axi_control_awaddr,
  input  wire                 s_axi_control_awvalid,
  output wire                 s_axi_control_awready,
  input  wire [31:0]          s_axi_control_wdata,
  input  wire [3:0]           s_axi_control_wstrb,
  input  wire                 s_axi_control_wvalid,
  output wire                 s_axi_control_wready,
  output wire [1:0]           s_axi_control_bresp,
  output wire                 s_axi_control_bvalid,
  input  wire                 s_axi_control_bready,
  input  wire [11:0]          s_axi_control_araddr,
  input  wire                 s_axi_control_arvalid,
  output wire                 s_axi_control_arready,
  output wire [31:0]          s_axi_control_rdata,
  output wire [1:0]           s_axi_control_rresp,
  output wire                 s_axi_control_rvalid,
  input  wire                 s_axi_control_rready,

  // verilator lint_off SYMRSVDWORD
  // A word of C++, but the name that Vitis looks for.
  output wire                 interrupt,
  // verilator lint_on SYMRSVDWORD

  // the kernel: start is a level until ready, which is one cycle long; done may
  // be one cycle long or stay until continue_, which is one cycle long
  output wire                 start,
  input  wire                 ready,
  input  wire                 done,
  input  wire                 idle,
  output wire                 continue_,

  // arguments, stable from start to ready
  output wire [63:0]          command_address,
  output wire [31:0]          command_beats,
  output wire [64*GROUPS-1:0] legs_address,
  output wire [64*GROUPS-1:0] constants_address,
  output wire [64*GROUPS-1:0] results_address,

  // what 0x100 and on read
  input  wire [32*WORDS-1:0]  words
);

  if (GROUPS < 1 || GROUPS > 4) begin : g_groups
    $fatal(0, "levee_control: GROUPS must be 1 to 4 (%m)");
  end
  if (WORDS < 1 || WORDS > 960) begin : g_words
    $fatal(0, "levee_control: WORDS must be 1 to 960 (%m)");
  end

  if (levee_card::AT_CONSTANTS != levee_card::AT_LEGS + 12 || levee_card::AT_RESULTS != levee_card::AT_LEGS + 24
      || levee_card::GROUP_STRIDE != 36) begin : g_map
    $fatal(0, "levee_control: the groups' addresses must follow each other (%m)");
  end

  // Registers by the number of their word.
  localparam [9:0] CONTROL = 10'(levee_card::AT_CONTROL >> 2);
  localparam [9:0] GLOBAL_ENABLE = 10'(levee_card::AT_GLOBAL_INTERRUPT >> 2);
  localparam [9:0] ENABLE = 10'(levee_card::AT_INTERRUPT_ENABLE >> 2);
  localparam [9:0] STATUS = 10'(levee_card::AT_INTERRUPT_STATUS >> 2);
  localparam [9:0] COMMAND = 10'(levee_card::AT_COMMAND >> 2);
  localparam [9:0] COMMAND_BEATS = 10'(levee_card::AT_COMMAND_BEATS >> 2);
  localparam [9:0] FIRST_GROUP = 10'(levee_card::AT_LEGS >> 2);
  localparam [9:0] WORDS_BEGIN = 10'(levee_card::WORDS_ADDRESS >> 2);

  // Arguments 0 and 1 are the command's, then come three of each group. Each has
  // a low half, a high half but the beats, and a word that is nothing.
  localparam ARGUMENTS = 2 + 3 * GROUPS;
  localparam BEATS = 1;

  // The number of an argument's low half.
  function automatic [9:0] argument_word(input integer i);
    argument_word = i == 0 ? COMMAND : i == BEATS ? COMMAND_BEATS : FIRST_GROUP + 10'(3 * (i - 2));
  endfunction

  // A write is done once both its halves are here and its answer has a place.
  reg        aw_valid_reg;
  reg [9:0]  aw_word_reg;
  reg        w_valid_reg;
  reg [31:0] w_data_reg;
  reg [3:0]  w_strb_reg;
  reg        b_valid_reg;

  wire write = aw_valid_reg && w_valid_reg && (!b_valid_reg || s_axi_control_bready);

  assign s_axi_control_awready = !aw_valid_reg;
  assign s_axi_control_wready = !w_valid_reg;
  assign s_axi_control_bvalid = b_valid_reg;
  assign s_axi_control_bresp = 2'b00;

  always_ff @(posedge clk) begin
    if (s_axi_control_awready) begin
      aw_valid_reg <= s_axi_control_awvalid;
      aw_word_reg <= s_axi_control_awaddr[11:2];
    end else if (write) begin
      aw_valid_reg <= 1'b0;
    end
    if (s_axi_control_wready) begin
      w_valid_reg <= s_axi_control_wvalid;
      w_data_reg <= s_axi_control_wdata;
      w_strb_reg <= s_axi_control_wstrb;
    end else if (write) begin
      w_valid_reg <= 1'b0;
    end
    b_valid_reg <= write || (b_valid_reg && !s_axi_control_bready);
    if (rst) begin
      aw_valid_reg <= 1'b0;
      w_valid_reg <= 1'b0;
      b_valid_reg <= 1'b0;
    end
  end

  // A read looks at the registers once its answer has a place.
  reg         ar_valid_reg;
  reg  [9:0]  ar_word_reg;
  reg         r_valid_reg;
  reg  [31:0] r_data_reg;
  wire [31:0] r_data_next;

  wire read = ar_valid_reg && (!r_valid_reg || s_axi_control_rready);

  assign s_axi_control_arready = !ar_valid_reg;
  assign s_axi_control_rvalid = r_valid_reg;
  assign s_axi_control_rdata = r_data_reg;
  assign s_axi_control_rresp = 2'b00;

  always_ff @(posedge clk) begin
    if (s_axi_control_arready) begin
      ar_valid_reg <= s_axi_control_arvalid;
      ar_word_reg <= s_axi_control_araddr[11:2];
    end else if (read) begin
      ar_valid_reg <= 1'b0;
    end
    r_valid_reg <= read || (r_valid_reg && !s_axi_control_rready);
    if (read) begin
      r_data_reg <= r_data_next;
    end
    if (rst) begin
      ar_valid_reg <= 1'b0;
      r_valid_reg <= 1'b0;
    end
  end

  // Control. What the kernel reports wins over what is written or read in the
  // same cycle, so that no event is lost; a start written while the kernel takes
  // the one before is another start.
  reg       start_reg;
  reg       done_reg;
  reg       ready_reg;
  reg       done_last_reg;
  reg       global_enable_reg;
  reg [1:0] enable_reg;
  reg [1:0] status_reg;

  wire       write_low = write && w_strb_reg[0];
  wire       write_control = write_low && aw_word_reg == CONTROL;
  wire       finishes = done && !done_last_reg;
  wire [1:0] events = {ready, finishes} & enable_reg;
  wire [1:0] toggles = write_low && aw_word_reg == STATUS ? w_data_reg[1:0] : 2'b00;

  // The next command waits until the end of the one before was seen.
  assign start = start_reg && !done_reg && !finishes;
  assign continue_ = write_control && w_data_reg[4] && done_reg;
  assign interrupt = global_enable_reg && (status_reg & enable_reg) != 2'b00;

  always_ff @(posedge clk) begin
    start_reg <= (write_control && w_data_reg[0]) || (start_reg && !ready);
    done_reg <= finishes || (done_reg && !continue_);
    ready_reg <= ready || (ready_reg && !(read && ar_word_reg == CONTROL));
    done_last_reg <= done;
    if (write_low && aw_word_reg == GLOBAL_ENABLE) begin
      global_enable_reg <= w_data_reg[0];
    end
    if (write_low && aw_word_reg == ENABLE) begin
      enable_reg <= w_data_reg[1:0];
    end
    status_reg <= events | (status_reg ^ toggles);
    if (rst) begin
      start_reg <= 1'b0;
      done_reg <= 1'b0;
      ready_reg <= 1'b0;
      done_last_reg <= 1'b0;
      global_enable_reg <= 1'b0;
      enable_reg <= 2'b00;
      status_reg <= 2'b00;
    end
  end

  reg  [64*ARGUMENTS-1:0] arguments_reg;
  wire [31:0]             mask = {{8{w_strb_reg[3]}}, {8{w_strb_reg[2]}}, {8{w_strb_reg[1]}}, {8{w_strb_reg[0]}}};

  for (genvar i = 0; i < ARGUMENTS; i++) begin : g_argument
    always_ff @(posedge clk) begin
      if (write && aw_word_reg == argument_word(i)) begin
        arguments_reg[64*i +: 32] <= (w_data_reg & mask) | (arguments_reg[64*i +: 32] & ~mask);
      end
      if (write && i != BEATS && aw_word_reg == argument_word(i) + 10'd1) begin
        arguments_reg[64*i+32 +: 32] <= (w_data_reg & mask) | (arguments_reg[64*i+32 +: 32] & ~mask);
      end
    end
  end

  assign command_address = arguments_reg[63:0];
  assign command_beats = arguments_reg[64*BEATS +: 32];
  for (genvar g = 0; g < GROUPS; g++) begin : g_group
    assign legs_address[64*g +: 64] = arguments_reg[64*(2+3*g) +: 64];
    assign constants_address[64*g +: 64] = arguments_reg[64*(3+3*g) +: 64];
    assign results_address[64*g +: 64] = arguments_reg[64*(4+3*g) +: 64];
  end

  logic [31:0] control_value;
  logic [31:0] argument_value;
  logic [31:0] word_value;

  always_comb begin
    control_value = 32'd0;
    case (ar_word_reg)
      CONTROL: control_value = {28'd0, ready_reg, idle && !start_reg, done_reg, start_reg};
      GLOBAL_ENABLE: control_value = {31'd0, global_enable_reg};
      ENABLE: control_value = {30'd0, enable_reg};
      STATUS: control_value = {30'd0, status_reg};
      default: ;
    endcase
    argument_value = 32'd0;
    for (int i = 0; i < ARGUMENTS; i++) begin
      if (ar_word_reg == argument_word(i)) begin
        argument_value = argument_value | arguments_reg[64*i +: 32];
      end
      if (i != BEATS && ar_word_reg == argument_word(i) + 10'd1) begin
        argument_value = argument_value | arguments_reg[64*i+32 +: 32];
      end
    end
    word_value = 32'd0;
    for (int i = 0; i < WORDS; i++) begin
      if (ar_word_reg == WORDS_BEGIN + 10'(i)) begin
        word_value = word_value | words[32*i +: 32];
      end
    end
  end

  assign r_data_next = control_value | argument_value | word_value;

  // Registers are words.
  wire unused = &{1'b0, s_axi_control_awaddr[1:0], s_axi_control_araddr[1:0]};

`ifdef FORMAL
  `include "formal/levee_control_properties.sv"
`endif

endmodule

`default_nettype wire
