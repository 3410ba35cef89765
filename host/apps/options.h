/* SPDX-License-Identifier: Apache-2.0
 *
 * options.h: what the commands share before they get to work: exit statuses,
 * usage errors, the options that say how to read ticks. */
#ifndef LEVEE_APPS_OPTIONS_H
#define LEVEE_APPS_OPTIONS_H

#include <getopt.h>

#include <levee/files.h>

enum {
    LEVEE_EXIT_DONE = 0,
    LEVEE_EXIT_FOUND = 1, /* check found an account to liquidate, bench a target that was missed */
    LEVEE_EXIT_ERROR = 2  /* usage or input */
};

/* levee_command_t: one word of the command line. run takes the arguments from
 * that word on and returns an exit status. */
typedef struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *summary; /* no full stop */
    const char *usage;   /* one line or more, with their ends */
    const char *help;
} levee_command_t;

extern const levee_command_t levee_check_command;
extern const levee_command_t levee_replay_command;
extern const levee_command_t levee_explain_command;
extern const levee_command_t levee_whatif_command;
extern const levee_command_t levee_synth_command;
extern const levee_command_t levee_import_command;
extern const levee_command_t levee_devices_command;
extern const levee_command_t levee_bench_command;

/* levee_usage_error prints "levee COMMAND: ..." and where help is to standard
 * error. Returns LEVEE_EXIT_ERROR, as do the three below. */
int levee_usage_error(const levee_command_t *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* levee_option_error says what is wrong with the option getopt_long has just
 * answered with ':' or '?'. */
int levee_option_error(const levee_command_t *command, int answer, char **argv);

/* levee_complain_error prints an error of the library to standard error. */
int levee_complain_error(const levee_error_t *error);

/* levee_complain prints "levee: ..." to standard error. */
int levee_complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* levee_error_text writes `error` as one line, its field in front where it has
 * one, into `text` of `size` bytes. Returns `text`. */
char *levee_error_text(const levee_error_t *error, char *text, size_t size);

/* levee_parse_whole reads a whole number from `least` to `most`, digits only.
 * Returns 0, or -1 when `text` is something else. */
int levee_parse_whole(const char *text, uint64_t least, uint64_t most, uint64_t *value);

/* levee_tick_options_parse sets one of --ticks-format, --bars, --instrument,
 * told apart by `option`. Returns 0 or, after a message, LEVEE_EXIT_ERROR. */
enum { LEVEE_OPTION_FORMAT = 1000, LEVEE_OPTION_BARS, LEVEE_OPTION_INSTRUMENT };
int levee_tick_options_parse(const levee_command_t *command, int option, const char *text,
                             levee_ticks_options_t *options);

#endif
