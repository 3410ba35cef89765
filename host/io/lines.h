/* SPDX-License-Identifier: Apache-2.0
 *
 * lines.h: the lines of a file, gzipped or not, or of standard input. */
#ifndef LEVEE_IO_LINES_H
#define LEVEE_IO_LINES_H

#include "place.h"

enum { LEVEE_LINE_MAX = 65536 }; /* bytes, line end included */

typedef struct levee_lines levee_lines_t;

/* levee_lines_open opens `path`; "-" is standard input. What starts like gzip
 * is decompressed, all members of it. Takes its memory here, none later. */
levee_result_t levee_lines_open(const char *path, levee_lines_t **lines, levee_error_t *error);
void levee_lines_close(levee_lines_t *lines);

/* levee_lines_next reads one line with its "\n", which only the last line of a
 * file may lack; a byte order mark in front of the first is dropped. The bytes
 * live until the next call. LEVEE_OK; LEVEE_END; LEVEE_MALFORMED when a line is
 * longer than LEVEE_LINE_MAX, or the gzip data is corrupt, cut short or followed
 * by something else: whole lines before that are delivered first; LEVEE_SYSTEM. */
levee_result_t levee_lines_next(levee_lines_t *lines, const char **line, size_t *length, levee_error_t *error);

/* levee_lines_number returns the number of the line read last, from 1. */
uint64_t levee_lines_number(const levee_lines_t *lines);

/* levee_lines_path returns the path as given, "-" included. */
const char *levee_lines_path(const levee_lines_t *lines);

/* levee_lines_progress returns how many bytes, as stored, have been taken from
 * the file, and its size in `total`, 0 when it is no regular file. */
uint64_t levee_lines_progress(const levee_lines_t *lines, uint64_t *total);

#endif
