/* SPDX-License-Identifier: Apache-2.0
 *
 * mirror.h: the book as the sweeps of sweep.h read it. A leg names the row that it
 * takes, tier and side, and the constants of an account have the deductions of its
 * legs' tiers in them, so that a sweep looks for nothing. The mirror follows the
 * host's slices by their dirty beats and, where a limit moves, the legs that it
 * passes by their order of |quantity|. */
#ifndef LEVEE_DEVICE_CPU_MIRROR_H
#define LEVEE_DEVICE_CPU_MIRROR_H

#include "device/cpu/sweep.h"
#include "device/device.h"

/* levee_mirrored_t: a region of it. Where memory was refused, `room` is 0. */
typedef struct {
    uint32_t room;
    uint64_t *legs;
    int64_t *constants;
    uint64_t *refused; /* a bit a slice that hls/ has to judge */
    uint64_t *fresh;   /* a bit a slice that is up to date */
} levee_mirrored_t;

typedef struct {
    const levee_image_t *image;
    int64_t *rows;     /* LEVEE_ROW_WORDS each */
    int64_t *limit;    /* per pair of rows: the most lots of their tier, as it is mirrored */
    uint32_t *first;   /* per instrument: its row of the first tier, long; short follows, then the next tier */
    uint32_t *holders; /* room to list the legs that a limit passes */
    uint32_t holder_room;
    bool whole; /* slices that no dirty beat tells of may not be fresh */
    levee_mirrored_t region[LEVEE_REGIONS];
} levee_mirror_t;

/* levee_mirror_open takes the memory; the image must outlive the mirror. Free with
 * levee_mirror_close, also after failure. */
levee_result_t levee_mirror_open(const levee_image_t *image, levee_mirror_t *mirror, levee_error_t *error);
void levee_mirror_close(levee_mirror_t *mirror);

/* levee_mirror_follow brings the rows of the updated instruments up to date, the
 * tiers of the legs that their limits have passed, and whatever the dirty beats tell
 * of, which are clean then. Takes memory only where the book has got another room.
 * O(tiers of the updates * log legs + legs passed + slices with a dirty beat). */
void levee_mirror_follow(levee_mirror_t *mirror, const levee_update_t *updates, uint32_t count);

/* levee_mirror_run describes a region's slices from `slice` on to a sweep, up to the
 * first that no sweep of the mirror takes: one with a wide leg, or whose constants
 * leave no room for sums. None where the region is not mirrored. */
levee_run_t levee_mirror_run(const levee_mirror_t *mirror, uint32_t number, uint32_t slice);

#endif
