/* SPDX-License-Identifier: Apache-2.0
 *
 * device.h: whatever revalues and sweeps: a CPU path today, a card or its
 * emulation beside it. A backend fills one struct of functions. */
#ifndef LEVEE_DEVICE_DEVICE_H
#define LEVEE_DEVICE_DEVICE_H

#include <stdio.h>

#include "book/slices.h"

/* levee_image_t: what a device works on. The host owns all of it. */
typedef struct {
    const levee_instrument_t *instruments;
    uint32_t instrument_count;
    const levee_risk_t *table; /* up to date; a card builds its own from the updates */
    const levee_book_t *book;
    levee_slices_t *slices;  /* the device replaces the statuses, and a card cleans the dirty beats */
    levee_record_t *records; /* where it writes verdicts: room for every account */
} levee_image_t;

typedef struct levee_device levee_device_t;

typedef enum { LEVEE_DEVICE_BUSY, LEVEE_DEVICE_DONE, LEVEE_DEVICE_FAILED } levee_progress_t;

struct levee_device {
    const char *backend;
    const char *isa;
    bool spared; /* ticks may pass it by: it reads the host's statuses, and the updates of a later tick tell it all */

    /* submit starts one tick: `count` updates, then a sweep of every account.
     * Verdicts carry `sequence`. One tick is under way at a time. */
    void (*submit)(levee_device_t *device, const levee_update_t *updates, uint32_t count, uint64_t sequence);

    /* poll says whether the tick is done, and then stores how many records it
     * has in image->records, in slot order. Slots count on from region to region,
     * used slices only. A tick that has failed has changed nothing; `fault` says
     * why, and nothing but revive and close may follow. */
    levee_progress_t (*poll)(levee_device_t *device, uint32_t *count);
    const char *fault;

    /* revive works on bringing back a device that has failed, never waits, and
     * returns whether ticks may be submitted again. NULL: there is no way back. */
    bool (*revive)(levee_device_t *device);

    void (*close)(levee_device_t *device);
};

/* levee_reference_open is the reference path: the hls/ kernels, native. Takes
 * all memory it will use. The image must outlive the device. */
levee_result_t levee_reference_open(const levee_image_t *image, levee_device_t **device, levee_error_t *error);

/* levee_cpu_open opens the CPU with the instructions named, NULL for the best that
 * the machine has, on `threads` threads, 0 for one; refuses what it has not. Only "reference" leaves the dirty beats
 * of the image to another device. */
levee_result_t levee_cpu_open(const char *isa, uint32_t threads, const levee_image_t *image, levee_device_t **device,
                              levee_error_t *error);

/* levee_cpu_describe fills in what levee_backend reports of it. */
void levee_cpu_describe(levee_backend_report_t *report);

/* levee_verilated_open is the kernel's hardware description, simulated in this
 * process; only in a build that had Verilator (LEVEE_HAS_VERILATED). */
levee_result_t levee_verilated_open(const levee_image_t *image, levee_device_t **device, levee_error_t *error);

/* levee_note says what a backend is, or what to do to have it. */
static inline void levee_note(levee_backend_report_t *report, const char *text)
{
    snprintf(report->note, sizeof report->note, "%s", text);
}

/* levee_verilated_describe fills in what levee_backend reports of it. */
void levee_verilated_describe(levee_backend_report_t *report);

/* levee_session_kind_t: a backend whose card is behind a process of its own. */
typedef struct {
    const char *backend;
    const char *program;  /* beside the program that runs */
    const char *built_of; /* Debian's packages, that it is built and run with */
    const char *runs_on;
    bool bare; /* without an xclbin, it finds a device that needs none */
} levee_session_kind_t;

/* levee_session_open starts the session and waits until its card is open. Where
 * that fails the device is there, and fails: the CPU judges until a session comes
 * up. */
levee_result_t levee_session_open(const levee_session_kind_t *kind, const levee_engine_options_t *options,
                                  const levee_image_t *image, levee_device_t **device, levee_error_t *error);

/* levee_session_describe fills in what levee_backend reports of the card that
 * LEVEE_XCLBIN is for, or the device: it starts a session and ends it. */
void levee_session_describe(const levee_session_kind_t *kind, levee_backend_report_t *report);

/* levee_device_open opens what `options` name, NULL for the default; refuses a
 * backend or instruction set that this build does not have. */
levee_result_t levee_device_open(const levee_engine_options_t *options, const levee_image_t *image,
                                 levee_device_t **device, levee_error_t *error);

#endif
