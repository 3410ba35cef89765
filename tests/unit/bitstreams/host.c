/* SPDX-License-Identifier: Apache-2.0 */
#include "host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SILENCE_SECONDS = 20, ANSWER_HEADER = 9, ANSWER_MAX = 1 << 27 };

static const char socket_id[] = "calls";

static void require(int holds, const char *what)
{
    if (holds)
        return;
    perror(what);
    abort();
}

static void socket_path(const host_t *host, bool requests, char path[2 * HOST_PATH])
{
    snprintf(path, 2 * HOST_PATH, "%s/%s%s", host->directory, requests ? "D2X_unix_sock_" : "", socket_id);
}

static int listen_on(const host_t *host, bool requests)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    char path[2 * HOST_PATH];

    socket_path(host, requests, path);
    snprintf(address.sun_path, sizeof address.sun_path, "%.100s", path);
    require(bind(listener, (const struct sockaddr *)&address, sizeof address) == 0, path);
    require(listen(listener, 1) == 0, path);
    return listener;
}

static int take_call(int listener)
{
    const struct timeval silence = {.tv_sec = SILENCE_SECONDS};
    const int taken = accept(listener, NULL, NULL);

    require(taken >= 0, "accept");
    require(setsockopt(taken, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence) == 0, "setsockopt");
    close(listener);
    return taken;
}

void host_begin(host_t *host, levee_device_model_t *model)
{
    *host = (host_t){.requests = -1, .directory = "/tmp/levee-host-XXXXXX"};
    require(mkdtemp(host->directory) != NULL, host->directory);
    setenv("USER", strrchr(host->directory, '/') + 1, 1);
    setenv("EMULATION_SOCKETID", socket_id, 1);
    const int calls = listen_on(host, false);
    const int requests = model->emulation == LEVEE_HW_EMU ? listen_on(host, true) : -1;
    host->model = fork();
    require(host->model >= 0, "fork");
    if (host->model == 0)
        _exit(levee_serve(model));
    host->calls = take_call(calls);
    if (requests >= 0)
        host->requests = take_call(requests);
}

int host_end(host_t *host)
{
    char path[2 * HOST_PATH];
    int status = 0;

    close(host->calls);
    if (host->requests >= 0)
        close(host->requests);
    require(waitpid(host->model, &status, 0) == host->model, "waitpid");
    free(host->payload);
    socket_path(host, false, path);
    unlink(path);
    /* Whatever else lies there, the model has left it. */
    require(rmdir(host->directory) == 0, host->directory);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void host_header(uint8_t header[HOST_HEADER], uint64_t size, uint32_t call)
{
    header[0] = 0x09;
    memcpy(header + 1, &size, sizeof size);
    header[9] = 0x15;
    memcpy(header + 10, &call, sizeof call);
}

void host_send(const host_t *host, const void *bytes, size_t size)
{
    require(send(host->calls, bytes, size, MSG_NOSIGNAL) == (ssize_t)size, "send");
}

void host_hang_up(const host_t *host)
{
    shutdown(host->calls, SHUT_WR);
}

size_t host_hears(int socket, void *bytes, size_t size)
{
    size_t heard = 0;

    while (heard < size) {
        const ssize_t count = recv(socket, (uint8_t *)bytes + heard, size - heard, 0);

        if (count <= 0)
            break;
        heard += (size_t)count;
    }
    return heard;
}

bool host_ask(host_t *host, uint32_t call, const levee_wire_out_t *payload)
{
    uint8_t header[HOST_HEADER];
    uint64_t size = 0;

    host_header(header, payload->size, call);
    host_send(host, header, sizeof header);
    if (payload->size > 0)
        host_send(host, payload->bytes, payload->size);
    if (host_hears(host->calls, header, ANSWER_HEADER) != ANSWER_HEADER || header[0] != 0x09)
        return false;
    memcpy(&size, header + 1, sizeof size);
    if (size > ANSWER_MAX)
        return false;
    free(host->payload);
    host->payload = malloc(size + 1);
    require(host->payload != NULL, "malloc");
    return host_hears(host->calls, host->payload, size) == size && levee_wire_read(&host->answer, host->payload, size);
}
