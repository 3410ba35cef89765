// SPDX-License-Identifier: Apache-2.0
//
// levee_command: reads one command block and has it done, in the block's order:
// recipes into the tables, patches into the book, prices to revalue, segments to
// their groups. Segments are given out once every patch is acknowledged, so that
// groups read ahead while the last price is revalued; beats enter the lanes as
// soon as the tables stand, for a group holds only so many segments. A block that
// contradicts itself raises `malformed`, and the rest of it is read and dropped: a
// command always ends. One beat a cycle.
`default_nettype none

module levee_command #(
  // accounts side by side / 8
  parameter int GROUPS = 1,
  // instruments that the tables hold
  parameter int INSTRUMENTS = 256,
  // tiers of an instrument: 4, 8 or 16
  parameter int TIERS = 16,
  // derived: do not set
  parameter int IW = $clog2(INSTRUMENTS),
  parameter int TW = $clog2(TIERS)
) (
  input  wire logic         clk,
  input  wire logic         rst,

  // a command: `begin_` for one cycle while not `busy`; a block of no beats is
  // `empty`; after an AXI error (`read_error`) no beat is believed
  input  wire logic         begin_,
  input  wire logic         empty,
  output logic              busy,
  output logic              malformed,
  input  wire logic         read_error,

  // the block's beats
  input  wire logic         s_valid,
  output logic              s_ready,
  input  wire logic [511:0] s_data,
  input  wire logic         s_last,

  // what the header says, for the whole command
  output logic [63:0]       sequence_,
  output logic [1:0]        report,
  output logic [31:0]       records_beat,

  // recipes
  output logic              m_header_valid,
  output logic [IW-1:0]     m_header_instrument,
  output logic [1:0]        m_header_kind,
  output logic [4:0]        m_header_tiers,
  output logic [256:0]      m_header_value,
  output logic              m_tier_valid,
  output logic [IW-1:0]     m_tier_instrument,
  output logic [TW-1:0]     m_tier_number,
  output logic [256:0]      m_tier_bound,
  output logic [79:0]       m_tier_rates,
  output logic              m_deduction_valid,
  output logic [IW-1:0]     m_deduction_instrument,
  output logic [TW-1:0]     m_deduction_tier,
  output logic              m_deduction_side,
  output logic [1:0]        m_deduction_measure,
  output logic [87:0]       m_deduction_value,

  // patches, and whether all of them have been acknowledged; where a patch goes
  // is there in the last cycle of `m_patch_aim` before its beat
  output logic              m_patch_aim,
  output logic [31:0]       m_patch_beat,
  output logic [7:0]        m_patch_group,
  output logic [1:0]        m_patch_stream,
  output logic              m_patch_valid,
  input  wire logic         m_patch_ready,
  output logic [511:0]      m_patch_data,
  input  wire logic         patches_written,

  // segments
  output logic [GROUPS-1:0] m_segment_valid,
  input  wire logic [GROUPS-1:0] m_segment_ready,
  output logic [31:0]       m_segment_legs,
  output logic [31:0]       m_segment_constants,
  output logic [31:0]       m_segment_statuses,
  output logic [31:0]       m_segment_slices,
  output logic [31:0]       m_segment_leg_beats,

  // prices
  output logic              m_update_valid,
  input  wire logic         m_update_ready,
  output logic [IW-1:0]     m_update_instrument,
  output logic [30:0]       m_update_price,
  output logic [58:0]       m_update_funding_long,
  output logic [58:0]       m_update_funding_short,
  input  wire logic         revalue_idle,

  // beats may enter the lanes
  output logic              admit
);

  generate
    if (GROUPS < 1 || GROUPS > 4 || INSTRUMENTS < 2 || (TIERS != 4 && TIERS != 8 && TIERS != 16)) begin : check
      $fatal(0, "levee_command: GROUPS, INSTRUMENTS or TIERS out of range (instance %m)");
    end
  endgenerate

  typedef enum logic [3:0] {
    IDLE, HEADER, CHOOSE, RECIPE, BOUND, DEDUCTIONS, PATCH, PATCH_BEAT, SEGMENT, UPDATE, TABLES, DRAIN
  } state_t;

  state_t state_reg, state_next;
  // the block's last beat has been taken
  logic ended_reg, ended_next;
  logic malformed_reg, malformed_next;
  logic admit_reg, admit_next;
  logic [31:0] recipes_reg, recipes_next;
  logic [31:0] patches_reg, patches_next;
  logic [31:0] segments_reg, segments_next;
  logic [31:0] updates_reg, updates_next;
  // of the recipe under way
  logic [4:0] tiers_reg, tiers_next;
  logic [TW-1:0] tier_reg, tier_next;
  // the deduction that is written: {measure is initial, side}
  logic [1:0] part_reg, part_next;

  logic [63:0] sequence_reg;
  logic [1:0] report_reg;
  logic [31:0] records_reg;
  logic [IW-1:0] instrument_reg;

  // The beat at hand, and whether it is sound as each kind that it may be: found out before it comes here, so that
  // neither comparisons nor anybody's ready are in the paths to the reader.
  logic beat_valid, beat_ready, beat_last;
  logic recipe_sound, update_sound, patch_sound, segment_sound;
  logic [511:0] beat;

  wire [31:0] s_instrument = s_data[levee_card::RECIPE_INSTRUMENT +: 32];
  wire [1:0] s_kind = s_data[levee_card::RECIPE_KIND +: 2];
  wire [4:0] s_tiers = s_data[levee_card::RECIPE_TIERS +: 5];
  wire [7:0] s_patch_group = s_data[levee_card::PATCH_GROUP +: 8];
  wire [7:0] s_segment_group = s_data[levee_card::SEGMENT_GROUP +: 8];

  wire s_recipe_sound = s_instrument < 32'(INSTRUMENTS) && s_kind != 2'd3 && s_tiers != 5'd0 && s_tiers <= 5'(TIERS);
  wire s_update_sound = s_instrument < 32'(INSTRUMENTS) && s_data[levee_card::UPDATE_PRICE +: 31] != 31'd0;
  wire s_patch_sound = s_patch_group < 8'(GROUPS) && s_data[levee_card::PATCH_STREAM +: 2] != 2'd3;
  wire s_segment_sound = s_segment_group < 8'(GROUPS) && s_data[levee_card::SEGMENT_SLICES +: 32] != 32'd0;

  levee_skid #(.WIDTH(517)) skid (
    .clk, .rst,
    .s_valid, .s_ready, .s_data({s_recipe_sound, s_update_sound, s_patch_sound, s_segment_sound, s_last, s_data}),
    .m_valid(beat_valid), .m_ready(beat_ready),
    .m_data({recipe_sound, update_sound, patch_sound, segment_sound, beat_last, beat})
  );

  wire [IW-1:0] instrument = beat[levee_card::RECIPE_INSTRUMENT +: IW];
  wire [1:0] kind = beat[levee_card::RECIPE_KIND +: 2];
  wire [4:0] tiers = beat[levee_card::RECIPE_TIERS +: 5];
  wire [30:0] price = beat[levee_card::UPDATE_PRICE +: 31];
  wire [7:0] patch_group = beat[levee_card::PATCH_GROUP +: 8];
  wire [1:0] patch_stream = beat[levee_card::PATCH_STREAM +: 2];
  wire [7:0] segment_group = beat[levee_card::SEGMENT_GROUP +: 8];
  wire [31:0] segment_slices = beat[levee_card::SEGMENT_SLICES +: 32];

  logic believed;
  assign believed = beat_valid && !read_error;

  // the beat at hand is none that its state can take
  logic refused;
  always_comb begin
    unique case (state_reg)
      RECIPE: refused = !recipe_sound;
      PATCH: refused = !patch_sound;
      SEGMENT: refused = !segment_sound;
      UPDATE: refused = !update_sound;
      default: refused = 1'b0;
    endcase
  end

  wire [GROUPS-1:0] segment_select = GROUPS'(1) << segment_group;
  wire taking = believed && !refused;

  assign m_header_valid = state_reg == RECIPE && taking;
  assign m_header_instrument = instrument;
  assign m_header_kind = kind;
  assign m_header_tiers = tiers;
  assign m_header_value = {beat[levee_card::RECIPE_INEXACT], beat[levee_card::RECIPE_VALUE +: 256]};

  assign m_tier_valid = state_reg == BOUND && taking;
  assign m_tier_instrument = instrument_reg;
  assign m_tier_number = tier_reg;
  assign m_tier_bound = {beat[levee_card::BOUND_INEXACT], beat[levee_card::BOUND_BOUND +: 256]};
  assign m_tier_rates = {
    beat[levee_card::BOUND_INITIAL_SHORT +: 20], beat[levee_card::BOUND_INITIAL_LONG +: 20],
    beat[levee_card::BOUND_MAINTENANCE_SHORT +: 20], beat[levee_card::BOUND_MAINTENANCE_LONG +: 20]
  };

  assign m_deduction_valid = state_reg == DEDUCTIONS && taking;
  assign m_deduction_instrument = instrument_reg;
  assign m_deduction_tier = tier_reg;
  assign m_deduction_side = part_reg[0];
  assign m_deduction_measure = part_reg[1] ? 2'd2 : 2'd1;
  always_comb begin
    unique case (part_reg)
      2'd0: m_deduction_value = beat[levee_card::DEDUCTIONS_MAINTENANCE_LONG +: 88];
      2'd1: m_deduction_value = beat[levee_card::DEDUCTIONS_MAINTENANCE_SHORT +: 88];
      2'd2: m_deduction_value = beat[levee_card::DEDUCTIONS_INITIAL_LONG +: 88];
      default: m_deduction_value = beat[levee_card::DEDUCTIONS_INITIAL_SHORT +: 88];
    endcase
  end

  assign m_patch_valid = state_reg == PATCH_BEAT && taking;
  assign m_patch_aim = state_reg == PATCH;
  assign m_patch_beat = beat[levee_card::PATCH_BEAT +: 32];
  assign m_patch_group = patch_group;
  assign m_patch_stream = patch_stream;
  assign m_patch_data = beat;

  assign m_segment_valid = state_reg == SEGMENT && taking ? segment_select : '0;
  assign m_segment_legs = beat[levee_card::SEGMENT_LEGS +: 32];
  assign m_segment_constants = beat[levee_card::SEGMENT_CONSTANTS +: 32];
  assign m_segment_statuses = beat[levee_card::SEGMENT_STATUSES +: 32];
  assign m_segment_slices = segment_slices;
  assign m_segment_leg_beats = beat[levee_card::SEGMENT_LEG_BEATS +: 32];

  assign m_update_valid = state_reg == UPDATE && taking;
  assign m_update_instrument = instrument;
  assign m_update_price = price;
  assign m_update_funding_long = beat[levee_card::UPDATE_FUNDING_LONG +: 59];
  assign m_update_funding_short = beat[levee_card::UPDATE_FUNDING_SHORT +: 59];

  assign sequence_ = sequence_reg;
  assign report = report_reg;
  assign records_beat = records_reg;
  assign busy = state_reg != IDLE;
  assign malformed = malformed_reg;
  assign admit = admit_reg;

  // the beat at hand leaves the stream
  always_comb begin
    unique case (state_reg)
      HEADER, RECIPE, BOUND, PATCH: beat_ready = 1'b1;
      DEDUCTIONS: beat_ready = part_reg == 2'd3;
      PATCH_BEAT: beat_ready = m_patch_ready;
      SEGMENT: beat_ready = (m_segment_ready & segment_select) != '0;
      UPDATE: beat_ready = m_update_ready;
      DRAIN: beat_ready = 1'b1;
      default: beat_ready = 1'b0;
    endcase
    // what is refused or not believed is dropped
    if (refused || read_error) beat_ready = state_reg != IDLE && state_reg != CHOOSE && state_reg != TABLES;
  end

  wire taken = beat_valid && beat_ready;

  // what segments need has been given out, and has arrived
  wire nothing_before_segments = recipes_reg == 32'd0 && patches_reg == 32'd0 && updates_reg == 32'd0;
  wire tables_stand = revalue_idle && patches_written;

  always_comb begin
    state_next = state_reg;
    ended_next = ended_reg || (taken && beat_last);
    malformed_next = malformed_reg;
    admit_next = admit_reg;
    recipes_next = recipes_reg;
    patches_next = patches_reg;
    segments_next = segments_reg;
    updates_next = updates_reg;
    tiers_next = tiers_reg;
    tier_next = tier_reg;
    part_next = part_reg;

    unique case (state_reg)
      IDLE: begin
        if (begin_) begin
          state_next = empty ? TABLES : HEADER;
          ended_next = empty;
          malformed_next = empty;
          admit_next = 1'b0;
        end
      end
      HEADER: begin
        if (taken) begin
          state_next = CHOOSE;
          recipes_next = beat[levee_card::HEADER_RECIPES +: 32];
          patches_next = beat[levee_card::HEADER_PATCHES +: 32];
          segments_next = beat[levee_card::HEADER_SEGMENTS +: 32];
          updates_next = beat[levee_card::HEADER_UPDATES +: 32];
        end
      end
      CHOOSE: begin
        if (recipes_reg != 32'd0) state_next = RECIPE;
        else if (patches_reg != 32'd0) state_next = PATCH;
        else if (updates_reg != 32'd0) state_next = UPDATE;
        else if (!patches_written) state_next = CHOOSE;
        else if (segments_reg != 32'd0) state_next = SEGMENT;
        else if (!ended_reg) state_next = DRAIN;
        else state_next = TABLES;
        // another beat is due and none comes, or one comes that is not due
        if ((state_next != CHOOSE && state_next != TABLES && ended_reg) || state_next == DRAIN) begin
          malformed_next = 1'b1;
          state_next = ended_reg ? TABLES : DRAIN;
        end
      end
      RECIPE: begin
        if (taken) begin
          state_next = BOUND;
          recipes_next = recipes_reg - 32'd1;
          tiers_next = tiers;
          tier_next = '0;
        end
      end
      BOUND: begin
        if (taken) begin
          state_next = DEDUCTIONS;
          part_next = 2'd0;
        end
      end
      DEDUCTIONS: begin
        if (believed) part_next = part_reg + 2'd1;
        if (taken) begin
          tier_next = tier_reg + TW'(1);
          tiers_next = tiers_reg - 5'd1;
          state_next = tiers_reg == 5'd1 ? CHOOSE : BOUND;
        end
      end
      PATCH: begin
        if (taken) begin
          state_next = PATCH_BEAT;
          patches_next = patches_reg - 32'd1;
        end
      end
      PATCH_BEAT: begin
        if (taken) state_next = CHOOSE;
      end
      SEGMENT: begin
        if (taken) begin
          state_next = CHOOSE;
          segments_next = segments_reg - 32'd1;
        end
      end
      UPDATE: begin
        if (taken) begin
          state_next = CHOOSE;
          updates_next = updates_reg - 32'd1;
        end
      end
      TABLES: begin
        if (tables_stand) begin
          state_next = IDLE;
          admit_next = 1'b1;
        end
      end
      default: begin  // DRAIN
        if (ended_reg) state_next = TABLES;
      end
    endcase

    if ((state_reg == CHOOSE || state_reg == SEGMENT) && nothing_before_segments && tables_stand) admit_next = 1'b1;

    // a beat that breaks off a recipe or a patch, is refused, or comes after an error
    if (state_reg != IDLE && state_reg != CHOOSE && state_reg != TABLES && state_reg != DRAIN) begin
      if (read_error && beat_valid) state_next = DRAIN;
      else if ((beat_valid && refused) || (ended_reg && state_reg != HEADER)) begin
        state_next = DRAIN;
        malformed_next = 1'b1;
      end
    end
  end

  always_ff @(posedge clk) begin
    state_reg <= state_next;
    ended_reg <= ended_next;
    malformed_reg <= malformed_next;
    admit_reg <= admit_next;
    recipes_reg <= recipes_next;
    patches_reg <= patches_next;
    segments_reg <= segments_next;
    updates_reg <= updates_next;
    tiers_reg <= tiers_next;
    tier_reg <= tier_next;
    part_reg <= part_next;
    if (state_reg == HEADER && taken) begin
      sequence_reg <= beat[levee_card::HEADER_SEQUENCE +: 64];
      report_reg <= beat[levee_card::HEADER_REPORT +: 2];
      records_reg <= beat[levee_card::HEADER_RECORDS +: 32];
    end
    if (state_reg == RECIPE && taken) instrument_reg <= instrument;
    if (rst) begin
      state_reg <= IDLE;
      malformed_reg <= 1'b0;
      admit_reg <= 1'b0;
    end
  end

endmodule

`default_nettype wire
