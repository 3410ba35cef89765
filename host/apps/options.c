/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int levee_usage_error(const levee_command_t *command, const char *format, ...)
{
    va_list arguments;

    fprintf(stderr, "levee %s: ", command->name);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, " (levee %s --help shows the usage)\n", command->name);
    return LEVEE_EXIT_ERROR;
}

int levee_option_error(const levee_command_t *command, int answer, char **argv)
{
    const char *option = argv[optind - 1];

    if (answer == ':')
        return levee_usage_error(command, "option '%s' needs a value", option);
    if (strncmp(option, "--", 2) == 0 && strchr(option, '=') != NULL)
        return levee_usage_error(command, "option '%s' is unknown or takes no value", option);
    return levee_usage_error(command, "unknown option '%s'", option);
}

char *levee_error_text(const levee_error_t *error, char *text, size_t size)
{
    if (error->field[0] == '\0')
        snprintf(text, size, "%s", error->message);
    else
        snprintf(text, size, "%s: %s", error->field, error->message);
    return text;
}

int levee_complain_error(const levee_error_t *error)
{
    char text[sizeof *error];

    fprintf(stderr, "levee: %s\n", levee_error_text(error, text, sizeof text));
    return LEVEE_EXIT_ERROR;
}

int levee_complain(const char *format, ...)
{
    va_list arguments;

    fputs("levee: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    return LEVEE_EXIT_ERROR;
}

int levee_parse_whole(const char *text, uint64_t least, uint64_t most, uint64_t *value)
{
    uint64_t whole = 0;

    if (*text == '\0')
        return -1;
    for (; *text != '\0'; text++) {
        const uint64_t digit = (uint64_t)(*text - '0');

        if (*text < '0' || *text > '9' || whole > (UINT64_MAX - digit) / 10)
            return -1;
        whole = whole * 10 + digit;
    }
    if (whole < least || whole > most)
        return -1;
    *value = whole;
    return 0;
}

int levee_tick_options_parse(const levee_command_t *command, int option, const char *text,
                             levee_ticks_options_t *options)
{
    levee_error_t error;

    if (option == LEVEE_OPTION_INSTRUMENT) {
        options->instrument = text;
        return 0;
    }
    if (option == LEVEE_OPTION_FORMAT)
        return levee_ticks_format(text, &options->format, &error) == LEVEE_OK ? 0 : levee_complain_error(&error);
    if (strcmp(text, "close") != 0 && strcmp(text, "ohlc") != 0)
        return levee_usage_error(command, "--bars is 'close' or 'ohlc', not '%s'", text);
    options->ohlc = strcmp(text, "ohlc") == 0;
    return 0;
}
