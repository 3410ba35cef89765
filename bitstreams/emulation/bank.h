/* SPDX-License-Identifier: Apache-2.0
 *
 * bank.h: the emulated card's memory: one range of addresses, of which only the
 * pages that are written exist. */
#ifndef LEVEE_EMULATION_BANK_H
#define LEVEE_EMULATION_BANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LEVEE_BANK_PAGE = 4096 };

typedef struct {
    uint8_t *bytes;
    uint64_t base; /* the card's address of the first byte */
    uint64_t size;
} levee_bank_t;

/* levee_bank_open reserves addresses; false when the system refuses. */
bool levee_bank_open(levee_bank_t *bank, uint64_t base, uint64_t size);

/* levee_bank_at is the memory behind `size` bytes of the card from `address` on,
 * or NULL when they are not all in the bank. */
uint8_t *levee_bank_at(const levee_bank_t *bank, uint64_t address, uint64_t size);

/* levee_bank_share puts a new file, which only the user may read, behind pages of
 * the bank, so that the host can map them; levee_bank_unshare takes it away, and
 * leaves zeros. Both return whether they could. */
bool levee_bank_share(const levee_bank_t *bank, uint64_t address, uint64_t size, const char *file);
bool levee_bank_unshare(const levee_bank_t *bank, uint64_t address, uint64_t size);

#endif
