/* SPDX-License-Identifier: Apache-2.0
 *
 * sweep.cl: levee_sweep of hls/ in OpenCL C 1.2, a work-item an account. To the
 * sweep an account is a slice of one lane; what a work-item does itself is to fetch
 * its legs and to give its verdict away.
 *
 * embed.cmake makes one text of this and what it includes, and there has pointers
 * to rows and tables point to global memory. */
/* Names in hls/ that are words of OpenCL C. */
#define constant constant_
#define half half_

#include <stdint.h>

#include "hls/lines.h"
#include "host/device/opencl/parts.h"

#define LEVEE_LANES 1
#include "hls/levee_sweep.c"

/* Former status of an account that has none: levee_sweep reports it in any case. */
enum { NO_STATUS = 255, REPORT_CHANGED = 0, REPORT_ALL = 1 };

/* levee_patch replaces beats of the book, a work-item a beat. `first` is the beat of
 * the first patch. */
__kernel void levee_patch(__global const uint64_t *command, uint32_t first, __global uint64_t *legs,
                          __global uint64_t *constants, __global uint64_t *results)
{
    __global const uint64_t *from = command + (first + 2 * get_global_id(0)) * LEVEE_LINE_WORDS;
    levee_line_t patch;

    for (uint32_t i = 0; i < LEVEE_LINE_WORDS; i++)
        patch.word[i] = from[i];
    const uint64_t stream = levee_line_get(patch, LEVEE_CARD_PATCH_STREAM, 1u << LEVEE_CARD_PATCH_STREAM_BITS);
    __global uint64_t *to = legs;

    if (stream != 0)
        to = stream == 1 ? constants : results;
    to += (uint64_t)levee_line_get_32(patch, LEVEE_CARD_PATCH_BEAT) * LEVEE_LINE_WORDS;
    for (uint32_t i = 0; i < LEVEE_LINE_WORDS; i++)
        to[i] = from[LEVEE_LINE_WORDS + i];
}

/* place_t: where an account is, in words of the legs and constants and in bytes of
 * the results. */
typedef struct {
    uint32_t words;
    uint64_t legs;
    uint64_t constants;
    uint64_t status;
} place_t;

/* find_account: slots count on from run to run. */
static place_t find_account(__global const levee_run_t *runs, uint32_t count, uint32_t slot)
{
    uint32_t run = 0;

    while (run + 1 < count && slot >= runs[run].accounts) {
        slot -= runs[run].accounts;
        run++;
    }
    const uint32_t slice = slot / LEVEE_LINE_WORDS;
    const uint32_t lane = slot % LEVEE_LINE_WORDS;
    const uint64_t constants = runs[run].constants + (uint64_t)slice * LEVEE_SLICE_CONSTANTS;
    const place_t place = {
        runs[run].words,
        (runs[run].legs + (uint64_t)slice * runs[run].words) * LEVEE_LINE_WORDS + lane,
        constants * LEVEE_LINE_WORDS + 2 * LEVEE_MEASURES * lane,
        ((uint64_t)runs[run].statuses * LEVEE_LINE_WORDS + slice) * sizeof(uint64_t) + lane,
    };

    return place;
}

/* judge_account returns the faults in the account's legs; there is a record when
 * there are none. */
static uint32_t judge_account(place_t place, __global const uint64_t *legs, __global const uint64_t *constants,
                              levee_risk_t *table, uint64_t sequence, levee_record_t *record, levee_summary_t *summary)
{
    uint64_t words[LEVEE_LEG_WORDS_MAX];
    levee_constant_t own[1];
    uint8_t status[1] = {NO_STATUS};
    uint32_t faults = 0;

    for (uint32_t i = 0; i < place.words; i++) {
        words[i] = legs[place.legs + (uint64_t)i * LEVEE_LINE_WORDS];
        if (levee_leg_last(words[i]) != (i + 1 == place.words))
            faults |= i + 1 == place.words ? LEVEE_CARD_FAULT_MISSING_SLICES : LEVEE_CARD_FAULT_SURPLUS_SLICES;
    }
    if (faults != 0)
        return faults;
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++) {
        own[0].measure[m].low = constants[place.constants + 2 * m];
        own[0].measure[m].high = (int64_t)constants[place.constants + 2 * m + 1];
    }
    levee_sweep(words, own, table, 1, sequence, status, record, summary);
    return 0;
}

/* A kernel of which a work-group is a part. */
#define PART_KERNEL __kernel __attribute__((reqd_work_group_size(LEVEE_PART_ACCOUNTS, 1, 1)))

static uint32_t is_reported(uint32_t report, uint8_t before, uint8_t after)
{
    return report == REPORT_ALL || (report == REPORT_CHANGED && before != after);
}

/* add_parts: `first` is that of the left one. */
static levee_part_t add_parts(levee_part_t a, levee_part_t b)
{
    for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
        a.sum[m] = levee_total_add(a.sum[m], b.sum[m]);
    for (uint32_t s = 0; s < LEVEE_STATUSES; s++)
        a.accounts[s] += b.accounts[s];
    a.changed += b.changed;
    a.records += b.records;
    a.faults |= b.faults;
    return a;
}

static levee_part_t no_part(void)
{
    const levee_part_t none = {{{0, 0}, {0, 0}, {0, 0}}, {0, 0, 0, 0}, 0, 0, 0, 0};

    return none;
}

/* levee_judge judges all accounts, says what each part comes to, and changes
 * nothing: records can be placed once all parts are counted. */
PART_KERNEL void levee_judge(__global const levee_run_t *runs, uint32_t run_count, uint32_t accounts, uint32_t report,
                             uint64_t sequence, __global const uint64_t *legs, __global const uint64_t *constants,
                             __global const uint64_t *results, levee_risk_t *table, __global levee_part_t *parts)
{
    __local levee_part_t own[LEVEE_PART_ACCOUNTS];
    const uint32_t slot = (uint32_t)get_global_id(0);
    levee_part_t part = no_part();

    if (slot < accounts) {
        const place_t place = find_account(runs, run_count, slot);
        const uint8_t before = ((__global const uint8_t *)results)[place.status];
        levee_record_t record;
        levee_summary_t summary;

        part.faults = judge_account(place, legs, constants, table, sequence, &record, &summary);
        if (part.faults == 0) {
            for (uint32_t m = 0; m < LEVEE_MEASURES; m++)
                part.sum[m] = summary.sum[m];
            for (uint32_t s = 0; s < LEVEE_STATUSES; s++)
                part.accounts[s] = summary.accounts[s];
            part.changed = before != record.after;
            part.records = is_reported(report, before, record.after);
        }
    }
    own[get_local_id(0)] = part;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (get_local_id(0) == 0) {
        for (uint32_t i = 1; i < LEVEE_PART_ACCOUNTS; i++)
            part = add_parts(part, own[i]);
        parts[get_group_id(0)] = part;
    }
}

/* levee_count has one work-group count the records before each part, and puts what
 * all come to behind the last one. */
PART_KERNEL void levee_count(__global levee_part_t *parts, uint32_t count)
{
    __local levee_part_t own[LEVEE_PART_ACCOUNTS];
    const uint32_t me = (uint32_t)get_local_id(0);
    const uint32_t share = (count + LEVEE_PART_ACCOUNTS - 1) / LEVEE_PART_ACCOUNTS;
    const uint32_t begin = min(me * share, count);
    const uint32_t end = min(begin + share, count);
    levee_part_t total = no_part();

    for (uint32_t i = begin; i < end; i++)
        total = add_parts(total, parts[i]);
    own[me] = total;
    barrier(CLK_LOCAL_MEM_FENCE);
    total = no_part();
    for (uint32_t i = 0; i < me; i++)
        total = add_parts(total, own[i]);
    uint32_t first = total.records;
    for (uint32_t i = begin; i < end; i++) {
        parts[i].first = first;
        first += parts[i].records;
    }
    if (me == LEVEE_PART_ACCOUNTS - 1)
        parts[count] = add_parts(total, own[me]);
}

/* levee_report judges those parts again of which something is to be written: records
 * from beat `first_record` on, and statuses. */
PART_KERNEL void levee_report(__global const levee_run_t *runs, uint32_t run_count, uint32_t accounts, uint32_t report,
                              uint64_t sequence, __global const uint64_t *legs, __global const uint64_t *constants,
                              __global uint64_t *results, levee_risk_t *table, __global const levee_part_t *parts,
                              uint32_t first_record)
{
    __local uint32_t writes[LEVEE_PART_ACCOUNTS];
    __global const levee_part_t *part = &parts[get_group_id(0)];
    __global levee_record_t *to = (__global levee_record_t *)results + first_record + part->first;
    const uint32_t slot = (uint32_t)get_global_id(0);
    levee_record_t record;
    levee_summary_t summary;

    writes[get_local_id(0)] = 0;
    if ((part->changed != 0 || part->records != 0) && slot < accounts) {
        const place_t place = find_account(runs, run_count, slot);
        __global uint8_t *status = (__global uint8_t *)results + place.status;

        (void)judge_account(place, legs, constants, table, sequence, &record, &summary);
        record.slot = slot;
        record.before = *status;
        *status = record.after;
        writes[get_local_id(0)] = is_reported(report, record.before, record.after);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (writes[get_local_id(0)] == 0)
        return;
    for (uint32_t i = 0; i < get_local_id(0); i++)
        to += writes[i];
    *to = record;
}
