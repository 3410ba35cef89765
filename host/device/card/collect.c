/* SPDX-License-Identifier: Apache-2.0
 *
 * collect.c: what a card has written, checked and turned into the host's terms. */
#include <string.h>

#include "device/card/card.h"

_Static_assert(sizeof(levee_record_t) == sizeof(levee_beat_t) && LEVEE_CARD_RECORD_SEQUENCE == 0 &&
                   LEVEE_CARD_RECORD_SLOT == 64 && LEVEE_CARD_RECORD_BEFORE == 96 && LEVEE_CARD_RECORD_AFTER == 104 &&
                   LEVEE_CARD_RECORD_EQUITY == 128 && LEVEE_CARD_RECORD_INITIAL == 384,
               "a record is levee_record_t on a little-endian machine");

static const levee_beat_t *summary_of(const levee_card_t *card, uint32_t group)
{
    return card->answer[group];
}

static uint32_t record_count(const levee_card_t *card, uint32_t group)
{
    return (uint32_t)LEVEE_GET(summary_of(card, group), SUMMARY, RECORDS);
}

static uint32_t group_slices(const levee_card_t *card, uint32_t group)
{
    uint32_t slices = 0;

    for (uint32_t r = 0; r < LEVEE_REGIONS; r++)
        slices += levee_card_slices(card, group, r);
    return slices;
}

static const char *fault_text(uint64_t faults)
{
    static const struct {
        uint32_t bit;
        const char *text;
    } known[] = {
#define CONSTANT(name, value, text)
#define REGISTER(name, address, access, text)
#define BEAT(name, text)
#define FIELD(beat, name, low, bits, text)
#define FAULT(name, bit, text) {bit, text},
#include "rtl/map/card.def"
    };

    for (uint32_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (faults >> known[i].bit & 1)
            return known[i].text;
    }
    return "a fault that this build does not know";
}

static const char *check_summary(const levee_card_t *card, uint32_t group)
{
    const levee_beat_t *summary = summary_of(card, group);
    const uint32_t slices = group_slices(card, group);
    const uint64_t lanes = LEVEE_GET(summary, SUMMARY, HEALTHY) + LEVEE_GET(summary, SUMMARY, RESTRICTED) +
                           LEVEE_GET(summary, SUMMARY, LIQUIDATE) + LEVEE_GET(summary, SUMMARY, BANKRUPT);

    if (LEVEE_GET(summary, SUMMARY, SEQUENCE) != card->sequence)
        return "the summary is not that of the tick";
    if (LEVEE_GET(summary, SUMMARY, FAULTS) != 0)
        return fault_text(LEVEE_GET(summary, SUMMARY, FAULTS));
    if (LEVEE_GET(summary, SUMMARY, SLICES) != slices || lanes != (uint64_t)slices * LEVEE_LANES)
        return "not every slice has been judged";
    if (record_count(card, group) > lanes || card->records + record_count(card, group) > card->results[group].beats)
        return "there are more records than accounts";
    return NULL;
}

static const char *check_sums(const levee_card_t *card)
{
    for (uint32_t i = 0; i < card->kernel.measures; i++) {
        const uint32_t measure = levee_card_measure(card, i);
        levee_u128 sum = 0;

        for (uint32_t g = 0; g < card->groups; g++)
            sum += levee_beat_get_wide(summary_of(card, g) + 1, LEVEE_CARD_SUMS_EQUITY + 128 * measure);
        if (sum != levee_checksum(card->image, measure))
            return "the sum of all excesses is wrong";
    }
    return NULL;
}

/* walk_t: where a group's records have come to: the region of its slices, the
 * slices of the group before it, and the host's slot of its first. */
typedef struct {
    uint32_t region;
    uint32_t before;
    uint32_t first;
} walk_t;

/* host_slot is the slot of a group's record in the host's count. */
static uint32_t host_slot(const levee_card_t *card, uint32_t group, uint32_t slot, walk_t *walk)
{
    const uint32_t slice = slot / LEVEE_LANES;

    while (walk->region < LEVEE_REGIONS && slice - walk->before >= levee_card_slices(card, group, walk->region)) {
        walk->before += levee_card_slices(card, group, walk->region);
        walk->first += levee_slices_used(&card->image->slices->region[walk->region]) * LEVEE_LANES;
        walk->region++;
    }
    return walk->first + ((slice - walk->before) * card->groups + group) * LEVEE_LANES + slot % LEVEE_LANES;
}

/* status_of is the host's status of a slot within the walk's region. */
static uint8_t *status_of(const levee_card_t *card, const walk_t *walk, uint32_t slot)
{
    return &card->image->slices->region[walk->region].status[slot - walk->first];
}

static levee_record_t record_at(const levee_card_t *card, uint32_t group, uint32_t at)
{
    levee_record_t record;

    memcpy(&record, &card->answer[group][card->records + at], sizeof record);
    return record;
}

/* check_records wants each group's records in slot order, of this tick, and each
 * a change from the status that the host knows. */
static const char *check_records(const levee_card_t *card)
{
    for (uint32_t g = 0; g < card->groups; g++) {
        const uint32_t slots = group_slices(card, g) * LEVEE_LANES;
        walk_t walk = {0};
        uint32_t next = 0;

        for (uint32_t i = 0; i < record_count(card, g); i++) {
            const levee_record_t record = record_at(card, g, i);

            if (record.sequence != card->sequence || record.slot < next || record.slot >= slots)
                return "a record is not of the tick, or out of order";
            next = record.slot + 1;
            const uint32_t slot = host_slot(card, g, record.slot, &walk);
            if (record.before != *status_of(card, &walk, slot) || record.after == record.before ||
                record.after > LEVEE_STATUS_BANKRUPT)
                return "a record changes another status than the account has";
        }
    }
    return NULL;
}

/* check_tally wants as many lanes of each status as the host's statuses and
 * the records say: what goes wrong behind the sums shows here. Padding is
 * healthy, and how many lanes there are has been checked. */
static const char *check_tally(const levee_card_t *card)
{
    levee_tally_t tally = card->image->slices->tally;

    for (uint32_t g = 0; g < card->groups; g++) {
        for (uint32_t i = 0; i < record_count(card, g); i++) {
            const levee_record_t record = record_at(card, g, i);

            levee_tally_move(&tally, record.before, record.after);
        }
    }
    for (uint32_t status = LEVEE_STATUS_RESTRICTED; status <= LEVEE_STATUS_BANKRUPT; status++) {
        uint32_t lanes = 0;

        for (uint32_t g = 0; g < card->groups; g++)
            lanes += (uint32_t)levee_beat_get(summary_of(card, g), LEVEE_CARD_SUMMARY_HEALTHY + 32 * status, 32);
        if (lanes != tally.slots[status])
            return "the accounts of each status are not as many as the records say";
    }
    return NULL;
}

/* merge puts the groups' records into image->records by the host's slots. */
static uint32_t merge(levee_card_t *card)
{
    walk_t walk[LEVEE_CARD_GROUPS_MAX] = {{0}};
    uint32_t slot[LEVEE_CARD_GROUPS_MAX] = {0};
    uint32_t at[LEVEE_CARD_GROUPS_MAX] = {0};
    uint32_t count = 0;

    for (uint32_t g = 0; g < card->groups; g++)
        slot[g] = record_count(card, g) > 0 ? host_slot(card, g, record_at(card, g, 0).slot, &walk[g]) : UINT32_MAX;
    for (;;) {
        uint32_t least = 0;

        for (uint32_t g = 1; g < card->groups; g++)
            least = slot[g] < slot[least] ? g : least;
        if (slot[least] == UINT32_MAX)
            return count;
        levee_record_t *record = &card->image->records[count++];
        *record = record_at(card, least, at[least]);
        record->slot = slot[least];
        *status_of(card, &walk[least], slot[least]) = record->after;
        levee_tally_move(&card->image->slices->tally, record->before, record->after);
        slot[least] = ++at[least] < record_count(card, least)
                          ? host_slot(card, least, record_at(card, least, at[least]).slot, &walk[least])
                          : UINT32_MAX;
    }
}

const char *levee_card_collect(levee_card_t *card, uint32_t *count)
{
    const char *wrong = NULL;

    for (uint32_t g = 0; g < card->groups && !wrong; g++)
        wrong = check_summary(card, g);
    if (!wrong)
        wrong = check_sums(card);
    if (!wrong)
        wrong = check_records(card);
    if (!wrong)
        wrong = check_tally(card);
    if (!wrong)
        *count = merge(card);
    return wrong;
}
