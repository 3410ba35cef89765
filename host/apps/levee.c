/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <stdio.h>
#include <string.h>

static const levee_command_t *const commands[] = {&levee_check_command,   &levee_replay_command, &levee_explain_command,
                                                  &levee_whatif_command,  &levee_synth_command,  &levee_import_command,
                                                  &levee_devices_command, &levee_bench_command};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static const levee_command_t *find_command(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void print_help(void)
{
    puts("Usage: levee COMMAND [ARGUMENT ...]\n\n"
         "Risk engine for leveraged crypto derivatives: says which margin accounts are\n"
         "still solvent enough to hold their positions, exact to the quantum.\n");
    for (size_t i = 0; i < COMMANDS; i++)
        printf("  %-8s %s\n", commands[i]->name, commands[i]->summary);
    puts("\n  levee COMMAND --help   options of a command\n"
         "  levee --version        release and build\n\n"
         "Exit status: 0 done, 1 check found an account to liquidate, 2 usage or input\n"
         "error.");
}

static int refuse(const char *word)
{
    fprintf(stderr, "levee: %s '%s'; the commands are", word[0] == '-' ? "unknown option" : "no command", word);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(stderr, "%s%s", i == 0 ? " " : ", ", commands[i]->name);
    fputs(" (levee --help)\n", stderr);
    return LEVEE_EXIT_ERROR;
}

/* Whatever was printed with stdio only reached the reader if this flush worked. */
static int printed(void)
{
    return fflush(stdout) == 0 && !ferror(stdout) ? LEVEE_EXIT_DONE : LEVEE_EXIT_ERROR;
}

static int help(const levee_command_t *command)
{
    printf("Usage: levee %s\n%s.\n\n%s", command->usage, command->summary, command->help);
    return printed();
}

static int asks_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return 1;
    return 0;
}

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    const levee_command_t *command = find_command(word);

    if (command != NULL)
        return asks_help(argc - 1, argv + 1) ? help(command) : command->run(argc - 1, argv + 1);
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        printf("levee %s\n%s\n", levee_version(), levee_build());
        return printed();
    }
    if (strcmp(word, "help") == 0 && argc > 2)
        return (command = find_command(argv[2])) != NULL ? help(command) : refuse(argv[2]);
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
        print_help();
        return printed();
    }
    if (argc < 2) {
        fputs("levee: a command is needed: check, replay, explain, whatif, synth, import, devices, bench "
              "(levee --help)\n",
              stderr);
        return LEVEE_EXIT_ERROR;
    }
    return refuse(word);
}
