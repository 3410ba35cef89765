/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */
#include "emulation/bank.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SPARSE = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE };

bool levee_bank_open(levee_bank_t *bank, uint64_t base, uint64_t size)
{
    void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, SPARSE, -1, 0);

    if (bytes == MAP_FAILED)
        return false;
    *bank = (levee_bank_t){bytes, base, size};
    return true;
}

uint8_t *levee_bank_at(const levee_bank_t *bank, uint64_t address, uint64_t size)
{
    if (address < bank->base || address - bank->base > bank->size || size > bank->size - (address - bank->base))
        return NULL;
    return bank->bytes + (address - bank->base);
}

/* pages is the memory of whole pages that begin at `address`, or NULL. */
static uint8_t *pages(const levee_bank_t *bank, uint64_t address, uint64_t *size)
{
    *size = (*size + LEVEE_BANK_PAGE - 1) / LEVEE_BANK_PAGE * LEVEE_BANK_PAGE;
    return address % LEVEE_BANK_PAGE == 0 && *size > 0 ? levee_bank_at(bank, address, *size) : NULL;
}

bool levee_bank_share(const levee_bank_t *bank, uint64_t address, uint64_t size, const char *file)
{
    uint8_t *at = pages(bank, address, &size);
    const int held = at ? open(file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;

    if (held < 0)
        return false;
    const bool shared = ftruncate(held, (off_t)size) == 0 &&
                        mmap(at, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, held, 0) != MAP_FAILED;
    close(held);
    if (!shared)
        unlink(file);
    return shared;
}

bool levee_bank_unshare(const levee_bank_t *bank, uint64_t address, uint64_t size)
{
    uint8_t *at = pages(bank, address, &size);

    return at && mmap(at, size, PROT_READ | PROT_WRITE, SPARSE | MAP_FIXED, -1, 0) != MAP_FAILED;
}
