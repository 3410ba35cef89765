/* SPDX-License-Identifier: Apache-2.0 */
#include "sweep_case.h"

#include "exact.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { UNTOUCHED = 0xa5 };

sweep_case_t *sweep_case_make(uint32_t slices)
{
    sweep_case_t *made = calloc(1, sizeof *made);

    assert(made && slices <= SWEEP_SLICES);
    made->slices = slices;
    for (uint32_t i = 0; i < SWEEP_INSTRUMENTS; i++) {
        for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++)
            made->table[i].limit[k] = LEVEE_LOTS_MAX;
    }
    for (uint32_t slot = 0; slot < SWEEP_SLOTS; slot++) {
        for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
            mpz_init(made->account[slot].constant[m]);
    }
    return made;
}

void sweep_case_free(sweep_case_t *made)
{
    for (uint32_t slot = 0; slot < SWEEP_SLOTS; slot++) {
        for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
            mpz_clear(made->account[slot].constant[m]);
    }
    free(made);
}

static int64_t magnitude_of(int64_t quantity)
{
    return quantity < 0 ? -quantity : quantity;
}

static uint32_t words_of(int64_t quantity)
{
    return magnitude_of(quantity) >> LEVEE_NARROW_BITS ? 2 : 1;
}

bool sweep_case_add(sweep_case_t *book, uint32_t slot, uint32_t instrument, int64_t quantity)
{
    sweep_account_t *account = &book->account[slot];

    assert(instrument < SWEEP_INSTRUMENTS && magnitude_of(quantity) <= LEVEE_LOTS_MAX);
    if (account->words + words_of(quantity) > LEVEE_LEG_WORDS_MAX)
        return false;
    account->leg[account->legs++] = (sweep_leg_t){instrument, quantity};
    account->words += words_of(quantity);
    return true;
}

void sweep_case_legs_sum(const sweep_case_t *book, uint32_t slot, uint32_t measure, mpz_ptr sum)
{
    const sweep_account_t *account = &book->account[slot];
    mpz_t term;

    mpz_init(term);
    mpz_set_ui(sum, 0);
    for (uint32_t i = 0; i < account->legs; i++) {
        const sweep_leg_t *leg = &account->leg[i];
        const levee_risk_t *risk = &book->table[leg->instrument];
        uint32_t tier = 0;

        if (leg->quantity == 0)
            continue;
        for (uint32_t k = 0; k < LEVEE_TIERS_MAX; k++)
            tier += risk->limit[k] < magnitude_of(leg->quantity);
        const levee_row_t *entry = &risk->row[tier][leg->quantity < 0];
        mpz_set_si(term, entry->row[measure]);
        mpz_mul_si(term, term, leg->quantity);
        mpz_add(sum, sum, term);
        exact_from_parts(term, entry->deduction_high[measure], entry->deduction_low[measure]);
        mpz_add(sum, sum, term);
    }
    mpz_clear(term);
}

/* The rest of a wide leg names another instrument: the sweep must not look. */
static uint32_t write_leg(const sweep_leg_t *leg, uint64_t *lane)
{
    const uint64_t sign_free = (uint64_t)magnitude_of(leg->quantity);
    const int64_t sign = leg->quantity < 0 ? -1 : 1;

    if (words_of(leg->quantity) == 1) {
        *lane = (uint64_t)leg->instrument << 32 | (uint32_t)leg->quantity;
        return 1;
    }
    lane[0] = UINT64_C(1) << 62 | (sign_free % 1024) << 52 | (uint64_t)leg->instrument << 32 |
              (uint32_t)(sign * (int64_t)(sign_free / 1024));
    lane[LEVEE_LANES] =
        (uint64_t)((leg->instrument + 1) % SWEEP_INSTRUMENTS) << 32 | (uint32_t)(sign * (int64_t)(sign_free % 1024));
    return 2;
}

/* write_slice writes as many beats as the longest account has words, and one
 * for a slice without any; returns how many. */
static uint32_t write_slice(const sweep_case_t *book, uint32_t slice, uint64_t *beats)
{
    const sweep_account_t *account = &book->account[(size_t)slice * LEVEE_LANES];
    uint32_t count = 1;

    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++)
        count = account[lane].words > count ? account[lane].words : count;
    for (uint32_t lane = 0; lane < LEVEE_LANES; lane++) {
        uint32_t beat = 0;

        for (uint32_t i = 0; i < account[lane].legs; i++)
            beat += write_leg(&account[lane].leg[i], &beats[(size_t)beat * LEVEE_LANES + lane]);
        beats[(size_t)(count - 1) * LEVEE_LANES + lane] |= UINT64_C(1) << 63;
    }
    return count;
}

/* sweep runs the kernel over exactly as much memory as the book needs. */
static void sweep(sweep_case_t *book)
{
    const size_t slots = (size_t)book->slices * LEVEE_LANES;
    uint64_t *legs = calloc((size_t)LEVEE_LANES * LEVEE_LEG_WORDS_MAX * SWEEP_SLICES, sizeof *legs);
    levee_constant_t *constants = malloc((slots + 1) * sizeof *constants);
    size_t beats = 0;

    assert(legs && constants);
    memset(book->status, UNTOUCHED, sizeof book->status);
    memset(book->record, UNTOUCHED, sizeof book->record);
    memset(&book->summary, UNTOUCHED, sizeof book->summary);
    for (uint32_t slice = 0; slice < book->slices; slice++)
        beats += write_slice(book, slice, &legs[beats * LEVEE_LANES]);
    uint64_t *exact = realloc(legs, (beats * LEVEE_LANES + 1) * sizeof *legs);
    assert(exact);
    for (uint32_t slot = 0; slot < slots; slot++) {
        book->status[slot] = book->account[slot].status;
        for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
            constants[slot].measure[m] = exact_to_excess(book->account[slot].constant[m]);
    }
    levee_sweep(exact, constants, book->table, book->slices, book->sequence, book->status, book->record,
                &book->summary);
    free(exact);
    free(constants);
}

static bool record_agrees(const sweep_case_t *book, uint32_t slot, uint8_t after, const mpz_t excess[LEVEE_MEASURES],
                          const levee_record_t *record)
{
    bool agrees = record->sequence == book->sequence && record->slot == slot &&
                  record->before == book->account[slot].status && record->after == after && record->unused == 0;

    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        const levee_excess_t want = exact_to_excess(excess[m]);

        agrees = agrees && record->excess[m].low == want.low && record->excess[m].high == want.high;
    }
    return agrees;
}

static uint8_t judge(const mpz_t excess[LEVEE_MEASURES])
{
    if (mpz_sgn(excess[LEVEE_EQUITY]) < 0)
        return LEVEE_STATUS_BANKRUPT;
    if (mpz_sgn(excess[LEVEE_MAINTENANCE]) < 0)
        return LEVEE_STATUS_LIQUIDATE;
    if (mpz_sgn(excess[LEVEE_INITIAL]) < 0)
        return LEVEE_STATUS_RESTRICTED;
    return LEVEE_STATUS_HEALTHY;
}

/* totals_t: what the accounts seen so far come to. */
typedef struct {
    uint32_t records;
    uint32_t accounts[LEVEE_STATUSES];
    mpz_t sum[LEVEE_MEASURES];
} totals_t;

static bool summary_agrees(const sweep_case_t *book, totals_t *totals, char note[SWEEP_NOTE])
{
    const levee_summary_t *summary = &book->summary;
    bool agrees =
        summary->sequence == book->sequence && summary->slices == book->slices && summary->records == totals->records;

    (void)snprintf(note, SWEEP_NOTE, "(summary: sequence %llu, %u slices, %u records, want %u)",
                   (unsigned long long)summary->sequence, summary->slices, summary->records, totals->records);
    for (uint32_t s = 0; s < LEVEE_STATUSES && agrees; s++) {
        agrees = summary->accounts[s] == totals->accounts[s];
        (void)snprintf(note, SWEEP_NOTE, "(summary: %u accounts of status %u, want %u)", summary->accounts[s], s,
                       totals->accounts[s]);
    }
    for (uint32_t m = 0; m < LEVEE_MEASURES && agrees; m++) {
        const levee_excess_t sum = exact_to_excess(totals->sum[m]);

        agrees = summary->sum[m].low == sum.low && summary->sum[m].high == (uint64_t)sum.high;
        (void)gmp_snprintf(note, SWEEP_NOTE, "(summary: the sum of measure %u is not %Zd)", m, totals->sum[m]);
    }
    return agrees;
}

/* slot_agrees compares one account and adds it to the totals. */
static bool slot_agrees(const sweep_case_t *book, uint32_t slot, totals_t *totals, char note[SWEEP_NOTE])
{
    mpz_t excess[LEVEE_MEASURES];
    bool agrees = true;

    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        mpz_init(excess[m]);
        sweep_case_legs_sum(book, slot, m, excess[m]);
        mpz_add(excess[m], excess[m], book->account[slot].constant[m]);
        mpz_add(totals->sum[m], totals->sum[m], excess[m]);
    }
    const uint8_t after = judge((const mpz_t *)excess);
    totals->accounts[after]++;
    if (book->status[slot] != after) {
        (void)snprintf(note, SWEEP_NOTE, "(slot %u: status %u, want %u)", slot, book->status[slot], after);
        agrees = false;
    } else if (after != book->account[slot].status) {
        agrees = record_agrees(book, slot, after, (const mpz_t *)excess, &book->record[totals->records]);
        if (!agrees)
            (void)gmp_snprintf(note, SWEEP_NOTE, "(slot %u: record %u, want excess %Zd, %Zd, %Zd)", slot,
                               totals->records, excess[0], excess[1], excess[2]);
        totals->records++;
    }
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        mpz_clear(excess[m]);
    return agrees;
}

bool sweep_case_agrees(sweep_case_t *book, char note[SWEEP_NOTE])
{
    const uint32_t slots = book->slices * LEVEE_LANES;
    levee_record_t untouched;
    totals_t totals = {0};
    bool agrees = true;

    memset(&untouched, UNTOUCHED, sizeof untouched);
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        mpz_init(totals.sum[m]);
    sweep(book);
    for (uint32_t slot = 0; slot < slots && agrees; slot++)
        agrees = slot_agrees(book, slot, &totals, note);
    agrees = agrees && summary_agrees(book, &totals, note) && book->status[slots] == UNTOUCHED &&
             memcmp(&book->record[totals.records], &untouched, sizeof untouched) == 0;
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        mpz_clear(totals.sum[m]);
    return agrees;
}
