/* SPDX-License-Identifier: Apache-2.0
 *
 * bad_input.c: runs the cases of a file through the levee command and compares
 * every word it says.
 *
 *   bad_input LEVEE BASE CASES
 *
 * A case starts from a fresh copy of the folder BASE, which the words BOOK in
 * its lines stand for:
 *
 *   case NAME
 *   edit FILE         which file the lines below are about
 *   from TEXT         replace the first TEXT of it ...
 *   to TEXT           ... with this
 *   empty             make it empty
 *   | TEXT            append a line to it
 *   gzip              compress it
 *   cut N             drop its last N bytes
 *   remove            remove it
 *   run ARGUMENTS     arguments of levee, split at spaces
 *   stdin FILE        its standard input, otherwise empty
 *   exit N            the exit status
 *   stderr LINE       the next "levee: " line of standard error, of which there
 *                     are no others, or another line that must be there
 *   reject LINE       the next line of BOOK/rejects.csv, of which there are no
 *                     others
 *
 * TEXT may hold \n, \r, \\ and \xNN. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

enum { LINE = 2048, FILE_SIZE = 1 << 20, PATH_SIZE = 512, ARGUMENTS = 32, LINES = 16 };

/* case_t: what a case expects, and where the file is that it edits. */
typedef struct {
    char name[LINE];
    int number; /* of its first line */
    char edited[PATH_SIZE];
    char from[LINE];
    size_t from_length;
    char run[LINE];
    char input[PATH_SIZE];
    int status;
    char errors[LINES][LINE];
    int error_count;
    char rejects[LINES][LINE];
    int reject_count;
} case_t;

static char *levee;
static const char *base;
static char book[PATH_SIZE / 2];
static int failed, passed;

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "bad_input: %s\n", what);
    exit(1);
}

static void require(int holds, const char *what)
{
    if (!holds)
        give_up(what);
}

static size_t read_file(const char *path, char *bytes)
{
    FILE *const file = fopen(path, "rb");
    size_t length;
    int bad;

    if (!file)
        give_up(path);
    length = fread(bytes, 1, FILE_SIZE - 1, file);
    bad = ferror(file);
    bad |= fclose(file);
    require(!bad, path);
    bytes[length] = '\0';
    return length;
}

static void write_file(const char *path, const char *bytes, size_t length)
{
    FILE *const file = fopen(path, "wb");

    require(file != NULL && fwrite(bytes, 1, length, file) == length && fclose(file) == 0, path);
}

/* Removes what is in the folder `book`, or copies `base` into it. */
static void each_file(const char *folder, int copy)
{
    static char bytes[FILE_SIZE];
    DIR *const entries = opendir(folder);
    struct dirent *entry;

    require(entries != NULL, folder);
    while ((entry = readdir(entries))) {
        char from[2 * PATH_SIZE], to[2 * PATH_SIZE];

        if (*entry->d_name == '.')
            continue;
        snprintf(from, sizeof from, "%s/%s", folder, entry->d_name);
        snprintf(to, sizeof to, "%s/%s", book, entry->d_name);
        if (copy)
            write_file(to, bytes, read_file(from, bytes));
        else
            unlink(from);
    }
    closedir(entries);
}

/* Copies `text` with each word BOOK replaced by the folder. */
static void name_book(const char *text, char out[LINE])
{
    size_t used = 0;

    while (*text && used < LINE / 2) {
        if (!strncmp(text, "BOOK", 4)) {
            used += (size_t)sprintf(out + used, "%s", book);
            text += 4;
        } else {
            out[used++] = *text++;
        }
    }
    out[used] = '\0';
}

static unsigned hex_digit(char digit)
{
    return (unsigned)(isdigit((unsigned char)digit) ? digit - '0' : tolower((unsigned char)digit) - 'a' + 10);
}

static size_t unescape(const char *text, char out[LINE])
{
    size_t used = 0;

    while (*text) {
        if (*text != '\\') {
            out[used++] = *text++;
            continue;
        }
        switch (text[1]) {
        case 'x':
            require(isxdigit((unsigned char)text[2]) && isxdigit((unsigned char)text[3]), text);
            out[used++] = (char)(hex_digit(text[2]) * 16 + hex_digit(text[3]));
            text += 4;
            break;
        default:
            out[used++] = text[1] == 'n' ? '\n' : text[1] == 'r' ? '\r' : text[1];
            text += 2;
        }
    }
    return used;
}

static void replace(const case_t *now, const char *text)
{
    static char bytes[FILE_SIZE];
    static char edited[FILE_SIZE + LINE];
    char to[LINE];
    const size_t length = read_file(now->edited, bytes), to_length = unescape(text, to);
    size_t at = 0;

    while (at + now->from_length <= length && memcmp(bytes + at, now->from, now->from_length))
        at++;
    require(at + now->from_length <= length, now->name);
    memcpy(edited, bytes, at);
    memcpy(edited + at, to, to_length);
    memcpy(edited + at + to_length, bytes + at + now->from_length, length - at - now->from_length);
    write_file(now->edited, edited, length + to_length - now->from_length);
}

static void append(const case_t *now, const char *text)
{
    FILE *const file = fopen(now->edited, "ab");
    char line[LINE];
    const size_t length = unescape(text, line);

    require(file != NULL && fwrite(line, 1, length, file) == length && fputc('\n', file) == '\n' && fclose(file) == 0,
            now->edited);
}

static void zip(const case_t *now)
{
    static char bytes[FILE_SIZE];
    const size_t length = read_file(now->edited, bytes);
    gzFile file = gzopen(now->edited, "wb");

    require(file != NULL && gzwrite(file, bytes, (unsigned)length) == (int)length && gzclose(file) == Z_OK,
            now->edited);
}

static void cut(const case_t *now, const char *count)
{
    static char bytes[FILE_SIZE];

    require(truncate(now->edited, (off_t)(read_file(now->edited, bytes) - strtoul(count, NULL, 10))) == 0, now->edited);
}

/* Runs levee with its outputs in BOOK/out.txt and BOOK/err.txt; returns its status. */
static int run_levee(const case_t *now)
{
    char line[LINE], *arguments[ARGUMENTS] = {levee};
    int count = 1, status;
    pid_t child;

    name_book(now->run, line);
    for (char *word = strtok(line, " "); word && count < ARGUMENTS - 1; word = strtok(NULL, " "))
        arguments[count++] = word;
    child = fork();
    require(child >= 0, "no process");
    if (child == 0) {
        const int out = chdir(book) ? -1 : open("out.txt", O_WRONLY | O_CREAT | O_TRUNC, 0666);
        const int in = open(*now->input ? now->input : "/dev/null", O_RDONLY);
        const int err = open("err.txt", O_WRONLY | O_CREAT | O_TRUNC, 0666);

        if (in < 0 || out < 0 || err < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
            _exit(127);
        execv(levee, arguments);
        _exit(127);
    }
    require(waitpid(child, &status, 0) == child, "no status");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void complain(const case_t *now, const char *what, const char *wanted, const char *got)
{
    printf("FAIL %s (line %d): %s\n  wanted %s\n  got    %s\n", now->name, now->number, what, wanted, got);
}

/* Compares the lines of a file that start with `prefix`, behind the first
 * `skip`, with the wanted ones in order; the wanted ones that do not start with
 * it must be anywhere. */
static int compare_lines(const case_t *now, const char *path, const char *prefix, int skip, char wanted[][LINE],
                         int wanted_count)
{
    static char bytes[FILE_SIZE], searched[FILE_SIZE + 2];
    char expected[LINE];
    int next = 0, bad = 0;

    read_file(path, bytes);
    sprintf(searched, "\n%s", bytes);
    for (char *line = strtok(bytes, "\n"); line; line = strtok(NULL, "\n")) {
        if (strncmp(line, prefix, strlen(prefix)) || skip-- > 0)
            continue;
        while (next < wanted_count && strncmp(wanted[next], prefix, strlen(prefix)))
            next++;
        *expected = '\0';
        if (next < wanted_count)
            name_book(wanted[next++], expected);
        if (strcmp(line, expected)) {
            complain(now, "a line", *expected ? expected : "nothing", line);
            bad = 1;
        }
    }
    for (int k = 0; k < wanted_count; k++) {
        char whole[LINE + 3];

        name_book(wanted[k], expected);
        snprintf(whole, sizeof whole, "\n%s\n", expected);
        if (strstr(searched, whole))
            continue;
        complain(now, "a line is missing", expected, "nothing");
        bad = 1;
    }
    return bad;
}

static void finish(case_t *now)
{
    char path[PATH_SIZE];
    int status, bad = 0;

    if (!*now->name)
        return;
    status = run_levee(now);
    snprintf(path, sizeof path, "%s/err.txt", book);
    bad |= compare_lines(now, path, "levee: ", 0, now->errors, now->error_count);
    if (status != now->status) {
        char wanted[16], got[16];

        snprintf(wanted, sizeof wanted, "%d", now->status);
        snprintf(got, sizeof got, "%d", status);
        complain(now, "the exit status", wanted, got);
        bad = 1;
    }
    snprintf(path, sizeof path, "%s/rejects.csv", book);
    if (access(path, F_OK) == 0)
        bad |= compare_lines(now, path, "", 1, now->rejects, now->reject_count);
    else if (now->reject_count)
        bad = 1;
    failed += bad;
    passed += !bad;
}

static void start(case_t *now, const char *name, int number)
{
    finish(now);
    memset(now, 0, sizeof *now);
    snprintf(now->name, sizeof now->name, "%s", name);
    now->number = number;
    each_file(book, 0);
    each_file(base, 1);
}

static void add_line(char lines[][LINE], int *count, const char *text)
{
    require(*count < LINES, "too many lines in a case");
    snprintf(lines[(*count)++], LINE, "%s", text);
}

static void obey(case_t *now, const char *word, const char *rest, int number)
{
    if (!strcmp(word, "case")) {
        start(now, rest, number);
    } else if (!strcmp(word, "edit")) {
        snprintf(now->edited, sizeof now->edited, "%s/%.200s", book, rest);
    } else if (!strcmp(word, "from")) {
        now->from_length = unescape(rest, now->from);
    } else if (!strcmp(word, "to")) {
        replace(now, rest);
    } else if (!strcmp(word, "empty")) {
        write_file(now->edited, "", 0);
    } else if (!strcmp(word, "|")) {
        append(now, rest);
    } else if (!strcmp(word, "gzip")) {
        zip(now);
    } else if (!strcmp(word, "cut")) {
        cut(now, rest);
    } else if (!strcmp(word, "remove")) {
        require(unlink(now->edited) == 0, now->edited);
    } else if (!strcmp(word, "run")) {
        snprintf(now->run, sizeof now->run, "%s", rest);
    } else if (!strcmp(word, "stdin")) {
        snprintf(now->input, sizeof now->input, "%.400s", rest);
    } else if (!strcmp(word, "exit")) {
        now->status = (int)strtol(rest, NULL, 10);
    } else if (!strcmp(word, "stderr")) {
        add_line(now->errors, &now->error_count, rest);
    } else if (!strcmp(word, "reject")) {
        add_line(now->rejects, &now->reject_count, rest);
    } else {
        require(0, word);
    }
}

static void run_cases(const char *path)
{
    static case_t now;
    FILE *const file = fopen(path, "r");
    char line[LINE];

    require(file != NULL, path);
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        char *rest;

        line[strcspn(line, "\n")] = '\0';
        if (!*line || *line == '#')
            continue;
        rest = strchr(line, ' ');
        if (rest)
            *rest++ = '\0';
        obey(&now, line, rest ? rest : "", number);
    }
    finish(&now);
    require(fclose(file) == 0, path);
}

int main(int argc, char **argv)
{
    const char *const parent = getenv("TMPDIR");

    require(argc == 4, "usage: bad_input LEVEE BASE CASES");
    levee = argv[1];
    base = argv[2];
    snprintf(book, sizeof book, "%.200s/levee-bad-XXXXXX", parent ? parent : "/tmp");
    require(mkdtemp(book) != NULL, book);
    run_cases(argv[3]);
    each_file(book, 0);
    rmdir(book);
    printf("%d cases passed, %d failed\n", passed, failed);
    return failed || !passed;
}
