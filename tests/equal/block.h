/* SPDX-License-Identifier: Apache-2.0
 *
 * block.h: a command block taken to pieces, and what the card's memory holds
 * put aside, so that both may be spoilt. */
#ifndef LEVEE_TESTS_BLOCK_H
#define LEVEE_TESTS_BLOCK_H

#include "device/card/card.h"

/* block_t: first beats of the parts of a block. */
typedef struct {
    uint32_t recipes;
    uint32_t patches;
    uint32_t updates;
    uint32_t segments;
    uint32_t end;
} block_t;

block_t block_parts(const levee_card_t *card);

/* block_segments is how many segments the block has, and block_segment the one
 * of that number. */
uint32_t block_segments(const levee_card_t *card);
levee_beat_t *block_segment(const levee_card_t *card, uint32_t number);

/* block_set replaces a field's bits. */
void block_set(levee_beat_t *beat, uint32_t low, uint32_t bits, uint64_t value);
#define BLOCK_SET(beat, kind, field, value)                                                                            \
    block_set(beat, LEVEE_CARD_##kind##_##field, LEVEE_CARD_##kind##_##field##_BITS, value)

/* block_insert makes room for `beats` beats of 0 in front of beat `at`;
 * block_remove takes them out. */
void block_insert(levee_card_t *card, uint32_t at, uint32_t beats);
void block_remove(levee_card_t *card, uint32_t at, uint32_t beats);

/* block_add_patches adds `count` patches that replace beats of all streams by
 * what they are. */
void block_add_patches(levee_card_t *card, uint32_t count);

/* block_saved_t: what a card's memory held. */
typedef struct {
    levee_beat_t *beat[1 + 3 * LEVEE_CARD_GROUPS_MAX];
    uint32_t command_beats;
} block_saved_t;

void block_save(const levee_card_t *card, block_saved_t *saved);
void block_restore(levee_card_t *card, const block_saved_t *saved);
void block_saved_free(block_saved_t *saved);

/* block_answer_differs compares what the groups have written with what was saved
 * of the same command's answer: summary but for stalls, sums, statuses and
 * records. Returns a name or NULL. */
const char *block_answer_differs(const levee_card_t *card, const block_saved_t *answer);

#endif
