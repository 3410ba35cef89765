/* SPDX-License-Identifier: Apache-2.0 */
#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { STORED_SIZE = 65536, TEXT_SIZE = 4 * LEVEE_LINE_MAX };

/* levee_lines: `stored` holds compressed bytes, `text` plain ones, of which
 * [start, end) have not been delivered and [start, searched) hold no line end.
 * A fault found while reading ahead waits until the lines before it are gone. */
struct levee_lines {
    char *path;
    int file;
    int compressed;
    int finished; /* the file has ended, well or badly */
    levee_result_t fault;
    int code;          /* errno of a LEVEE_SYSTEM fault */
    const char *about; /* what a LEVEE_MALFORMED fault is */
    uint64_t number;
    uint64_t taken;
    uint64_t total;
    z_stream inflater;
    int member_open;
    size_t start, searched, end;
    char text[TEXT_SIZE];
    unsigned char stored[STORED_SIZE];
};

static void set_fault(levee_lines_t *lines, levee_result_t fault, const char *about)
{
    lines->finished = 1;
    lines->fault = fault;
    lines->about = about;
}

static size_t take(levee_lines_t *lines, void *bytes, size_t size)
{
    ssize_t count;

    do
        count = read(lines->file, bytes, size);
    while (count < 0 && errno == EINTR);
    if (count < 0) {
        lines->code = errno;
        set_fault(lines, LEVEE_SYSTEM, NULL);
        return 0;
    }
    if (count == 0)
        lines->finished = 1;
    lines->taken += (uint64_t)count;
    return (size_t)count;
}

static void take_stored(levee_lines_t *lines)
{
    lines->inflater.next_in = lines->stored;
    lines->inflater.avail_in = (uInt)take(lines, lines->stored, sizeof lines->stored);
    if (lines->finished && !lines->fault && lines->member_open)
        set_fault(lines, LEVEE_MALFORMED, "the gzip data is cut short");
}

/* The inflater may owe text although it has eaten all input, so it is asked
 * before the file is. */
static void inflate_member(levee_lines_t *lines)
{
    z_stream *const inflater = &lines->inflater;
    const size_t before = lines->end;
    int status;

    inflater->next_out = (unsigned char *)lines->text + lines->end;
    inflater->avail_out = (uInt)(sizeof lines->text - lines->end);
    status = inflate(inflater, Z_NO_FLUSH);
    lines->end = sizeof lines->text - inflater->avail_out;
    if (status == Z_STREAM_END)
        lines->member_open = 0;
    else if (status == Z_MEM_ERROR)
        set_fault(lines, LEVEE_NO_MEMORY, NULL);
    else if (status != Z_OK && status != Z_BUF_ERROR)
        set_fault(lines, LEVEE_MALFORMED, "the gzip data is corrupt");
    else if (lines->end == before && inflater->avail_in == 0)
        take_stored(lines);
}

/* After one gzip member comes the next or the end of the file. */
static void open_member(levee_lines_t *lines)
{
    if (lines->inflater.next_in[0] != 0x1f) {
        set_fault(lines, LEVEE_MALFORMED, "something other than gzip follows the gzip data");
        return;
    }
    inflateReset(&lines->inflater);
    lines->member_open = 1;
}

static void fill(levee_lines_t *lines)
{
    memmove(lines->text, lines->text + lines->start, lines->end - lines->start);
    lines->searched -= lines->start;
    lines->end -= lines->start;
    lines->start = 0;
    if (!lines->compressed) {
        lines->end += take(lines, lines->text + lines->end, sizeof lines->text - lines->end);
        return;
    }
    if (lines->member_open) {
        inflate_member(lines);
        return;
    }
    if (lines->inflater.avail_in == 0)
        take_stored(lines);
    if (lines->inflater.avail_in)
        open_member(lines);
}

static levee_result_t start_inflating(levee_lines_t *lines)
{
    enum { GZIP_ONLY = 16 + MAX_WBITS };

    lines->inflater.next_in = lines->stored;
    lines->inflater.avail_in = (uInt)lines->end;
    memcpy(lines->stored, lines->text, lines->end);
    lines->end = 0;
    lines->compressed = 1;
    lines->member_open = 1;
    return inflateInit2(&lines->inflater, GZIP_ONLY) == Z_OK ? LEVEE_OK : LEVEE_NO_MEMORY;
}

/* Reads enough to tell gzip from text and to see a byte order mark. */
static levee_result_t start(levee_lines_t *lines)
{
    while (lines->end < 3 && !lines->finished)
        lines->end += take(lines, lines->text + lines->end, sizeof lines->stored - lines->end);
    if (lines->end >= 2 && !memcmp(lines->text, "\x1f\x8b", 2)) {
        const levee_result_t result = start_inflating(lines);

        if (result)
            return result;
        if (lines->finished && !lines->fault)
            set_fault(lines, LEVEE_MALFORMED, "the gzip data is cut short");
        while (lines->end < 3 && !lines->finished)
            fill(lines);
    }
    if (lines->end >= 3 && !memcmp(lines->text, "\xef\xbb\xbf", 3))
        lines->start = lines->searched = 3;
    return LEVEE_OK;
}

static levee_result_t open_file(levee_lines_t *lines, levee_error_t *error)
{
    struct stat status;

    lines->file = strcmp(lines->path, "-") ? open(lines->path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (lines->file < 0 || fstat(lines->file, &status))
        return levee_place_system(lines->path, "cannot open", errno, error);
    lines->total = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    return LEVEE_OK;
}

levee_result_t levee_lines_open(const char *path, levee_lines_t **lines, levee_error_t *error)
{
    levee_lines_t *const made = calloc(1, sizeof *made);
    levee_result_t result;

    if (!made || !(made->path = strdup(path))) {
        free(made);
        return levee_place_system(path, "cannot open", ENOMEM, error);
    }
    result = open_file(made, error);
    if (!result && start(made))
        result = levee_place_system(path, "cannot open", ENOMEM, error);
    if (result) {
        levee_lines_close(made);
        return result;
    }
    *lines = made;
    return LEVEE_OK;
}

void levee_lines_close(levee_lines_t *lines)
{
    if (!lines)
        return;
    if (lines->compressed)
        inflateEnd(&lines->inflater);
    if (lines->file >= 0 && strcmp(lines->path, "-"))
        close(lines->file);
    free(lines->path);
    free(lines);
}

static levee_result_t report(const levee_lines_t *lines, levee_error_t *error)
{
    const levee_place_t place = {lines->path, lines->number + 1, 1, NULL};

    if (lines->fault == LEVEE_SYSTEM)
        return levee_place_system(lines->path, "cannot read", lines->code, error);
    if (lines->fault == LEVEE_NO_MEMORY)
        return levee_place_system(lines->path, "cannot read", ENOMEM, error);
    return levee_place_fail(place, lines->fault, NULL, error, "%s", lines->about);
}

/* The length of the line at `start`, 0 when its end has not been read yet. */
static size_t find_line(levee_lines_t *lines)
{
    const char *const from = lines->text + lines->searched;
    const char *const found = memchr(from, '\n', lines->end - lines->searched);

    lines->searched = found ? (size_t)(found - lines->text) + 1 : lines->end;
    return found ? lines->searched - lines->start : 0;
}

levee_result_t levee_lines_next(levee_lines_t *lines, const char **line, size_t *length, levee_error_t *error)
{
    size_t found;

    while (!(found = find_line(lines)) && !lines->finished && lines->end - lines->start <= LEVEE_LINE_MAX)
        fill(lines);
    if (!found && lines->finished) {
        if (lines->fault)
            return report(lines, error);
        found = lines->end - lines->start;
        if (!found)
            return LEVEE_END;
    }
    if (!found || found > LEVEE_LINE_MAX) {
        set_fault(lines, LEVEE_MALFORMED, "the line is longer than 65536 bytes");
        lines->start = lines->searched = lines->end;
        return report(lines, error);
    }
    *line = lines->text + lines->start;
    *length = found;
    lines->start += found;
    lines->number++;
    return LEVEE_OK;
}

uint64_t levee_lines_number(const levee_lines_t *lines)
{
    return lines->number;
}

const char *levee_lines_path(const levee_lines_t *lines)
{
    return lines->path;
}

uint64_t levee_lines_progress(const levee_lines_t *lines, uint64_t *total)
{
    *total = lines->total;
    return lines->taken;
}
