/* SPDX-License-Identifier: Apache-2.0
 *
 * fallback.h: who finishes a tick. A card judges while it is trusted; what it does
 * not answer in time, or answers wrongly, the CPU judges, and the card has to prove
 * itself on live ticks before it is trusted again. */
#ifndef LEVEE_ENGINE_FALLBACK_H
#define LEVEE_ENGINE_FALLBACK_H

#include "device/device.h"

enum { LEVEE_FAULT_TEXT = 256 };

typedef enum {
    LEVEE_CARD_TRUSTED,  /* its answer counts once it has passed the checks */
    LEVEE_CARD_ON_TRIAL, /* it judges beside the CPU, and every byte is compared */
    LEVEE_CARD_DOWN      /* the CPU judges alone */
} levee_trust_t;

/* levee_fallback_t: an engine's devices. `cpu` is NULL where the CPU is all there
 * is; then `device` is it. */
typedef struct {
    levee_device_t *device;
    levee_device_t *cpu;
    levee_trust_t trust;
    uint32_t trial;         /* ticks that are still to be judged beside the CPU */
    uint32_t next;          /* the account whose status is looked at next */
    levee_record_t *answer; /* the card's, while the CPU judges the same tick */
    uint64_t ticks_on_card; /* whose verdicts were the card's */
    uint64_t faults;
    uint64_t rearmed; /* how often a card has become trusted again */
    char fault[LEVEE_FAULT_TEXT];
    levee_log_t log;
} levee_fallback_t;

#endif
