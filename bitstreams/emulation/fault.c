/* SPDX-License-Identifier: Apache-2.0 */
#include "emulation/fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "rtl/map/card.h"

enum {
    BEAT_BYTES = 64,
    EXIT_ON_PURPOSE = 7,
    SUMS_BYTE = BEAT_BYTES + LEVEE_CARD_SUMS_MAINTENANCE / 8,
    FAULTS_BYTE = LEVEE_CARD_SUMMARY_FAULTS / 8
};

static const struct {
    const char *name;
    levee_fault_kind_t kind;
} kinds[] = {{"die", LEVEE_FAULT_DIE},   {"stall", LEVEE_FAULT_STALL}, {"hang", LEVEE_FAULT_HANG},
             {"flip", LEVEE_FAULT_FLIP}, {"error", LEVEE_FAULT_ERROR}, {"version", LEVEE_FAULT_VERSION}};

void levee_fault_read(levee_fault_t *fault)
{
    const char *wanted = getenv("LEVEE_EMU_FAULT");
    const char *at = wanted ? strchr(wanted, '@') : NULL;
    char *end = NULL;

    *fault = (levee_fault_t){.byte = SUMS_BYTE};
    if (!wanted || wanted[0] == '\0')
        return;
    for (size_t i = 0; at && i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i].name) == (size_t)(at - wanted) &&
            strncmp(kinds[i].name, wanted, (size_t)(at - wanted)) == 0)
            fault->kind = kinds[i].kind;
    }
    if (fault->kind != LEVEE_FAULT_NONE)
        fault->at = strtoull(at + 1, &end, 10);
    if (end && *end == '+')
        fault->byte = strtoull(end + 1, &end, 10);
    if (!end || *end != '\0') {
        fprintf(stderr, "device model: LEVEE_EMU_FAULT=%s is unknown\n", wanted);
        exit(2);
    }
}

bool levee_fault_start(levee_fault_t *fault)
{
    fault->commands++;
    if (fault->kind == LEVEE_FAULT_DIE && fault->commands == fault->at)
        _exit(EXIT_ON_PURPOSE);
    return fault->kind == LEVEE_FAULT_HANG && fault->commands >= fault->at;
}

bool levee_fault_stalls(const levee_fault_t *fault)
{
    return fault->kind == LEVEE_FAULT_STALL && fault->commands >= fault->at;
}

uint32_t levee_fault_finish(const levee_fault_t *fault, const levee_bank_t *bank, uint64_t results)
{
    uint8_t *summary = levee_bank_at(bank, results, BEAT_BYTES);
    uint8_t *flipped = levee_bank_at(bank, results + fault->byte, 1);

    if (fault->commands != fault->at || !summary || !flipped)
        return 0;
    if (fault->kind == LEVEE_FAULT_FLIP)
        *flipped ^= 1;
    if (fault->kind != LEVEE_FAULT_ERROR)
        return 0;
    summary[FAULTS_BYTE] |= LEVEE_CARD_FAULT_LEGS_READ;
    return LEVEE_CARD_FAULT_LEGS_READ;
}
