// SPDX-License-Identifier: Apache-2.0
//
// levee_admission: lets leg beats into the lanes, which never stop. The last beat of a slice enters when its
// constants are gathered, its statuses are there and room for its result is set aside. A beat that no segment has a
// slice for is dropped. Decides in the cycle in which the beat stands at its input.
`default_nettype none

module levee_admission #(
  // results that may be in the lanes or wait behind them, at most 32
  parameter int RESULTS = 32
) (
  input  wire        clk,
  input  wire        rst,

  // as long as it is high, beats are dropped and all counts are those of the start
  input  wire        clear,
  // beats may enter
  input  wire        admit,

  // leg beats
  input  wire        beat_valid,
  output wire        beat_ready,
  input  wire        beat_last,

  // what came: a segment of so many slices, constants of a slice, statuses of so many slices, free rooms
  input  wire        segment,
  input  wire [31:0] segment_slices,
  input  wire        gathered,
  input  wire [3:0]  served,
  input  wire [1:0]  freed,
  // a slice closed
  input  wire        closed,

  // the beat enters the lanes; it is its slice's first, its last
  output wire        enter,
  output wire        first,
  output wire        last,

  // a last beat waits for constants, statuses, room
  output wire        stall_constant,
  output wire        stall_status,
  output wire        stall_record,

  // slices not closed yet; a beat was dropped; no slice is between entry and its last record
  output wire [31:0] missing,
  output wire        error,
  output wire        empty
);

  logic [5:0] constants_reg, room_reg;
  logic [8:0] statuses_reg;
  logic constants_ok_reg, statuses_ok_reg, room_ok_reg, empty_reg;
  // Slices that have not entered.
  logic [31:0] expected_reg, missing_reg;
  logic surplus_reg, first_reg, error_reg;

  wire granted = constants_ok_reg && statuses_ok_reg && room_ok_reg;
  wire drop = clear || (admit && surplus_reg);

  assign beat_ready = drop || (admit && (!beat_last || granted));
  assign enter = beat_valid && !drop && admit && (!beat_last || granted);
  assign first = enter && first_reg;
  assign last = enter && beat_last;

  wire waiting = beat_valid && beat_last && admit && !drop;
  assign stall_constant = waiting && !constants_ok_reg;
  assign stall_status = waiting && !statuses_ok_reg;
  assign stall_record = waiting && !room_ok_reg;

  // What is there before the beat takes its share; `last` comes late in the cycle.
  wire [5:0] constants_sum = constants_reg + {5'd0, gathered};
  wire [8:0] statuses_sum = statuses_reg + {5'd0, served};
  wire [5:0] room_sum = room_reg + {4'd0, freed};

  always_ff @(posedge clk) begin
    constants_reg <= constants_sum - {5'd0, last};
    statuses_reg <= statuses_sum - {8'd0, last};
    room_reg <= room_sum - {5'd0, last};
    constants_ok_reg <= last ? constants_sum > 6'd1 : constants_sum != 6'd0;
    statuses_ok_reg <= last ? statuses_sum > 9'd1 : statuses_sum != 9'd0;
    room_ok_reg <= last ? room_sum > 6'd1 : room_sum != 6'd0;
    empty_reg <= room_sum == 6'(RESULTS) && !last;
    if (enter) first_reg <= beat_last;
    if (beat_valid && admit && surplus_reg) error_reg <= 1'b1;
    surplus_reg <= !segment && (surplus_reg || (last && expected_reg == 32'd1));
    expected_reg <= expected_reg + (segment ? segment_slices : 32'd0) - {31'd0, last};
    missing_reg <= missing_reg + (segment ? segment_slices : 32'd0) - {31'd0, closed};
    if (rst || clear) begin
      constants_reg <= 6'd0;
      statuses_reg <= 9'd0;
      room_reg <= 6'(RESULTS);
      constants_ok_reg <= 1'b0;
      statuses_ok_reg <= 1'b0;
      room_ok_reg <= 1'b1;
      empty_reg <= 1'b1;
      first_reg <= 1'b1;
      error_reg <= 1'b0;
      surplus_reg <= 1'b1;
      expected_reg <= 32'd0;
      missing_reg <= 32'd0;
    end
  end

  assign missing = missing_reg;
  assign error = error_reg;
  assign empty = empty_reg;

endmodule

`default_nettype wire
