/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memfd_create, posix_spawn's working directory */
#include "device/xrt/child.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "device/xrt/environment.h"
#include "model/error.h"

enum { REAP_MILLISECONDS = 200 };

/* program_path is the session's program: beside the one that runs. */
static levee_result_t program_path(const levee_session_kind_t *kind, char path[PATH_MAX], levee_error_t *error)
{
    const char *given = getenv("LEVEE_CARD_SESSION");
    char own[PATH_MAX] = "";
    const ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    const char *slash = length > 0 ? strrchr(own, '/') : NULL;
    const int fits = given ? snprintf(path, PATH_MAX, "%s", given)
                           : snprintf(path, PATH_MAX, "%.*s/%s", slash ? (int)(slash - own) : 0, own, kind->program);

    if (fits < PATH_MAX && access(path, X_OK) == 0)
        return LEVEE_OK;
    return levee_fail(error, LEVEE_SYSTEM, "backend", "%.200s is not there; install %s and build again", path,
                      kind->built_of);
}

levee_result_t levee_child_plan(const levee_session_kind_t *kind, const char *xclbin, levee_child_plan_t *plan,
                                levee_error_t *error)
{
    const char *given = xclbin ? xclbin : getenv("LEVEE_XCLBIN");
    char path[PATH_MAX];

    *plan = (levee_child_plan_t){.kind = kind, .target = LEVEE_TARGET_NONE};
    if (kind->bare && (!given || given[0] == '\0'))
        return program_path(kind, path, error);
    if (!given || given[0] == '\0')
        return levee_fail(error, LEVEE_REJECTED, "xclbin", "none is given; give --xclbin FILE or set LEVEE_XCLBIN");
    if (!realpath(given, plan->xclbin))
        return levee_fail(error, LEVEE_SYSTEM, "xclbin", "cannot read %.200s: %s", given, strerror(errno));
    levee_result_t result = levee_xclbin_target(plan->xclbin, &plan->target, error);
    if (result == LEVEE_OK)
        result = program_path(kind, path, error);
    return result == LEVEE_OK ? levee_environment_check(plan->xclbin, plan->target, error) : result;
}

static levee_result_t map_memory(levee_child_t *child, int *descriptor, levee_error_t *error)
{
    *descriptor = memfd_create("levee-card", MFD_CLOEXEC);
    if (*descriptor < 0 || ftruncate(*descriptor, (off_t)LEVEE_SESSION_BYTES) != 0)
        return levee_fail(error, LEVEE_SYSTEM, "backend", "no memory to share with the card's session: %s",
                          strerror(errno));
    void *memory = mmap(NULL, LEVEE_SESSION_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, *descriptor, 0);
    if (memory == MAP_FAILED)
        return levee_fail(error, LEVEE_SYSTEM, "backend", "no addresses for the card's session: %s", strerror(errno));
    /* So many addresses would make a core file of a crash as large. */
    (void)madvise(memory, LEVEE_SESSION_BYTES, MADV_DONTDUMP);
    child->shared = memory;
    child->shared->version = LEVEE_SESSION_VERSION;
    child->shared->ask = LEVEE_ASK_OPEN;
    child->shared->asked = 1;
    return LEVEE_OK;
}

/* spawn starts the program in a session of its own: the runtime's handlers signal
 * their whole process group. */
static int spawn(levee_child_t *child, const char *path, const levee_child_plan_t *plan, int descriptor,
                 char **environment)
{
    const char *log = getenv("LEVEE_CARD_LOG");
    char *arguments[] = {(char *)plan->kind->program, (char *)plan->xclbin, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;

    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, log ? log : "/dev/null", O_WRONLY | O_CREAT | O_APPEND, 0644);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    posix_spawn_file_actions_adddup2(&actions, descriptor, LEVEE_SESSION_DESCRIPTOR);
    if (child->scratch[0] != '\0')
        posix_spawn_file_actions_addchdir_np(&actions, child->scratch);
    const int failed = posix_spawn(&child->process, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failed)
        child->process = 0;
    return failed;
}

static levee_result_t make_scratch(levee_child_t *child, levee_error_t *error)
{
    /* Below /tmp in any case: the runtime's sockets are. */
    char name[] = "/tmp/levee-card-XXXXXX";

    if (!mkdtemp(name))
        return levee_fail(error, LEVEE_SYSTEM, "/tmp",
                          "no directory for the emulated card in it: %s; make room, or "
                          "allow writing there",
                          strerror(errno));
    snprintf(child->scratch, sizeof child->scratch, "%s", name);
    return LEVEE_OK;
}

levee_result_t levee_child_start(levee_child_t *child, const levee_child_plan_t *plan, levee_error_t *error)
{
    char path[PATH_MAX];
    int descriptor = -1;
    char **environment = NULL;

    *child = (levee_child_t){.kind = plan->kind};
    levee_result_t result = program_path(plan->kind, path, error);
    if (result == LEVEE_OK)
        result = map_memory(child, &descriptor, error);
    if (result == LEVEE_OK && plan->target != LEVEE_TARGET_HW)
        result = make_scratch(child, error);
    if (result == LEVEE_OK) {
        environment = levee_environment_make(plan->xclbin, plan->target, child->scratch);
        const int failed = environment ? spawn(child, path, plan, descriptor, environment) : ENOMEM;
        if (failed)
            result = levee_fail(error, LEVEE_SYSTEM, "backend", "cannot start %.200s: %s", path, strerror(failed));
    }
    levee_environment_free(environment);
    if (descriptor >= 0)
        close(descriptor);
    if (result != LEVEE_OK)
        levee_child_end(child, 0);
    return result;
}

int levee_child_exited(levee_child_t *child, char text[LEVEE_SESSION_TEXT])
{
    int status = 0;

    if (child->process == 0 || waitpid(child->process, &status, WNOHANG) != child->process)
        return 0;
    /* What it has started may be there still. */
    (void)kill(-child->process, SIGKILL);
    child->process = 0;
    if (WIFSIGNALED(status))
        snprintf(text, LEVEE_SESSION_TEXT, "the card's session was ended by signal %d (%s)", WTERMSIG(status),
                 strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) == 127)
        snprintf(text, LEVEE_SESSION_TEXT, "the card's session does not start; install %s and build again",
                 child->kind->runs_on);
    else
        snprintf(text, LEVEE_SESSION_TEXT,
                 "the card's session ended with status %d; LEVEE_CARD_LOG=FILE keeps its words", WEXITSTATUS(status));
    return 1;
}

void levee_child_kill(const levee_child_t *child)
{
    if (child->process != 0)
        (void)kill(-child->process, SIGKILL);
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

void levee_child_end(levee_child_t *child, int milliseconds)
{
    const struct timespec pause = {.tv_nsec = 1000000};
    char text[LEVEE_SESSION_TEXT];

    for (int i = 0; i < milliseconds && child->process != 0 && !levee_child_exited(child, text); i++)
        (void)nanosleep(&pause, NULL);
    levee_child_kill(child);
    /* A process that hangs in a driver cannot be waited for: it is abandoned. */
    for (int i = 0; i < REAP_MILLISECONDS && child->process != 0 && !levee_child_exited(child, text); i++)
        (void)nanosleep(&pause, NULL);
    if (child->shared)
        (void)munmap(child->shared, LEVEE_SESSION_BYTES);
    if (child->scratch[0] != '\0')
        (void)nftw(child->scratch, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    *child = (levee_child_t){0};
}
