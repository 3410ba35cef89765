// SPDX-License-Identifier: Apache-2.0
//
// levee_fifo: first-word fall-through queue with a registered output. It holds
// 2**LOG2_DEPTH words, those in its output registers included. A word that
// meets an empty queue leaves three cycles after it came in block memory, two in
// distributed memory; with room for more words than that it passes one a cycle.
`default_nettype none

module levee_fifo #(
  // bits of a word
  parameter WIDTH = 32,
  // logarithm of the number of words
  parameter LOG2_DEPTH = 5,
  // "block" or "distributed"
  parameter STYLE = "block"
) (
  input  wire                clk,
  input  wire                rst,

  // words in
  input  wire                s_valid,
  output wire                s_ready,
  input  wire [WIDTH-1:0]    s_data,

  // words out
  output wire                m_valid,
  input  wire                m_ready,
  output wire [WIDTH-1:0]    m_data,

  // words inside
  output wire [LOG2_DEPTH:0] count
`ifdef FORMAL
  ,
  // for proofs: words that came and that left, modulo twice the depth; the
  // content of the word of that number which is followed
  output wire [LOG2_DEPTH:0] f_pushed,
  output wire [LOG2_DEPTH:0] f_popped,
  input  wire [LOG2_DEPTH:0] f_followed,
  output wire [WIDTH-1:0]    f_word
`endif
);

  // verilator lint_off WIDTH
  // A string parameter is as wide as its value, whatever it is compared with.
  localparam BLOCK = STYLE == "block";
  localparam DISTRIBUTED = STYLE == "distributed";
  // verilator lint_on WIDTH

  if (LOG2_DEPTH < 1) begin : g_depth
    $fatal(0, "levee_fifo: LOG2_DEPTH must be 1 or more (%m)");
  end
  if (!BLOCK && !DISTRIBUTED) begin : g_style
    $fatal(0, "levee_fifo: STYLE must be block or distributed (%m)");
  end

  // Where a word is written none is read, or what is read does not count.
  (* ram_style = STYLE, no_rw_check *)
  reg [WIDTH-1:0] memory [0:2**LOG2_DEPTH-1];

  // One bit more than an address: equal pointers mean an empty memory.
  reg [LOG2_DEPTH:0] write_reg;
  reg [LOG2_DEPTH:0] read_reg;
  reg [LOG2_DEPTH:0] count_reg;

  // The memory's own read register.
  reg             fetched_valid_reg;
  reg [WIDTH-1:0] fetched_data_reg;
  wire            fetched_ready;

  wire push = s_valid && s_ready;
  wire pop = m_valid && m_ready;
  wire fetch_enable = !fetched_valid_reg || fetched_ready;
  wire fetch = fetch_enable && write_reg != read_reg;

  // The count never passes 2**LOG2_DEPTH, so that its top bit says full.
  assign s_ready = !count_reg[LOG2_DEPTH];
  assign count = count_reg;

  always_ff @(posedge clk) begin
    if (push) begin
      memory[write_reg[LOG2_DEPTH-1:0]] <= s_data;
    end
    if (fetch_enable) begin
      fetched_data_reg <= memory[read_reg[LOG2_DEPTH-1:0]];
    end
  end

  always_ff @(posedge clk) begin
    if (push) begin
      write_reg <= write_reg + 1'b1;
    end
    if (fetch) begin
      read_reg <= read_reg + 1'b1;
    end
    if (fetch_enable) begin
      fetched_valid_reg <= fetch;
    end
    if (push && !pop) begin
      count_reg <= count_reg + 1'b1;
    end else if (!push && pop) begin
      count_reg <= count_reg - 1'b1;
    end
    if (rst) begin
      write_reg <= '0;
      read_reg <= '0;
      fetched_valid_reg <= 1'b0;
      count_reg <= '0;
    end
  end

  if (BLOCK) begin : g_output
    // A block memory is slow from clock to output: a second register behind it.
    reg             m_valid_reg;
    reg [WIDTH-1:0] m_data_reg;

    assign fetched_ready = !m_valid_reg || m_ready;
    assign m_valid = m_valid_reg;
    assign m_data = m_data_reg;

    always_ff @(posedge clk) begin
      if (fetched_ready) begin
        m_valid_reg <= fetched_valid_reg;
        m_data_reg <= fetched_data_reg;
      end
      if (rst) begin
        m_valid_reg <= 1'b0;
      end
    end
  end else begin : g_direct
    assign fetched_ready = m_ready;
    assign m_valid = fetched_valid_reg;
    assign m_data = fetched_data_reg;
  end

`ifdef FORMAL
  reg                f_past_valid = 1'b0;
  reg [LOG2_DEPTH:0] f_popped_reg;
  reg [WIDTH-1:0]    f_word_reg;
  // Words in registers come before those in the memory.
  wire [LOG2_DEPTH:0] f_staged = (LOG2_DEPTH + 1)'(fetched_valid_reg) + (LOG2_DEPTH + 1)'(BLOCK && m_valid);
  wire [LOG2_DEPTH:0] f_place = f_followed - f_popped_reg;
  wire [LOG2_DEPTH:0] f_last_read = read_reg - 1'b1;
  reg  [LOG2_DEPTH:0] f_followed_last;
  // Cycles for which words are inside but none is offered.
  reg [1:0] f_hidden;

  assign f_pushed = write_reg;
  assign f_popped = f_popped_reg;
  assign f_word = f_word_reg;

  always_ff @(posedge clk) begin
    f_past_valid <= 1'b1;
    f_followed_last <= f_followed;
    if (push && write_reg == f_followed) begin
      f_word_reg <= s_data;
    end
    if (pop) begin
      f_popped_reg <= f_popped_reg + 1'b1;
    end
    f_hidden <= count_reg != '0 && !m_valid ? f_hidden + 1'b1 : 2'd0;
    if (rst) begin
      f_popped_reg <= '0;
      f_hidden <= 2'd0;
    end
  end

  always_comb begin
    assume (f_past_valid || rst);
    if (f_past_valid) begin
      assume (f_followed == f_followed_last);
      // Rule 1: as many words are inside as came and did not leave.
      assert (count_reg == write_reg - f_popped_reg);
      assert (count_reg <= (LOG2_DEPTH + 1)'(2 ** LOG2_DEPTH));
      assert (f_staged == read_reg - f_popped_reg);
      assert (f_staged <= count_reg);
      // Rule 2: the followed word leaves as it came, in its turn.
      if (f_place < count_reg && f_place >= f_staged) begin
        assert (memory[f_followed[LOG2_DEPTH-1:0]] == f_word_reg);
      end
      if (fetched_valid_reg && f_last_read == f_followed) begin
        assert (fetched_data_reg == f_word_reg);
      end
      if (m_valid && f_place == '0) begin
        assert (m_data == f_word_reg);
      end
      // Rule 3: a word shows within three cycles, two in distributed memory.
      assert (f_hidden == 2'd0 || m_valid || (BLOCK && f_hidden == 2'd1 && fetched_valid_reg));
    end
  end

  always_ff @(posedge clk) begin
    if (f_past_valid && !$past(rst)) begin
      // Rule 4: an offer stands until it is taken.
      if ($past(m_valid && !m_ready)) begin
        assert (m_valid && $stable(m_data));
      end
      cover (!s_ready && $past(push) && $past(pop, 2) && $past(!s_ready, 2));
      cover (count_reg == '0 && f_popped_reg == (LOG2_DEPTH + 1)'(2 ** LOG2_DEPTH + 1));
    end
  end
`endif

endmodule

`default_nettype wire
