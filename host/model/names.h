/* SPDX-License-Identifier: Apache-2.0
 *
 * names.h: names of accounts and instruments, numbered from 0 in the order in
 * which they come; the number of a removed name is given to a later one. */
#ifndef LEVEE_MODEL_NAMES_H
#define LEVEE_MODEL_NAMES_H

#include <stdbool.h>

#include "model/error.h"

enum {
    LEVEE_NAME_BYTES = 64, /* longest name, without its NUL */
    LEVEE_NAME_NEAR = 10   /* bytes of one that stands beside its number, NUL included */
};

#define LEVEE_NO_NAME UINT32_MAX

/* levee_name_at_t: a short name, or where a long one stands; a quarter of a cache
 * line. A number keeps its place among the long ones, for a later name. */
typedef struct {
    uint32_t start; /* in text */
    uint8_t bytes;  /* room there, NUL included; 0: no long name had this number yet */
    bool removed;
    char near[LEVEE_NAME_NEAR]; /* "" where the name is a long one; while removed, the next free number + 1 */
} levee_name_at_t;

/* levee_bucket_t: a name's number + 1, 0 where there is none, and bits of its
 * hash that the position does not use: a search looks at few names but its own. */
typedef struct {
    uint32_t number;
    uint32_t tag;
} levee_bucket_t;

typedef struct {
    char *text; /* every long name with its NUL */
    size_t text_used;
    size_t text_room;
    levee_name_at_t *at; /* of name i */
    uint32_t count;      /* numbers given so far, free ones included */
    uint32_t room;
    uint32_t free; /* a free number + 1, 0: none */
    uint32_t free_count;
    levee_bucket_t *bucket; /* open addressing */
    uint32_t buckets;       /* a power of two */
} levee_names_t;

/* levee_names_free releases what `names` holds; {0} holds nothing. */
void levee_names_free(levee_names_t *names);

/* levee_names_find returns the number of `name`, or LEVEE_NO_NAME. O(1). */
uint32_t levee_names_find(const levee_names_t *names, const char *name);

/* The same in steps, for who has other things to do while memory answers: the hash
 * of a name; a request for its bucket; then the number that the bucket makes
 * likely, or LEVEE_NO_NAME, and a request for that one's name; then the search. */
uint64_t levee_names_hash(const char *name);
void levee_names_fetch(const levee_names_t *names, uint64_t hash);
uint32_t levee_names_guess(const levee_names_t *names, uint64_t hash);
uint32_t levee_names_search(const levee_names_t *names, const char *name, uint64_t hash);

/* levee_names_get returns name `index`, or NULL when that number is free. */
const char *levee_names_get(const levee_names_t *names, uint32_t index);

/* levee_names_check: a name is 1 to 64 bytes without control characters,
 * commas and quotes, so that every output can print it as it is. */
levee_result_t levee_names_check(const char *name, const char *field, levee_error_t *error);

/* levee_names_add gives `name` a number and stores it in *index. Refuses a
 * malformed name, one that is there already and one beyond `limit`; `what`
 * names the kind of thing in messages. Amortised O(1). */
levee_result_t levee_names_add(levee_names_t *names, const char *name, const char *field, const char *what,
                               uint32_t limit, uint32_t *index, levee_error_t *error);

/* levee_names_remove frees the number of a name that is there. O(1). */
void levee_names_remove(levee_names_t *names, uint32_t index);

#endif
