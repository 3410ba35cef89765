/* SPDX-License-Identifier: Apache-2.0 */
#include "synth_book.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "options.h"

enum { COPY_BYTES = 1 << 16 };

static const char *const files[] = {"venue.yaml", "marks.csv", "accounts.csv", "legs.csv"};
static const char accounts_head[] = "account,mode,settle,cash,reserved\n";
static const char legs_head[] = "account,instrument,quantity,entry_price\n";

char *levee_synth_name(uint32_t index, char *text)
{
    snprintf(text, LEVEE_PRICE_TEXT, "a%08" PRIu32, index);
    return text;
}

static int fail(const char *path)
{
    levee_complain("cannot write %s: %s", path, strerror(errno));
    return -1;
}

static int path_of(const levee_synth_book_t *book, const char *file, char path[PATH_MAX])
{
    if (snprintf(path, PATH_MAX, "%s/%s", book->directory, file) < PATH_MAX)
        return 0;
    errno = ENAMETOOLONG;
    return fail(book->directory);
}

static FILE *create(const levee_synth_book_t *book, const char *file)
{
    char path[PATH_MAX];
    FILE *stream = NULL;

    if (path_of(book, file, path) == 0 && (stream = fopen(path, "w")) == NULL)
        fail(path);
    return stream;
}

static int finish(const levee_synth_book_t *book, const char *file, FILE *stream)
{
    const int bad = ferror(stream);
    char path[PATH_MAX];

    if (fclose(stream) == 0 && !bad)
        return 0;
    return path_of(book, file, path) == 0 ? fail(path) : -1;
}

static int copy_stream(FILE *source, FILE *stream)
{
    static char buffer[COPY_BYTES];
    size_t bytes;
    int bad = 0;

    do {
        bytes = fread(buffer, 1, sizeof buffer, source);
        bad |= fwrite(buffer, 1, bytes, stream) != bytes;
    } while (bytes == sizeof buffer && !bad);
    return bad ? -1 : 0;
}

static int copy(const levee_synth_book_t *book, const char *from, const char *file)
{
    FILE *source = fopen(from, "rb");
    FILE *stream;
    int bad;
    int unread;

    if (source == NULL) {
        levee_complain("%s: cannot open: %s", from, strerror(errno));
        return -1;
    }
    stream = create(book, file);
    bad = stream == NULL || copy_stream(source, stream) != 0;
    unread = ferror(source);
    if (unread)
        levee_complain("%s: cannot read: %s", from, strerror(errno));
    unread |= fclose(source) != 0;
    if (stream != NULL)
        bad |= finish(book, file, stream) != 0;
    return bad || unread ? -1 : 0;
}

static int write_text(const levee_synth_book_t *book, const char *file, const char *text)
{
    FILE *stream = create(book, file);

    if (stream == NULL)
        return -1;
    fputs(text, stream);
    return finish(book, file, stream);
}

static int is_empty(const char *directory)
{
    DIR *stream = opendir(directory);
    const struct dirent *entry;
    int empty = stream != NULL;

    while (empty && (entry = readdir(stream)) != NULL)
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (stream != NULL)
        closedir(stream);
    return empty;
}

int levee_synth_book_create(levee_synth_book_t *book, const char *directory, const char *venue, const char *marks)
{
    *book = (levee_synth_book_t){.directory = directory};
    book->made = mkdir(directory, 0777) == 0;
    if (!book->made && errno != EEXIST)
        return fail(directory);
    if (!book->made && !is_empty(directory)) {
        levee_complain("%s is in the way: --out names a directory that is new or empty", directory);
        return -1;
    }
    book->created = 1;
    if (copy(book, venue, "venue.yaml") != 0 || write_text(book, "accounts.csv", accounts_head) != 0 ||
        write_text(book, "legs.csv", legs_head) != 0)
        return -1;
    return marks == NULL ? 0 : copy(book, marks, "marks.csv");
}

int levee_synth_book_write_marks(const levee_synth_book_t *book, const levee_synth_market_t *market)
{
    FILE *stream = create(book, "marks.csv");

    if (stream == NULL)
        return -1;
    fputs("instrument,mark\n", stream);
    for (uint32_t i = 0; i < market->instrument_count; i++)
        fprintf(stream, "%s,%s\n", market->instruments[i].symbol, market->instruments[i].mark);
    return finish(book, "marks.csv", stream);
}

int levee_synth_book_begin(levee_synth_book_t *book)
{
    if ((book->accounts = create(book, "accounts.csv")) == NULL || (book->legs = create(book, "legs.csv")) == NULL)
        return -1;
    fputs(accounts_head, book->accounts);
    fputs(legs_head, book->legs);
    return 0;
}

void levee_synth_book_add(levee_synth_book_t *book, const levee_synth_market_t *market, uint32_t index,
                          const levee_synth_plan_t *plan, levee_int128_t cash)
{
    const levee_synth_settlement_t *settlement = &market->settlements[plan->settlement];
    char name[LEVEE_PRICE_TEXT];
    char cash_text[LEVEE_MONEY_TEXT];
    char reserved[LEVEE_MONEY_TEXT] = "";

    levee_synth_name(index, name);
    levee_money_print(levee_money_of(cash * LEVEE_QUANTUM), settlement->decimals, cash_text);
    if (plan->reserved > 0)
        levee_money_print(levee_money_of(plan->reserved), settlement->decimals, reserved);
    fprintf(book->accounts, "%s,%s,%s,%s,%s\n", name, plan->isolated ? "isolated" : "cross", settlement->asset,
            cash_text, reserved);
    for (uint32_t i = 0; i < plan->leg_count; i++) {
        const levee_synth_leg_t *leg = &plan->legs[i];
        const levee_synth_instrument_t *instrument = &market->instruments[leg->instrument];
        char quantity[LEVEE_PRICE_TEXT];
        char entry[LEVEE_PRICE_TEXT];

        fprintf(book->legs, "%s,%s,%s,%s\n", name, instrument->symbol,
                levee_synth_quantity(instrument, leg->lots, quantity),
                levee_synth_entry(instrument, leg->entry, entry));
    }
}

int levee_synth_book_end(levee_synth_book_t *book)
{
    int bad = 0;

    if (book->accounts != NULL)
        bad |= finish(book, "accounts.csv", book->accounts);
    if (book->legs != NULL)
        bad |= finish(book, "legs.csv", book->legs);
    book->accounts = NULL;
    book->legs = NULL;
    return bad;
}

void levee_synth_book_remove(levee_synth_book_t *book)
{
    levee_synth_book_end(book);
    for (size_t i = 0; book->created && i < sizeof files / sizeof files[0]; i++) {
        char path[PATH_MAX];

        if (path_of(book, files[i], path) == 0)
            unlink(path);
    }
    if (book->made)
        rmdir(book->directory);
}
