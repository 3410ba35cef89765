// SPDX-License-Identifier: Apache-2.0
//
// What is proved of levee_control, inside the module. f_word is any word of the
// address space: every read of it must bring what was last written to it, byte by
// byte, or what the kernel reports there, or 0; and the port that stands for it
// must show the same. Requests and what they carry are noted at the bus.

  (* anyconst *) reg [9:0] f_word;
  reg        f_past_valid = 1'b0;
  // Requests taken, done and answered, modulo 4.
  reg [1:0]  f_aw, f_w, f_written, f_b, f_ar, f_looked, f_r;
  reg [9:0]  f_aw_word, f_ar_word;
  reg [31:0] f_w_data;
  reg [3:0]  f_w_strb;
  // The followed word as far as it was written.
  reg [31:0] f_value;
  reg [3:0]  f_known;
  // What the read that waits for its answer must bring, and which bytes of it.
  reg [31:0] f_expected;
  reg [3:0]  f_checked;
  // The end of a run that the host has not acknowledged.
  reg        f_unseen, f_done_last;

  wire f_w_control = write && f_aw_word == 10'h000 && f_w_strb[0];
  wire f_w_status = write && f_aw_word == 10'h003 && f_w_strb[0];
  wire f_ends = done && !f_done_last;

  // The port of the followed word, by its address in the description; up to two groups.
  logic        f_is_port;
  logic [31:0] f_port;
  wire  [11:0] f_address = {f_word, 2'b00};

  always_comb begin
    f_is_port = 1'b1;
    case (f_address)
      12'h010: f_port = command_address[31:0];
      12'h014: f_port = command_address[63:32];
      12'h01c: f_port = command_beats;
      12'h024: f_port = legs_address[31:0];
      12'h028: f_port = legs_address[63:32];
      12'h030: f_port = constants_address[31:0];
      12'h034: f_port = constants_address[63:32];
      12'h03c: f_port = results_address[31:0];
      12'h040: f_port = results_address[63:32];
      12'h048: f_port = legs_address[64*(GROUPS-1) +: 32];
      12'h04c: f_port = legs_address[64*(GROUPS-1)+32 +: 32];
      12'h054: f_port = constants_address[64*(GROUPS-1) +: 32];
      12'h058: f_port = constants_address[64*(GROUPS-1)+32 +: 32];
      12'h060: f_port = results_address[64*(GROUPS-1) +: 32];
      12'h064: f_port = results_address[64*(GROUPS-1)+32 +: 32];
      default: begin
        f_port = 32'd0;
        f_is_port = 1'b0;
      end
    endcase
    if (f_address >= 12'(36 + 36 * GROUPS)) begin
      f_port = 32'd0;
      f_is_port = 1'b0;
    end
  end

  always_ff @(posedge clk) begin
    f_past_valid <= 1'b1;
    if (s_axi_control_awvalid && s_axi_control_awready) begin
      f_aw <= f_aw + 1'b1;
      f_aw_word <= s_axi_control_awaddr[11:2];
    end
    if (s_axi_control_wvalid && s_axi_control_wready) begin
      f_w <= f_w + 1'b1;
      f_w_data <= s_axi_control_wdata;
      f_w_strb <= s_axi_control_wstrb;
    end
    if (s_axi_control_arvalid && s_axi_control_arready) begin
      f_ar <= f_ar + 1'b1;
      f_ar_word <= s_axi_control_araddr[11:2];
    end
    if (write) begin
      f_written <= f_written + 1'b1;
      for (int i = 0; i < 4; i++) begin
        if (f_aw_word == f_word && f_w_strb[i]) begin
          f_value[8*i +: 8] <= f_w_data[8*i +: 8];
          f_known[i] <= 1'b1;
        end
      end
    end
    if (read) begin
      f_looked <= f_looked + 1'b1;
      f_checked <= 4'h0;
      f_expected <= 32'd0;
      if (f_ar_word == f_word && f_address >= 12'h010) begin
        f_checked <= f_is_port ? f_known : 4'hf;
        if (f_is_port) begin
          f_expected <= f_value;
        end
        for (int i = 0; i < WORDS; i++) begin
          if (f_address == 12'(256 + 4 * i)) begin
            f_expected <= words[32*i +: 32];
          end
        end
      end
    end
    if (s_axi_control_bvalid && s_axi_control_bready) begin
      f_b <= f_b + 1'b1;
    end
    if (s_axi_control_rvalid && s_axi_control_rready) begin
      f_r <= f_r + 1'b1;
    end
    f_done_last <= done;
    f_unseen <= f_ends || (f_unseen && !(f_w_control && f_w_data[4]));
    if (rst) begin
      f_aw <= 2'd0;
      f_w <= 2'd0;
      f_written <= 2'd0;
      f_b <= 2'd0;
      f_ar <= 2'd0;
      f_looked <= 2'd0;
      f_r <= 2'd0;
      f_known <= 4'h0;
      f_unseen <= 1'b0;
      f_done_last <= 1'b0;
    end
  end

  wire [1:0] f_aw_open = f_aw - f_written;
  wire [1:0] f_w_open = f_w - f_written;
  wire [1:0] f_b_open = f_written - f_b;
  wire [1:0] f_ar_open = f_ar - f_looked;
  wire [1:0] f_r_open = f_looked - f_r;

  // Rule 1: every request is answered once, with OKAY, and none that was not made.
  always_comb begin
    assume (f_past_valid || rst);
    if (f_past_valid) begin
      assert (f_aw_open == {1'b0, aw_valid_reg} && s_axi_control_awready == !aw_valid_reg);
      assert (f_w_open == {1'b0, w_valid_reg} && s_axi_control_wready == !w_valid_reg);
      assert (f_b_open == {1'b0, s_axi_control_bvalid} && s_axi_control_bresp == 2'b00);
      assert (f_ar_open == {1'b0, ar_valid_reg} && s_axi_control_arready == !ar_valid_reg);
      assert (f_r_open == {1'b0, s_axi_control_rvalid} && s_axi_control_rresp == 2'b00);
      assert (!aw_valid_reg || aw_word_reg == f_aw_word);
      assert (!w_valid_reg || {w_strb_reg, w_data_reg} == {f_w_strb, f_w_data});
      assert (!ar_valid_reg || ar_word_reg == f_ar_word);
    end
  end

  // Rule 2: ports and reads show what was written, or reported.
  always_comb begin
    if (f_past_valid) begin
      for (int i = 0; i < 4; i++) begin
        if (f_is_port && f_known[i]) begin
          assert (f_port[8*i +: 8] == f_value[8*i +: 8]);
        end
        if (s_axi_control_rvalid && f_checked[i]) begin
          assert (s_axi_control_rdata[8*i +: 8] == f_expected[8*i +: 8]);
        end
      end
    end
  end

  // Rule 3: offers stand until they are taken.
  always_ff @(posedge clk) begin
    if (f_past_valid && !$past(rst)) begin
      if ($past(s_axi_control_bvalid && !s_axi_control_bready)) begin
        assert (s_axi_control_bvalid);
      end
      if ($past(s_axi_control_rvalid && !s_axi_control_rready)) begin
        assert (s_axi_control_rvalid && $stable(s_axi_control_rdata));
      end
      // Rule 4: start stands until ready, unless the end of a run must be seen first.
      if ($past(start && !ready)) begin
        assert (start || f_unseen || f_ends);
      end
      // Rule 5: start comes of a write alone.
      if (start && !$past(start_reg)) begin
        assert ($past(f_w_control && f_w_data[0]));
      end
      // Rule 6: interrupts that are enabled wait until they are toggled.
      if ($past(f_ends && enable_reg[0])) begin
        assert (status_reg[0]);
      end
      if ($past(ready && enable_reg[1])) begin
        assert (status_reg[1]);
      end
      for (int i = 0; i < 2; i++) begin
        if ($past(status_reg[i]) && !status_reg[i]) begin
          assert ($past(f_w_status && f_w_data[i]));
        end
        if (!$past(status_reg[i]) && status_reg[i]) begin
          assert ($past(enable_reg[i]) || $past(f_w_status && f_w_data[i]));
        end
      end
      // A run, its end acknowledged, and the next start.
      cover (start && $past(f_unseen, 2) && interrupt && f_b == 2'd0 && f_aw == 2'd1);
    end
  end

  // Rule 7: the end of a run is reported until it is acknowledged; no start meanwhile.
  always_comb begin
    if (f_past_valid) begin
      assert (done_reg == f_unseen && done_last_reg == f_done_last);
      assert (!(start && f_unseen));
      assert (!continue_ || f_unseen);
      assert (!interrupt || global_enable_reg);
    end
  end
