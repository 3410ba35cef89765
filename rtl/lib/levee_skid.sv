// SPDX-License-Identifier: Apache-2.0
//
// levee_skid: cuts the paths of a ready/valid stream in both directions. Ready
// is a register, the output is a register, and one more word fits in while
// ready tells the sender that the receiver stopped. One word a cycle; a word
// leaves one cycle after it came.
`default_nettype none

module levee_skid #(
  // bits of a word
  parameter WIDTH = 32
) (
  input  wire             clk,
  input  wire             rst,

  // words in
  input  wire             s_valid,
  output wire             s_ready,
  input  wire [WIDTH-1:0] s_data,

  // words out
  output wire             m_valid,
  input  wire             m_ready,
  output wire [WIDTH-1:0] m_data
);

  reg             m_valid_reg, m_valid_next;
  reg [WIDTH-1:0] m_data_reg;
  // The word that came while the output was occupied.
  reg             spare_valid_reg, spare_valid_next;
  reg [WIDTH-1:0] spare_data_reg;

  logic store_input_to_output;
  logic store_input_to_spare;
  logic store_spare_to_output;

  assign s_ready = !spare_valid_reg;
  assign m_valid = m_valid_reg;
  assign m_data = m_data_reg;

  always_comb begin
    m_valid_next = m_valid_reg;
    spare_valid_next = spare_valid_reg;
    store_input_to_output = 1'b0;
    store_input_to_spare = 1'b0;
    store_spare_to_output = 1'b0;
    if (!spare_valid_reg) begin
      if (m_ready || !m_valid_reg) begin
        m_valid_next = s_valid;
        store_input_to_output = 1'b1;
      end else begin
        spare_valid_next = s_valid;
        store_input_to_spare = 1'b1;
      end
    end else if (m_ready) begin
      spare_valid_next = 1'b0;
      store_spare_to_output = 1'b1;
    end
  end

  always_ff @(posedge clk) begin
    m_valid_reg <= m_valid_next;
    spare_valid_reg <= spare_valid_next;
    if (store_input_to_output) begin
      m_data_reg <= s_data;
    end else if (store_spare_to_output) begin
      m_data_reg <= spare_data_reg;
    end
    if (store_input_to_spare) begin
      spare_data_reg <= s_data;
    end
    if (rst) begin
      m_valid_reg <= 1'b0;
      spare_valid_reg <= 1'b0;
    end
  end

`ifdef FORMAL
  // Words are numbered modulo 4; two at most are inside. f_followed is any of them.
  (* anyconst *) reg [1:0] f_followed;
  reg                      f_past_valid = 1'b0;
  reg  [1:0]               f_pushed;
  reg  [1:0]               f_popped;
  reg  [WIDTH-1:0]         f_word;
  wire [1:0]               f_inside = f_pushed - f_popped;
  wire [1:0]               f_place = f_followed - f_popped;

  always_ff @(posedge clk) begin
    f_past_valid <= 1'b1;
    if (s_valid && s_ready) begin
      f_pushed <= f_pushed + 1'b1;
      if (f_pushed == f_followed) begin
        f_word <= s_data;
      end
    end
    if (m_valid && m_ready) begin
      f_popped <= f_popped + 1'b1;
    end
    if (rst) begin
      f_pushed <= 2'd0;
      f_popped <= 2'd0;
    end
  end

  always_comb begin
    assume (f_past_valid || rst);
    if (f_past_valid) begin
      // Rule 1: as many words are inside as came and did not leave.
      assert (f_inside == {1'b0, m_valid_reg} + {1'b0, spare_valid_reg});
      assert (!spare_valid_reg || m_valid_reg);
      // Rule 2: the followed word leaves as it came, in its turn.
      if (f_place == 2'd0 && m_valid) begin
        assert (m_data == f_word);
      end
      if (f_place == 2'd1 && spare_valid_reg) begin
        assert (spare_data_reg == f_word);
      end
      // Rule 3: there is room for a word at least until one waits.
      assert (s_ready || f_inside == 2'd2);
    end
  end

  always_ff @(posedge clk) begin
    if (f_past_valid && !$past(rst)) begin
      // Rule 4: an offer stands until it is taken.
      if ($past(m_valid && !m_ready)) begin
        assert (m_valid && $stable(m_data));
      end
      // Rule 5: ready follows the receiver, who waits for no word that is inside.
      if ($past(s_valid && s_ready)) begin
        assert (m_valid);
      end
      cover (f_popped == 2'd3 && $past(!s_ready) && s_ready && m_valid && m_data == f_word);
    end
  end
`endif

endmodule

`default_nettype wire
