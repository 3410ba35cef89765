/* SPDX-License-Identifier: Apache-2.0
 *
 * interpose.c: what Debian's XRT 2.13 needs before its emulation can be used: a
 * library to preload into a program that runs on hw_emu or sw_emu, for tests
 * only. A card needs nothing of it, and nothing loads it there.
 *
 * 1. alloc_void() of both shims grows the buffer of a message by realloc() and
 *    drops what that returns, so that a message longer than the first one is
 *    written into freed memory. Its first malloc() is given more than any
 *    message takes, and its realloc() leaves that as it is.
 * 2. The shims wait for their own threads in sleeps of whole seconds, which are
 *    made short.
 * 3. They give memory of posix_memalign() to munmap() when a buffer is freed,
 *    and with it pages that the heap goes on using. Such memory is freed.
 * 4. Loading adds variables to the environment while a thread of the shim reads
 *    it, so that the thread may read freed memory. They are there from the start:
 *    to replace one moves nothing. */
#define _GNU_SOURCE /* syscall() */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { MESSAGE_BYTES = 16 << 20, FUNCTION_BYTES = 0x60, SLEEP_NANOSECONDS = 200000, BLOCKS = 4096, PAGE = 4096 };

/* The names are glibc's: what is always its own, and those of parameters that no
 * header outside it may use. */
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
void *__libc_malloc(size_t size);
void *__libc_realloc(void *memory, size_t size);
void __libc_free(void *memory);

static const struct {
    const char *library;
    const char *name;
} allocators[] = {{"libxrt_hwemu.so.2", "_ZN11xclhwemhal28HwEmShim10alloc_voidEm"},
                  {"libxrt_swemu.so.2", "_ZN12xclcpuemhal29CpuemShim10alloc_voidEm"}};
enum { ALLOCATORS = sizeof allocators / sizeof allocators[0] };
static uintptr_t found[ALLOCATORS];

__attribute__((constructor)) static void add_variables(void)
{
    static const char *const names[] = {"EMULATION_RUN_DIR", "SDX_QUESTA_WLF_FILENAME",
                                        "SYSTEMC_DISABLE_COPYRIGHT_MESSAGE"};

    for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)setenv(names[i], "", 0);
}

/* find_allocator: in its own library, as what a loader of OpenCL drivers opens is not
 * for all to see. */
static uintptr_t find_allocator(uint32_t index)
{
    void *library = dlopen(allocators[index].library, RTLD_LAZY | RTLD_NOLOAD);
    const uintptr_t at = library ? (uintptr_t)dlsym(library, allocators[index].name) : 0;

    if (library)
        (void)dlclose(library);
    return at;
}

/* The shims open a socket before their first message: by then they are loaded. */
int socket(int domain, int type, int protocol)
{
    for (uint32_t i = 0; i < ALLOCATORS; i++)
        found[i] = found[i] ? found[i] : find_allocator(i);
    return (int)syscall(SYS_socket, domain, type, protocol);
}

/* is_message says whether memory is asked for at `caller` for a message. */
static int is_message(uintptr_t caller, size_t size)
{
    for (uint32_t i = 0; i < ALLOCATORS; i++) {
        if (found[i] && caller - found[i] < FUNCTION_BYTES && size < MESSAGE_BYTES)
            return 1;
    }
    return 0;
}

void *malloc(size_t size)
{
    return __libc_malloc(is_message((uintptr_t)__builtin_return_address(0), size) ? MESSAGE_BYTES : size);
}

/* A shorter buffer would be moved when it is to grow again. */
void *realloc(void *memory, size_t size)
{
    if (is_message((uintptr_t)__builtin_return_address(0), size))
        return memory;
    return __libc_realloc(memory, size);
}

unsigned int sleep(unsigned int seconds)
{
    const struct timespec pause = {0, SLEEP_NANOSECONDS};

    if (seconds > 0)
        nanosleep(&pause, NULL);
    return 0;
}

/* Blocks of posix_memalign() that have not been freed; what finds no place here
 * is lost when it is unmapped. */
static void *block[BLOCKS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* replace puts `new` into the first place that holds `old`; returns whether there
 * was one. */
static int replace(void *old, void *new)
{
    int done = 0;

    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < BLOCKS && !done; i++) {
        if (block[i] == old) {
            block[i] = new;
            done = 1;
        }
    }
    pthread_mutex_unlock(&lock);
    return done;
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    void *at = aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);

    if (!at)
        return ENOMEM;
    if (alignment >= PAGE)
        (void)replace(NULL, at);
    *memory = at;
    return 0;
}

/* A block that is freed as it should be is no longer one. */
void free(void *memory)
{
    if (memory && (uintptr_t)memory % PAGE == 0)
        (void)replace(memory, NULL);
    __libc_free(memory);
}

int munmap(void *address, size_t size)
{
    if (address && replace(address, NULL)) {
        __libc_free(address);
        return 0;
    }
    return (int)syscall(SYS_munmap, address, size);
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
