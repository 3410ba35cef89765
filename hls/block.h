/* SPDX-License-Identifier: Apache-2.0
 *
 * block.h: a command block's parts, and whether it is one that can be done. */
#ifndef LEVEE_HLS_BLOCK_H
#define LEVEE_HLS_BLOCK_H

#include "lines.h"

/* levee_block_t: where the parts of a command block begin, in beats. */
typedef struct {
    uint32_t recipes;
    uint64_t patches;
    uint64_t updates;
    uint64_t segments;
    uint64_t end;
} levee_block_t;

/* levee_recipe_beats is how many beats a recipe takes, or 0 when it is not sound. */
/*@ assigns \nothing;
  @ ensures \result == 0 || 3 <= \result <= 1 + 2 * LEVEE_TIERS_MAX;
  @*/
static inline uint32_t levee_recipe_beats(levee_line_t recipe)
{
    const uint32_t tiers =
        (uint32_t)levee_line_get(recipe, LEVEE_CARD_RECIPE_TIERS, 1u << LEVEE_CARD_RECIPE_TIERS_BITS);
    const uint64_t kind = levee_line_get(recipe, LEVEE_CARD_RECIPE_KIND, 1u << LEVEE_CARD_RECIPE_KIND_BITS);

    if (levee_line_get_32(recipe, LEVEE_CARD_RECIPE_INSTRUMENT) >= LEVEE_TICK_INSTRUMENTS || kind > LEVEE_ASSET)
        return 0;
    return tiers >= 1 && tiers <= LEVEE_TIERS_MAX ? 1 + 2 * tiers : 0;
}

/*@ assigns \nothing;
  @*/
static inline uint32_t levee_patch_is_sound(levee_line_t patch)
{
    return levee_line_get(patch, LEVEE_CARD_PATCH_GROUP, 1u << LEVEE_CARD_PATCH_GROUP_BITS) == 0 &&
           levee_line_get(patch, LEVEE_CARD_PATCH_STREAM, 1u << LEVEE_CARD_PATCH_STREAM_BITS) <= 2;
}

/*@ assigns \nothing;
  @*/
static inline uint32_t levee_update_is_sound(levee_line_t update)
{
    return levee_line_get_32(update, LEVEE_CARD_UPDATE_INSTRUMENT) < LEVEE_TICK_INSTRUMENTS &&
           levee_line_get(update, LEVEE_CARD_UPDATE_PRICE, 1u << LEVEE_CARD_UPDATE_PRICE_BITS) != 0;
}

/*@ assigns \nothing;
  @*/
static inline uint32_t levee_segment_is_sound(levee_line_t segment)
{
    return levee_line_get(segment, LEVEE_CARD_SEGMENT_GROUP, 1u << LEVEE_CARD_SEGMENT_GROUP_BITS) == 0 &&
           levee_line_get_32(segment, LEVEE_CARD_SEGMENT_SLICES) != 0;
}

/* levee_block_measure finds the parts of a block by its header and the recipes' own
 * lengths. A recipe that is not sound, or lies past the end, ends the block. */
/*@ requires 1 <= command_beats && \valid_read(command + (0 .. command_beats * 8 - 1));
  @ assigns \nothing;
  @ ensures \result.end == 0 ||
  @     1 <= \result.patches <= \result.updates <= \result.segments <= \result.end <= 0x4400000000;
  @ ensures (\result.updates - \result.patches) % 2 == 0;
  @*/
static inline levee_block_t levee_block_measure(const uint64_t *command, uint32_t command_beats, levee_line_t header)
{
    const uint32_t recipes = levee_line_get_32(header, LEVEE_CARD_HEADER_RECIPES);
    levee_block_t block = {recipes, 1, 0, 0, 0};
    uint32_t sound = 1;

each_recipe:
    /*@ loop invariant 0 <= i <= recipes && 1 <= block.patches <= 1 + i * (1 + 2 * LEVEE_TIERS_MAX);
      @ loop assigns i, sound, block.patches;
      @ loop variant recipes - i;
      @*/
    for (uint32_t i = 0; i < recipes && sound; i++) {
#pragma HLS loop_tripcount min = 0 max = 512
        const uint32_t beats =
            block.patches < command_beats ? levee_recipe_beats(levee_line_load(command, block.patches)) : 0;

        sound = beats != 0;
        block.patches += beats;
    }
    block.updates = block.patches + 2 * (uint64_t)levee_line_get_32(header, LEVEE_CARD_HEADER_PATCHES);
    block.segments = block.updates + levee_line_get_32(header, LEVEE_CARD_HEADER_UPDATES);
    block.end = block.segments + levee_line_get_32(header, LEVEE_CARD_HEADER_SEGMENTS);
    if (!sound)
        block.end = 0;
    return block;
}

/* levee_block_check: every beat is there and can be taken for what it stands for. */
/*@ requires \valid_read(command + (0 .. command_beats * 8 - 1));
  @ requires block.end == 0 || 1 <= block.patches <= block.updates <= block.segments <= block.end;
  @ requires (block.updates - block.patches) % 2 == 0;
  @ assigns \nothing;
  @ ensures \result != 0 ==> block.end == command_beats;
  @*/
static inline uint32_t levee_block_check(const uint64_t *command, uint32_t command_beats, levee_block_t block)
{
    uint32_t sound = block.end == command_beats && block.end != 0;

    if (!sound)
        return 0;
check_patch:
    /*@ loop invariant block.patches <= i <= block.updates && (i - block.patches) % 2 == 0;
      @ loop assigns i, sound;
      @ loop variant block.updates - i;
      @*/
    for (uint64_t i = block.patches; i < block.updates; i += 2) {
#pragma HLS loop_tripcount min = 0 max = 32768
        sound = sound && levee_patch_is_sound(levee_line_load(command, i));
    }
check_update:
    /*@ loop invariant block.updates <= i <= block.segments;
      @ loop assigns i, sound;
      @ loop variant block.segments - i;
      @*/
    for (uint64_t i = block.updates; i < block.segments; i++) {
#pragma HLS loop_tripcount min = 0 max = 512
        sound = sound && levee_update_is_sound(levee_line_load(command, i));
    }
check_segment:
    /*@ loop invariant block.segments <= i <= block.end;
      @ loop assigns i, sound;
      @ loop variant block.end - i;
      @*/
    for (uint64_t i = block.segments; i < block.end; i++) {
#pragma HLS loop_tripcount min = 0 max = 256
        sound = sound && levee_segment_is_sound(levee_line_load(command, i));
    }
    return sound;
}

#endif
