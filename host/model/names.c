/* SPDX-License-Identifier: Apache-2.0 */
#include "model/names.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

void levee_names_free(levee_names_t *names)
{
    free(names->text);
    free(names->at);
    free(names->bucket);
    *names = (levee_names_t){0};
}

/* Long names take room in steps: a number whose names get ever longer leaves room
 * unused no more than eight times, so that all of it stays below 2^32 bytes. */
enum { ROOM_STEP = 8 };

const char *levee_names_get(const levee_names_t *names, uint32_t index)
{
    const levee_name_at_t *at = &names->at[index];

    assert(index < names->count);
    if (at->removed)
        return NULL;
    return at->near[0] != '\0' ? at->near : names->text + at->start;
}

static uint32_t tag_of(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

/* find_bucket returns the bucket that holds `name`, whose hash is `hash`, or the
 * empty one where it would go. */
static uint32_t find_bucket(const levee_names_t *names, const char *name, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (names->buckets - 1);

    while (names->bucket[at].number != 0 && (names->bucket[at].tag != tag_of(hash) ||
                                             strcmp(levee_names_get(names, names->bucket[at].number - 1), name) != 0))
        at = (at + 1) & (names->buckets - 1);
    return at;
}

uint64_t levee_names_hash(const char *name)
{
    return XXH3_64bits(name, strlen(name));
}

/* put_name fills the bucket of a name that is in none yet. */
static void put_name(levee_names_t *names, const char *name, uint32_t index)
{
    const uint64_t hash = levee_names_hash(name);

    names->bucket[find_bucket(names, name, hash)] = (levee_bucket_t){index + 1, tag_of(hash)};
}

void levee_names_fetch(const levee_names_t *names, uint64_t hash)
{
    if (names->count != 0)
        __builtin_prefetch(&names->bucket[hash & (names->buckets - 1)]);
}

uint32_t levee_names_guess(const levee_names_t *names, uint64_t hash)
{
    const uint32_t mask = names->buckets - 1;
    uint32_t at = (uint32_t)hash & mask;

    if (names->count == 0)
        return LEVEE_NO_NAME;
    while (names->bucket[at].number != 0 && names->bucket[at].tag != tag_of(hash))
        at = (at + 1) & mask;
    if (names->bucket[at].number != 0)
        __builtin_prefetch(&names->at[names->bucket[at].number - 1]);
    return names->bucket[at].number - 1;
}

uint32_t levee_names_search(const levee_names_t *names, const char *name, uint64_t hash)
{
    return names->count == 0 ? LEVEE_NO_NAME : names->bucket[find_bucket(names, name, hash)].number - 1;
}

uint32_t levee_names_find(const levee_names_t *names, const char *name)
{
    return levee_names_search(names, name, levee_names_hash(name));
}

static bool grow_buckets(levee_names_t *names)
{
    const uint32_t buckets = names->buckets ? names->buckets * 2 : 64;
    levee_bucket_t *bucket = calloc(buckets, sizeof *bucket);

    if (!bucket)
        return false;
    free(names->bucket);
    names->bucket = bucket;
    names->buckets = buckets;
    for (uint32_t i = 0; i < names->count; i++) {
        if (!names->at[i].removed)
            put_name(names, levee_names_get(names, i), i);
    }
    return true;
}

/* make_room takes the memory that one more name with `bytes` of text may need. */
static bool make_room(levee_names_t *names, size_t bytes)
{
    if (names->count == names->room) {
        const uint32_t room = names->room ? names->room * 2 : 64;
        levee_name_at_t *at = realloc(names->at, room * sizeof *at);

        if (!at)
            return false;
        names->at = at;
        names->room = room;
    }
    if (names->text_used + bytes > names->text_room) {
        const size_t room = (names->text_room + bytes) * 2;
        char *text = realloc(names->text, room);

        if (!text)
            return false;
        names->text = text;
        names->text_room = room;
    }
    return (uint64_t)names->count * 2 < names->buckets || grow_buckets(names);
}

levee_result_t levee_names_check(const char *name, const char *field, levee_error_t *error)
{
    const size_t length = strnlen(name, LEVEE_NAME_BYTES + 1);

    if (length == 0)
        return levee_fail(error, LEVEE_MALFORMED, field, "is empty");
    if (length > LEVEE_NAME_BYTES)
        return levee_fail(error, LEVEE_MALFORMED, field, "\"%.20s...\" is longer than %d bytes", name,
                          LEVEE_NAME_BYTES);
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)name[i];

        if (c < 0x20 || c == 0x7f || c == ',' || c == '"')
            return levee_fail(error, LEVEE_MALFORMED, field,
                              "holds a control character, a comma or a quote at byte %zu", i + 1);
    }
    return LEVEE_OK;
}

/* text_bytes is the room in the text that a name of `bytes` takes. */
static size_t text_bytes(size_t bytes)
{
    return bytes <= LEVEE_NAME_NEAR ? 0 : (bytes + ROOM_STEP - 1) / ROOM_STEP * ROOM_STEP;
}

/* take_number returns a free number, or the next one. */
static uint32_t take_number(levee_names_t *names)
{
    if (names->free == 0) {
        names->at[names->count] = (levee_name_at_t){0};
        return names->count++;
    }
    const uint32_t number = names->free - 1;
    memcpy(&names->free, names->at[number].near, sizeof names->free);
    names->free_count--;
    return number;
}

/* write_name puts the name of `bytes` beside its number or, when it is too long
 * for that, into the text, which has room for it. */
static void write_name(levee_names_t *names, levee_name_at_t *at, const char *name, size_t bytes)
{
    at->removed = false;
    memset(at->near, 0, sizeof at->near);
    if (bytes <= sizeof at->near) {
        memcpy(at->near, name, bytes);
        return;
    }
    if (bytes > at->bytes) {
        assert(names->text_used <= UINT32_MAX);
        at->start = (uint32_t)names->text_used;
        at->bytes = (uint8_t)text_bytes(bytes);
        names->text_used += at->bytes;
    }
    memcpy(names->text + at->start, name, bytes);
}

levee_result_t levee_names_add(levee_names_t *names, const char *name, const char *field, const char *what,
                               uint32_t limit, uint32_t *index, levee_error_t *error)
{
    const levee_result_t result = levee_names_check(name, field, error);

    if (result != LEVEE_OK)
        return result;
    if (levee_names_find(names, name) != LEVEE_NO_NAME)
        return levee_fail(error, LEVEE_REJECTED, field, "%s %s is there already", what, name);
    if (names->count - names->free_count >= limit)
        return levee_fail(error, LEVEE_REJECTED, field, "more than %u %ss", limit, what);
    const size_t bytes = strlen(name) + 1;
    if (!make_room(names, text_bytes(bytes)))
        return levee_fail_memory(error, "names");
    *index = take_number(names);
    write_name(names, &names->at[*index], name, bytes);
    put_name(names, name, *index);
    return LEVEE_OK;
}

/* close_gap empties a bucket and puts the names behind it anew, up to the next
 * empty one: a search must not end at the gap. */
static void close_gap(levee_names_t *names, uint32_t gap)
{
    const uint32_t mask = names->buckets - 1;

    names->bucket[gap].number = 0;
    for (uint32_t at = (gap + 1) & mask; names->bucket[at].number != 0; at = (at + 1) & mask) {
        const uint32_t index = names->bucket[at].number - 1;

        names->bucket[at].number = 0;
        put_name(names, levee_names_get(names, index), index);
    }
}

void levee_names_remove(levee_names_t *names, uint32_t index)
{
    levee_name_at_t *at = &names->at[index];
    const char *name = levee_names_get(names, index);

    close_gap(names, find_bucket(names, name, levee_names_hash(name)));
    at->removed = true;
    memcpy(at->near, &names->free, sizeof names->free);
    names->free = index + 1;
    names->free_count++;
}
