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

endmodule

`default_nettype wire
