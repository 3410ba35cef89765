// SPDX-License-Identifier: Apache-2.0
//
// What is proved of levee_axi_write, inside the module. Beats are numbered as they
// arrive, modulo more than can be inside. Any one may be followed: its address
// must lie at its place in a burst, its content must leave in its turn. That a
// queue hands out the words it was given is assumed here where it matters for
// every word, and proved of levee_fifo itself. The bus is any that answers a burst
// after it took its address and its last beat.

  localparam F_BITS = LOG2_FIFO + 2;
  localparam F_BEAT_ADDRESS = PAGE_BITS + BEAT_BITS;
  localparam F_QUEUE = 2 ** LOG2_FIFO;

  (* anyconst *) reg [F_BITS-1:0] f_followed;
  (* anyseq *) reg                f_choose;
  reg                       f_past_valid = 1'b0;
  // Beats that arrived, that are in the queue or beyond, that belong to closed
  // runs, and that the bus took.
  reg [F_BITS-1:0]          f_arrived, f_left, f_closed, f_taken;
  // Bursts whose beats were all taken, and bursts that were answered.
  reg [LOG2_OUTSTANDING:0]  f_whole, f_answered, f_runs;
  // The followed beat: what it is, and what of it the bus has still to take.
  reg                       f_address_due, f_data_due;
  reg [F_BEAT_ADDRESS-1:0]  f_address;
  reg [DATA_WIDTH-1:0]      f_data;
  // Which beats end a burst; number, address and length of the bursts that wait.
  reg [2**F_BITS-1:0]       f_ends;
  reg [F_BITS-1:0]          f_start [0:F_QUEUE-1];
  reg [F_BEAT_ADDRESS-1:0]  f_first [0:F_QUEUE-1];
  reg [BURST_BITS-1:0]      f_length [0:F_QUEUE-1];

  wire [LOG2_FIFO-1:0]      f_head = f_popped_bursts[LOG2_FIFO-1:0];
  wire [LOG2_FIFO-1:0]      f_tail = f_pushed_bursts[LOG2_FIFO-1:0];
  wire                      f_some_wait = bursts_waiting != '0;
  wire [F_BITS-1:0]         f_head_length = F_BITS'(f_length[f_head]);
  // Beats of bursts whose address was taken.
  wire [F_BITS-1:0]         f_addressed = f_some_wait ? f_start[f_head] : f_closed;
  wire [F_BITS-1:0]         f_inside = f_arrived - f_taken;
  wire [F_BITS-1:0]         f_queued = f_left - f_taken;
  wire [F_BITS-1:0]         f_run = f_arrived - f_closed;
  wire [F_BITS-1:0]         f_run_queued = f_left - f_closed;
  wire [F_BITS-1:0]         f_unaddressed = f_arrived - f_addressed;
  wire [F_BITS-1:0]         f_beyond = f_taken - f_addressed;
  wire [F_BITS-1:0]         f_from_closed = f_followed - f_closed;
  wire [F_BITS-1:0]         f_from_addressed = f_followed - f_addressed;
  wire [F_BITS-1:0]         f_from_taken = f_followed - f_taken;
  wire [F_BEAT_ADDRESS-1:0] f_run_address = {page_reg, first_reg} + F_BEAT_ADDRESS'(f_from_closed);
  wire [F_BEAT_ADDRESS-1:0] f_burst_address = m_axi_awaddr[ADDR_WIDTH-1:BYTE_BITS] + F_BEAT_ADDRESS'(f_from_addressed);
  wire [LOG2_OUTSTANDING:0] f_addressed_runs = f_runs - (LOG2_OUTSTANDING + 1)'(bursts_waiting);
  wire [LOG2_OUTSTANDING:0] f_owed = f_runs - f_answered;
  wire [LOG2_OUTSTANDING:0] f_owed_addressed = f_addressed_runs - f_answered;
  wire [LOG2_OUTSTANDING:0] f_owed_whole = f_whole - f_answered;
  wire                      f_take = m_axi_wvalid && m_axi_wready;

  assign f_beats_followed = f_followed[LOG2_FIFO:0];

  always_ff @(posedge clk) begin
    f_past_valid <= 1'b1;
    if (arrive) begin
      f_arrived <= f_arrived + 1'b1;
    end
    if (leave) begin
      f_left <= f_left + 1'b1;
      f_ends[f_left] <= closes;
    end
    if (close) begin
      f_closed <= f_arrived;
      f_runs <= f_runs + 1'b1;
      f_start[f_tail] <= f_closed;
      f_first[f_tail] <= {page_reg, first_reg};
      f_length[f_tail] <= length_reg;
    end
    if (f_take) begin
      f_taken <= f_taken + 1'b1;
      if (f_from_taken == '0) begin
        f_data_due <= 1'b0;
      end
    end
    if (burst_taken) begin
      f_whole <= f_whole + 1'b1;
    end
    if (address_taken && f_from_addressed < f_head_length) begin
      f_address_due <= 1'b0;
    end
    if (m_axi_bvalid) begin
      f_answered <= f_answered + 1'b1;
    end
    if (arrive && f_choose && f_arrived == f_followed && !f_address_due && !f_data_due) begin
      f_address_due <= 1'b1;
      f_data_due <= 1'b1;
      f_address <= {s_page_reg, s_beat_reg};
      f_data <= s_data_reg;
    end
    if (rst) begin
      f_arrived <= '0;
      f_left <= '0;
      f_closed <= '0;
      f_taken <= '0;
      f_whole <= '0;
      f_answered <= '0;
      f_runs <= '0;
      f_address_due <= 1'b0;
      f_data_due <= 1'b0;
    end
  end

  always_comb begin
    assume (f_past_valid || rst);
    assume (!s_valid || s_address[BYTE_BITS-1:0] == '0);
    // The bus answers what it has taken whole.
    assume (!m_axi_bvalid || (f_owed_addressed != '0 && f_owed_whole != '0));
    // The queues hand out what they were given.
    assume (!beat_valid || m_axi_wlast == f_ends[f_taken]);
    assume (!m_axi_awvalid || {aw_page, aw_beat, aw_length} == {f_first[f_head], f_length[f_head]});
  end

  // Rule 1: no beat is lost or invented: the counts agree at every station.
  always_comb begin
    if (f_past_valid) begin
      assert (f_arrived == f_left + F_BITS'(newest_valid_reg));
      assert (f_queued == F_BITS'(beats_waiting));
      assert (f_pushed_beats == f_left[LOG2_FIFO:0]);
      assert (f_popped_beats == f_taken[LOG2_FIFO:0]);
      assert (f_inside <= F_BITS'(F_QUEUE + 1));
      assert (f_run == (newest_valid_reg ? F_BITS'(length_reg) : '0));
      assert (f_run <= f_inside);
    end
  end

  // Rule 2: a run is beats that follow each other in one page. The beat that
  // stands at the input knows whether it follows the newest one, and is what came.
  always_comb begin
    if (f_past_valid && newest_valid_reg) begin
      if (s_valid_reg) begin
        assert (s_joins_reg == (s_page_reg == page_reg && s_beat_reg == beat_reg + 1'b1));
      end else begin
        assert ({s_page_reg, s_beat_reg} == {page_reg, beat_reg});
      end
    end
  end

  always_ff @(posedge clk) begin
    if (f_past_valid && !$past(rst)) begin
      if ($past(s_valid && s_ready)) begin
        assert (s_valid_reg && {s_page_reg, s_beat_reg} == $past(s_address[ADDR_WIDTH-1:BYTE_BITS])
            && s_data_reg == $past(s_data));
      end else if ($past(s_valid_reg && !arrive)) begin
        assert (s_valid_reg && $stable({s_page_reg, s_beat_reg, s_data_reg}));
      end else begin
        assert (!s_valid_reg);
      end
    end
  end

  wire [BEAT_BITS:0] f_run_last = {1'b0, first_reg} + (BEAT_BITS + 1)'(length_reg) - 1'b1;

  always_comb begin
    if (f_past_valid && newest_valid_reg) begin
      assert (length_reg != '0 && length_reg <= BURST_BITS'(BURST));
      assert ({1'b0, beat_reg} == f_run_last);
      for (int i = 0; i < BURST; i++) begin
        if (i < 32'(f_run_queued)) begin
          assert (!f_ends[f_closed + F_BITS'(i)]);
        end
      end
    end
  end

  // Rule 3: bursts that wait follow each other without a gap. Each has 1 to BURST
  // beats, which alone its last one ends, and stays in its 4 KiB.
  logic [LOG2_FIFO-1:0] f_entry;
  logic [F_BITS-1:0]    f_next;
  logic [F_BITS-1:0]    f_place;

  always_comb begin
    f_next = f_addressed;
    for (int k = 0; k < F_QUEUE; k++) begin
      f_entry = f_head + LOG2_FIFO'(k);
      f_place = f_followed - f_start[f_entry];
      if (f_past_valid && k < 32'(bursts_waiting)) begin
        assert (f_start[f_entry] == f_next);
        assert (f_length[f_entry] != '0 && f_length[f_entry] <= BURST_BITS'(BURST));
        assert (32'(f_first[f_entry][BEAT_BITS-1:0]) + 32'(f_length[f_entry]) <= 2 ** BEAT_BITS);
        for (int i = 0; i < BURST; i++) begin
          if (i < 32'(f_length[f_entry])) begin
            assert (f_ends[f_next + F_BITS'(i)] == (i + 1 == 32'(f_length[f_entry])));
          end
        end
        if (f_address_due && f_place < F_BITS'(f_length[f_entry])) begin
          assert (f_first[f_entry] + F_BEAT_ADDRESS'(f_place) == f_address);
        end
        f_next = f_next + F_BITS'(f_length[f_entry]);
      end
    end
    assert (!f_past_valid || f_next == f_closed);
  end

  always_comb begin
    if (f_past_valid && m_axi_awvalid) begin
      assert (m_axi_awlen < 8'(BURST));
      assert (13'(m_axi_awaddr[11:BYTE_BITS]) + 13'(m_axi_awlen) < 13'(2 ** BEAT_BITS));
      assert (m_axi_awaddr[BYTE_BITS-1:0] == '0);
      for (int i = 0; i < BURST; i++) begin
        if (i <= 32'(m_axi_awlen)) begin
          assert (f_ends[f_addressed + F_BITS'(i)] == (i == 32'(m_axi_awlen)));
        end
      end
    end
  end

  // Rule 4: the followed beat gets its address and leaves in its turn.
  always_comb begin
    if (f_past_valid) begin
      if (f_address_due) begin
        assert (f_from_addressed < f_unaddressed);
        assert (f_from_closed >= f_run || f_run_address == f_address);
        if (m_axi_awvalid && f_from_addressed < f_head_length) begin
          assert (f_burst_address == f_address);
        end
      end
      if (f_data_due) begin
        assert (f_from_taken < f_inside);
        if (f_from_taken < f_queued) begin
          assert (f_beats_word == {f_ends[f_followed], f_data});
        end else begin
          assert (newest_valid_reg && newest_data_reg == f_data);
        end
        if (m_axi_wvalid && f_from_taken == '0) begin
          assert (m_axi_wdata == f_data && m_axi_wlast == f_ends[f_followed]);
        end
      end
    end
  end

  // Rule 5: beats go with addresses: none is offered before the address of its
  // burst is, and not more than one burst is taken before its address.
  logic [F_BITS-1:0]         f_walk;
  logic [LOG2_OUTSTANDING:0] f_walked;

  always_comb begin
    f_walk = f_taken;
    f_walked = f_whole;
    for (int i = 0; i < F_QUEUE; i++) begin
      if (f_past_valid && i < 32'(f_queued)) begin
        // Where the bursts whose address was taken end, f_addressed is.
        if (f_ends[f_walk]) begin
          f_walked = f_walked + 1'b1;
          assert ((f_walked == f_addressed_runs) == (f_walk + 1'b1 == f_addressed) || ahead_reg <= 0);
        end
        f_walk = f_walk + 1'b1;
      end
    end
    if (f_past_valid) begin
      assert (f_walked == f_runs);
      assert (ahead_reg >= -1 && ahead_reg <= $signed({1'b0, beats_waiting}));
      assert (ahead_reg[LOG2_OUTSTANDING:0] == f_addressed_runs - f_whole);
      if (ahead_reg == 0) begin
        assert (f_beyond == '0 || (m_axi_awvalid && f_beyond < f_head_length));
      end
      if (ahead_reg == -1) begin
        assert (m_axi_awvalid && f_beyond == f_head_length);
      end
      if (m_axi_wvalid) begin
        assert (ahead_reg > 0 || (m_axi_awvalid && f_beyond < f_head_length));
      end
    end
  end

  // Rule 6: every burst is answered once, and no more wait than can be counted.
  always_comb begin
    if (f_past_valid) begin
      assert (f_owed == outstanding_reg);
      assert (outstanding_reg <= (LOG2_OUTSTANDING + 1)'(2 ** LOG2_OUTSTANDING));
      assert (f_owed_addressed <= f_owed);
      assert (f_owed_whole <= f_owed);
      assert (bursts_waiting <= (LOG2_FIFO + 1)'(F_QUEUE));
      assert (32'(bursts_waiting) <= 32'(f_owed));
      assert (!idle || (!s_valid_reg && f_inside == '0 && f_owed == '0 && !m_axi_awvalid && !m_axi_wvalid));
    end
  end

  // Rule 7: an offer stands until it is taken; errors stay until they are cleared.
  always_ff @(posedge clk) begin
    if (f_past_valid && !$past(rst)) begin
      if ($past(m_axi_awvalid && !m_axi_awready)) begin
        assert (m_axi_awvalid && $stable(m_axi_awaddr) && $stable(m_axi_awlen));
      end
      if ($past(m_axi_wvalid && !m_axi_wready)) begin
        assert (m_axi_wvalid && $stable(m_axi_wdata) && $stable(m_axi_wlast));
      end
      assert (error == ($past(m_axi_bvalid && m_axi_bresp != 2'b00) || $past(error && !clear)));
      // A whole burst whose beats were taken before its address, and its answer.
      cover (idle && f_answered == (LOG2_OUTSTANDING + 1)'(2) && f_taken == F_BITS'(3));
      cover (ahead_reg == -1 && f_head_length == F_BITS'(2));
    end
  end
