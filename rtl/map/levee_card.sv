// SPDX-License-Identifier: Apache-2.0
//
// levee_card: registers, and the first bit of every field of the command block
// and of what comes back. Printed by card_map from card.def; do not edit.
`default_nettype none

// Every module uses some of them, none all.
// verilator lint_off UNUSED
package levee_card;
  localparam int unsigned TYPE = 32'h5753564c;
  localparam int unsigned VERSION = 32'h00000001;
  localparam int unsigned GROUP_STRIDE = 32'h00000024;
  localparam int unsigned SUMMARY_BEATS = 32'h00000002;
  localparam int unsigned WORDS_ADDRESS = 32'h00000100;
  localparam int unsigned WORDS = 32'h0000000e;

  localparam logic [11:0] AT_CONTROL = 12'h000;
  localparam logic [11:0] AT_GLOBAL_INTERRUPT = 12'h004;
  localparam logic [11:0] AT_INTERRUPT_ENABLE = 12'h008;
  localparam logic [11:0] AT_INTERRUPT_STATUS = 12'h00c;
  localparam logic [11:0] AT_COMMAND = 12'h010;
  localparam logic [11:0] AT_COMMAND_BEATS = 12'h01c;
  localparam logic [11:0] AT_LEGS = 12'h024;
  localparam logic [11:0] AT_CONSTANTS = 12'h030;
  localparam logic [11:0] AT_RESULTS = 12'h03c;
  localparam logic [11:0] AT_KERNEL_TYPE = 12'h100;
  localparam logic [11:0] AT_KERNEL_VERSION = 12'h104;
  localparam logic [11:0] AT_LANES = 12'h108;
  localparam logic [11:0] AT_MEASURES = 12'h10c;
  localparam logic [11:0] AT_INSTRUMENTS = 12'h110;
  localparam logic [11:0] AT_TIERS = 12'h114;
  localparam logic [11:0] AT_BURST = 12'h118;
  localparam logic [11:0] AT_COMMANDS = 12'h11c;
  localparam logic [11:0] AT_FAULTS = 12'h120;
  localparam logic [11:0] AT_CYCLES = 12'h124;
  localparam logic [11:0] AT_TABLE_CYCLES = 12'h128;
  localparam logic [11:0] AT_LEG_STALLS = 12'h12c;
  localparam logic [11:0] AT_CONSTANT_STALLS = 12'h130;
  localparam logic [11:0] AT_RECORD_STALLS = 12'h134;

  // HEADER: the first of a command block; the others follow in this order, as many as it says.
  localparam int unsigned HEADER_SEQUENCE = 0;
  localparam int unsigned HEADER_RECIPES = 64;
  localparam int unsigned HEADER_PATCHES = 96;
  localparam int unsigned HEADER_UPDATES = 128;
  localparam int unsigned HEADER_SEGMENTS = 160;
  localparam int unsigned HEADER_REPORT = 192;
  localparam int unsigned HEADER_RECORDS = 224;

  // RECIPE: an instrument, as levee_instrument_t of hls/rows.h has it.
  localparam int unsigned RECIPE_INSTRUMENT = 0;
  localparam int unsigned RECIPE_KIND = 32;
  localparam int unsigned RECIPE_TIERS = 40;
  localparam int unsigned RECIPE_INEXACT = 64;
  localparam int unsigned RECIPE_VALUE = 256;

  // BOUND: a tier's upper bound and rates.
  localparam int unsigned BOUND_INEXACT = 0;
  localparam int unsigned BOUND_MAINTENANCE_LONG = 32;
  localparam int unsigned BOUND_MAINTENANCE_SHORT = 64;
  localparam int unsigned BOUND_INITIAL_LONG = 96;
  localparam int unsigned BOUND_INITIAL_SHORT = 128;
  localparam int unsigned BOUND_BOUND = 256;

  // DEDUCTIONS: a tier's deductions, high * 2^28 + low, quanta * 10^-6.
  localparam int unsigned DEDUCTIONS_MAINTENANCE_LONG = 0;
  localparam int unsigned DEDUCTIONS_MAINTENANCE_SHORT = 128;
  localparam int unsigned DEDUCTIONS_INITIAL_LONG = 256;
  localparam int unsigned DEDUCTIONS_INITIAL_SHORT = 384;

  // PATCH: where the beat behind it goes.
  localparam int unsigned PATCH_BEAT = 0;
  localparam int unsigned PATCH_GROUP = 32;
  localparam int unsigned PATCH_STREAM = 40;

  // UPDATE: an instrument's new price.
  localparam int unsigned UPDATE_INSTRUMENT = 0;
  localparam int unsigned UPDATE_PRICE = 32;
  localparam int unsigned UPDATE_FUNDING_LONG = 64;
  localparam int unsigned UPDATE_FUNDING_SHORT = 128;

  // SEGMENT: slices of one group that follow each other in its three streams.
  localparam int unsigned SEGMENT_LEGS = 0;
  localparam int unsigned SEGMENT_CONSTANTS = 32;
  localparam int unsigned SEGMENT_STATUSES = 64;
  localparam int unsigned SEGMENT_SLICES = 96;
  localparam int unsigned SEGMENT_LEG_BEATS = 128;
  localparam int unsigned SEGMENT_GROUP = 160;

  // RECORD: an account whose status changed, or that was asked for: levee_record_t of hls/kernels.h.
  localparam int unsigned RECORD_SEQUENCE = 0;
  localparam int unsigned RECORD_SLOT = 64;
  localparam int unsigned RECORD_BEFORE = 96;
  localparam int unsigned RECORD_AFTER = 104;
  localparam int unsigned RECORD_EQUITY = 128;
  localparam int unsigned RECORD_MAINTENANCE = 256;
  localparam int unsigned RECORD_INITIAL = 384;

  // SUMMARY: a group's account of the command.
  localparam int unsigned SUMMARY_SEQUENCE = 0;
  localparam int unsigned SUMMARY_SLICES = 64;
  localparam int unsigned SUMMARY_RECORDS = 96;
  localparam int unsigned SUMMARY_HEALTHY = 128;
  localparam int unsigned SUMMARY_RESTRICTED = 160;
  localparam int unsigned SUMMARY_LIQUIDATE = 192;
  localparam int unsigned SUMMARY_BANKRUPT = 224;
  localparam int unsigned SUMMARY_FAULTS = 256;
  localparam int unsigned SUMMARY_LEG_BEATS = 288;
  localparam int unsigned SUMMARY_CONSTANT_BEATS = 320;
  localparam int unsigned SUMMARY_CONSTANT_STALLS = 352;
  localparam int unsigned SUMMARY_STATUS_STALLS = 384;
  localparam int unsigned SUMMARY_RECORD_STALLS = 416;

  // SUMS: the checksum: excess summed over all lanes, modulo 2^128.
  localparam int unsigned SUMS_EQUITY = 0;
  localparam int unsigned SUMS_MAINTENANCE = 128;
  localparam int unsigned SUMS_INITIAL = 256;

  localparam int unsigned FAULT_MALFORMED = 0;
  localparam int unsigned FAULT_COMMAND_READ = 1;
  localparam int unsigned FAULT_COMMAND_WRITE = 2;
  localparam int unsigned FAULT_LEGS_READ = 3;
  localparam int unsigned FAULT_CONSTANTS_READ = 4;
  localparam int unsigned FAULT_STATUSES_READ = 5;
  localparam int unsigned FAULT_RESULTS_WRITE = 6;
  localparam int unsigned FAULT_SURPLUS_SLICES = 7;
  localparam int unsigned FAULT_MISSING_SLICES = 8;

endpackage
// verilator lint_on UNUSED

`default_nettype wire
