/* SPDX-License-Identifier: Apache-2.0 */
#define ZLIB_CONST
#include "scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

static char directory[SCRATCH_PATH / 2];
static pid_t owner;
static pid_t writer;
static int reading_end = -1;

static void require(int holds, const char *what)
{
    if (holds)
        return;
    perror(what);
    abort();
}

static void remove_directory(void)
{
    DIR *const entries = getpid() == owner ? opendir(directory) : NULL;
    char path[sizeof directory + 300];
    struct dirent *entry;

    if (!entries)
        return;
    while ((entry = readdir(entries))) {
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        unlink(path);
    }
    closedir(entries);
    rmdir(directory);
}

const char *scratch_path(const char *name)
{
    static char paths[4][SCRATCH_PATH];
    static unsigned next;
    char *const path = paths[next++ % 4];

    if (!*directory) {
        const char *parent = getenv("TMPDIR");

        if (!parent)
            parent = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm"; /* thousands of small files: in memory */
        snprintf(directory, sizeof directory, "%s/levee-test-XXXXXX", parent);
        require(mkdtemp(directory) != NULL, directory);
        owner = getpid();
        atexit(remove_directory);
    }
    snprintf(path, SCRATCH_PATH, "%s/%s", directory, name);
    return path;
}

const char *scratch_write(const char *name, const void *bytes, size_t length)
{
    const char *const path = scratch_path(name);
    FILE *const file = fopen(path, "wb");

    require(file != NULL, path);
    require(fwrite(bytes, 1, length, file) == length, path);
    require(fclose(file) == 0, path);
    return path;
}

static size_t deflate_member(const unsigned char *bytes, size_t length, unsigned char *stored, size_t room)
{
    z_stream deflater = {0};

    require(deflateInit2(&deflater, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK, "deflateInit2");
    deflater.next_in = bytes;
    deflater.avail_in = (uInt)length;
    deflater.next_out = stored;
    deflater.avail_out = (uInt)room;
    require(deflate(&deflater, Z_FINISH) == Z_STREAM_END, "deflate");
    deflateEnd(&deflater);
    return room - deflater.avail_out;
}

size_t scratch_gzip(const void *bytes, size_t length, unsigned members, unsigned char *stored, size_t room)
{
    const unsigned char *const from = bytes;
    size_t used = 0;

    for (unsigned k = 0; k < members; k++) {
        const size_t start = length * k / members, end = length * (k + 1) / members;

        used += deflate_member(from + start, end - start, stored + used, room - used);
    }
    return used;
}

static void write_pieces(int file, const char *bytes, size_t length, size_t piece)
{
    while (length) {
        const ssize_t written = write(file, bytes, piece < length ? piece : length);

        if (written <= 0)
            _exit(1);
        bytes += written;
        length -= (size_t)written;
    }
    _exit(0);
}

const char *scratch_pipe(const void *bytes, size_t length, size_t piece)
{
    static char path[SCRATCH_PATH];
    int ends[2];

    require(pipe(ends) == 0, "pipe");
    writer = fork();
    require(writer >= 0, "fork");
    if (writer == 0) {
        close(ends[0]);
        write_pieces(ends[1], bytes, length, piece);
    }
    close(ends[1]);
    reading_end = ends[0];
    snprintf(path, sizeof path, "/proc/self/fd/%d", reading_end);
    return path;
}

void scratch_pipe_end(void)
{
    close(reading_end);
    while (waitpid(writer, NULL, 0) < 0 && errno == EINTR)
        ;
}

uint64_t random_next(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

uint64_t random_below(uint64_t *state, uint64_t bound)
{
    return random_next(state) % bound;
}
