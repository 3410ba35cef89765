// SPDX-License-Identifier: Apache-2.0
//
// What is proved of levee_axi_read, inside the module. Any beat of any request may
// be followed: where it is asked, what the bus brings for it and what leaves must
// be its address, its content and its place in the request. From its burst on it
// has a number, modulo twice the queue: f_followed. The requests are those behind
// the skid buffer, which has its own proof. The bus is any that answers in order,
// when asked, with as many beats as asked.

  localparam F_ROOM = 2 ** LOG2_FIFO;
  localparam F_BEAT_ADDRESS = PAGE_BITS + BEAT_BITS;

  (* anyconst *) reg [LOG2_FIFO:0] f_followed;
  (* anyseq *) reg                 f_choose;
  (* anyseq *) reg [31:0]          f_chosen;
  reg                      f_past_valid = 1'b0;
  // Beats of bursts, of bursts on the bus; beats that came and left.
  reg [LOG2_FIFO:0]        f_issued, f_asked, f_received, f_popped;
  // The followed beat, and how many beats of its request come before it.
  reg                      f_follows, f_waits;
  reg [31:0]               f_before;
  reg [F_BEAT_ADDRESS-1:0] f_address;
  reg                      f_last;
  reg [DATA_WIDTH-1:0]     f_data;
  // Which beats that are under way end a burst, and which a request.
  reg [F_ROOM-1:0]         f_ends, f_finals;

  wire [LOG2_FIFO:0] f_from_asked = f_followed - f_asked;
  wire [LOG2_FIFO:0] f_from_received = f_followed - f_received;
  wire [LOG2_FIFO:0] f_from_popped = f_followed - f_popped;
  wire [LOG2_FIFO:0] f_reserved = f_issued - f_popped;
  wire [LOG2_FIFO:0] f_under_way = f_issued - f_received;
  wire [LOG2_FIFO:0] f_on_bus = f_asked - f_received;
  wire [LOG2_FIFO:0] f_arrived = f_received - f_popped;
  wire [LOG2_FIFO:0] f_offered = f_issued - f_asked;
  wire [8:0]         f_burst = {1'b0, m_axi_arlen} + 9'd1;
  // Where the followed beat lies if the rest of the request, or the burst, has it.
  wire [F_BEAT_ADDRESS-1:0] f_rest_address = {page_reg, beat_reg} + F_BEAT_ADDRESS'(f_before);
  wire [F_BEAT_ADDRESS-1:0] f_burst_address = m_axi_araddr[ADDR_WIDTH-1:BYTE_BITS] + F_BEAT_ADDRESS'(f_from_asked);

  wire f_load = request_valid && request_ready;
  wire f_ask = m_axi_arvalid && m_axi_arready;
  wire f_gets_number = f_follows && f_waits && issue && f_before < 32'(length);
  wire [LOG2_FIFO:0] f_number_next = f_issued + (LOG2_FIFO + 1)'(f_before);

  always_ff @(posedge clk) begin
    f_past_valid <= 1'b1;
    if (issue) begin
      f_issued <= f_issued + (LOG2_FIFO + 1)'(length);
      f_before <= f_before - 32'(length);
      for (int i = 0; i < BURST; i++) begin
        if (i < 32'(length)) begin
          f_ends[f_issued[LOG2_FIFO-1:0] + LOG2_FIFO'(i)] <= i + 1 == 32'(length);
          f_finals[f_issued[LOG2_FIFO-1:0] + LOG2_FIFO'(i)] <= finishes && i + 1 == 32'(length);
        end
      end
    end
    if (f_gets_number) begin
      f_waits <= 1'b0;
    end
    if (f_ask) begin
      f_asked <= f_asked + (LOG2_FIFO + 1)'(f_burst);
    end
    if (bring) begin
      f_received <= f_received + 1'b1;
      if (f_from_received == '0) begin
        f_data <= m_axi_rdata;
      end
    end
    if (take) begin
      f_popped <= f_popped + 1'b1;
      if (f_follows && !f_waits && f_from_popped == '0) begin
        f_follows <= 1'b0;
      end
    end
    if (f_load && f_choose && !f_follows && f_chosen < request_beats) begin
      f_follows <= 1'b1;
      f_waits <= 1'b1;
      f_before <= f_chosen;
      f_address <= request_address[ADDR_WIDTH-1:BYTE_BITS] + F_BEAT_ADDRESS'(f_chosen);
      f_last <= f_chosen == request_beats - 1'b1;
    end
    if (rst) begin
      f_follows <= 1'b0;
      f_issued <= '0;
      f_asked <= '0;
      f_received <= '0;
      f_popped <= '0;
    end
  end

  assign f_fifo_followed = f_followed;

  // The bus: beats come only when asked, and last is where a burst was to end.
  always_comb begin
    assume (f_past_valid || rst);
    // The beat that is followed is one that gets the number: any can.
    assume (!f_gets_number || f_number_next == f_followed);
    assume (!m_axi_rvalid || f_on_bus != '0);
    assume (m_axi_rlast == f_ends[f_received[LOG2_FIFO-1:0]]);
    assume (!request_valid || request_address[BYTE_BITS-1:0] == '0);
  end

  // Rule 1: no beat is lost or invented: the counts agree at every station.
  always_comb begin
    if (f_past_valid) begin
      assert (!active_reg || left_reg != '0);
      assert (!issue || (length != '0 && 32'(length) <= left_reg));
      assert (f_offered == (arvalid_reg ? (LOG2_FIFO + 1)'(f_burst) : '0));
      assert (f_arrived == buffered);
      assert (f_pushed_to_fifo == f_received);
      assert (f_popped_from_fifo == f_popped);
    end
  end

  // Rule 2: every beat under way has a place, so that the bus is never held up.
  always_comb begin
    if (f_past_valid) begin
      assert (f_reserved == reserved_reg);
      assert (f_reserved <= (LOG2_FIFO + 1)'(F_ROOM));
      assert (f_under_way <= f_reserved);
      assert (f_on_bus <= f_under_way);
      assert (!m_axi_rvalid || m_axi_rready);
    end
  end

  // Rule 3: bursts have 1 to BURST whole beats and stay in their 4 KiB.
  always_comb begin
    if (f_past_valid && m_axi_arvalid) begin
      assert (f_burst <= 9'(BURST));
      assert (13'(m_axi_araddr[11:BYTE_BITS]) + 13'(m_axi_arlen) < 13'(2 ** BEAT_BITS));
      assert (m_axi_araddr[BYTE_BITS-1:0] == '0);
      for (int i = 0; i < BURST; i++) begin
        if (i < 32'(f_burst)) begin
          assert (f_ends[f_asked[LOG2_FIFO-1:0] + LOG2_FIFO'(i)] == (i + 1 == 32'(f_burst)));
        end
      end
    end
  end

  // Rule 4: the followed beat is asked at its address, and leaves with what came
  // for it and with last if it ends its request.
  always_comb begin
    if (f_past_valid) begin
      if (f_follows && f_waits) begin
        assert (active_reg && f_before < left_reg);
        assert (f_address == f_rest_address);
        assert (f_last == (f_before == left_reg - 1'b1));
      end
      if (f_follows && !f_waits) begin
        assert (f_from_popped < f_reserved);
        if (m_axi_arvalid && f_from_asked < f_offered) begin
          assert (f_address == f_burst_address);
        end
        if (f_from_received < f_under_way) begin
          assert (f_last == f_finals[f_followed[LOG2_FIFO-1:0]]);
        end
        if (f_from_popped < f_arrived) begin
          assert (f_fifo_word == {f_last, f_data});
        end
        if (m_valid && f_from_popped == '0) begin
          assert (m_data == f_data);
          assert (m_last == f_last);
        end
      end
    end
  end

  // Rule 5: what the engine remembers of the bursts under way is what they are.
  logic [LOG2_FIFO-1:0] f_place;
  logic [LOG2_FIFO-1:0] f_number;

  always_comb begin
    f_number = ended_reg;
    f_place = f_received[LOG2_FIFO-1:0];
    for (int i = 0; i < F_ROOM; i++) begin
      if (f_past_valid && i < 32'(f_under_way)) begin
        assert (!f_finals[f_place] || f_ends[f_place]);
        assert (f_ends[f_place] || i + 1 != 32'(f_under_way));
        if (f_ends[f_place]) begin
          assert (finishing[f_number] == f_finals[f_place]);
          f_number = f_number + 1'b1;
        end
      end
      f_place = f_place + 1'b1;
    end
    assert (!f_past_valid || f_number == issued_reg);
  end

  // Rule 6: an offered address stands; errors stay until they are cleared; idle
  // means that nothing is left to come.
  always_comb begin
    if (f_past_valid) begin
      assert (idle == (!request_valid && !active_reg && f_reserved == '0));
      assert (!f_follows || !idle);
    end
  end

  always_ff @(posedge clk) begin
    if (f_past_valid && !$past(rst)) begin
      if ($past(m_axi_arvalid && !m_axi_arready)) begin
        assert (m_axi_arvalid && $stable(m_axi_araddr) && $stable(m_axi_arlen));
      end
      if ($past(m_valid && !m_ready)) begin
        assert (m_valid && $stable(m_data) && $stable(m_last));
      end
      assert (error == ($past(bring && m_axi_rresp != 2'b00) || $past(error && !clear)));
      // A request across 4 KiB and one behind it, to the end.
      cover (f_follows && take && m_last && f_from_popped == '0 && f_followed == (LOG2_FIFO + 1)'(3)
          && f_address[BEAT_BITS-1:0] == '0);
    end
  end
