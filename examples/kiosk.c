/* SPDX-License-Identifier: MIT */
/* A kiosk: one person after another, and a plug that anybody may pull. What a
 * person has said is on disk before the next question is shown, it is gone when
 * the packet is delivered, and nobody is shown what another one said.
 *
 *     cc kiosk.c $(pkg-config --cflags --libs tier1) -o kiosk
 *     ./kiosk lamp.yaml FOLDER
 *
 * The folder is the kiosk's alone. Its flows call no host function that answers
 * later; later.c shows a loop for these.
 */
#define _DEFAULT_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <tier1/sys/posix.h>
#include <tier1/tier1.h>

enum { IDLE_SECONDS = 60, OLD_SECONDS = 10 * 60 };

/* Memory that is wiped before it is given back. */
static void *wiped(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    void *got = new_size > 0 ? malloc(new_size) : NULL;
    (void)ud;

    if (ptr == NULL || (got == NULL && new_size > 0))
        return got;
    if (got != NULL)
        memcpy(got, ptr, old_size < new_size ? old_size : new_size);
    explicit_bzero(ptr, old_size);
    free(ptr);
    return got;
}

static const tier1_buf no_bytes = {NULL, 0, 0, {wiped, NULL}};

/* stdio would keep a copy. */
static int write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t done = write(file, bytes, length);
        if (done < 0 && errno != EINTR)
            return TIER1_EREAD;
        bytes += done > 0 ? done : 0;
        length -= done > 0 ? (size_t)done : 0;
    }
    return TIER1_OK;
}

static int say(const char *text)
{
    int rc = write_all(STDOUT_FILENO, text, strlen(text));

    return rc == TIER1_OK ? write_all(STDOUT_FILENO, "\n", 1) : rc;
}

/* A name is not safe from a loss of power before its folder is. */
static int settle_folder(void)
{
    int folder = open(".", O_RDONLY | O_DIRECTORY);
    int failed = folder < 0 || fsync(folder) != 0;

    if (folder >= 0)
        close(folder);
    return failed ? TIER1_EREAD : TIER1_OK;
}

/* The file "session" holds these bytes or what it held before, never a part. */
static int write_whole(const tier1_buf *bytes)
{
    int file = open("session.new", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    int failed = file < 0 ||
                 write_all(file, bytes->ptr, bytes->len) != TIER1_OK ||
                 fsync(file) != 0;

    if (file >= 0)
        failed = close(file) != 0 || failed;
    if (failed || rename("session.new", "session") != 0)
        return TIER1_EREAD;
    return settle_folder();
}

static int keep(const tier1_session *session)
{
    tier1_buf bytes = no_bytes;
    int rc = tier1_session_snapshot(&bytes, session, NULL);

    if (rc == TIER1_OK)
        rc = write_whole(&bytes);
    tier1_buf_dispose(&bytes);
    return rc;
}

static int forget(void)
{
    if (unlink("session") != 0 && errno != ENOENT)
        return TIER1_EREAD;
    return settle_folder();
}

/* Takes up what a loss of power has left; TIER1_ENOTFOUND where there is
 * nothing that can be. Who began long ago has gone. */
static int take_up(tier1_session **out, tier1_engine *engine,
                   const tier1_library *library)
{
    tier1_buf bytes = no_bytes;
    struct stat about;
    int rc = tier1_posix_read(&bytes, "session", 0);

    if (rc == TIER1_OK)
        rc = tier1_session_restore(out, engine, library, bytes.ptr, bytes.len,
                                   NULL);
    tier1_buf_dispose(&bytes);
    if (rc < 0 && rc != TIER1_ENOTFOUND && rc != TIER1_ENOMEM) {
        fprintf(stderr, "not taken up: %s. %s\n", tier1_status_text(rc),
                tier1_engine_problem(engine));
        return TIER1_ENOTFOUND;
    }
    if (rc > 0 && rc != TIER1_DONE &&
        (stat("session", &about) != 0 ||
         time(NULL) - about.st_mtime > OLD_SECONDS))
        return tier1_session_abandon(*out, "the power failed");
    return rc;
}

/* Answers with the next line; nobody who answers is somebody who has gone. */
static int answer(tier1_session *session)
{
    struct pollfd person = {STDIN_FILENO, POLLIN, 0};
    char line[4096];

    if (poll(&person, 1, IDLE_SECONDS * 1000) == 0)
        return tier1_session_abandon(session, "nobody answered");
    if (fgets(line, sizeof line, stdin) == NULL)
        return TIER1_EREAD; /* the kiosk is switched off */
    line[strcspn(line, "\n")] = '\0';
    int rc = tier1_session_answer(session, line);
    explicit_bzero(line, sizeof line);
    return rc;
}

static int walk(tier1_session *session)
{
    int rc = tier1_session_state(session);

    while (rc == TIER1_ASK) {
        rc = say(tier1_session_view(session)->text);
        if (rc == TIER1_OK)
            rc = answer(session);
        if (rc == TIER1_EANSWER && say(tier1_session_problem(session)) == 0)
            rc = tier1_session_state(session);
        if (rc > 0 && keep(session) != TIER1_OK)
            fprintf(stderr, "cannot be kept: %s\n", strerror(errno));
    }
    return rc;
}

/* To be sent to Tier 2; only what has arrived there is forgotten. Should the
 * power fail in between it is sent again, with the same id. */
static int deliver(const tier1_session *session)
{
    tier1_buf packet = no_bytes;
    int rc = tier1_packet_render(&packet, session, TIER1_PACKET_MARKDOWN, NULL);

    if (rc == TIER1_OK)
        rc = say(packet.ptr);
    tier1_buf_dispose(&packet);
    return rc == TIER1_OK ? forget() : rc;
}

/* One person: an engine and a session that end with the walk. */
static int serve(const tier1_engine_options *options,
                 const tier1_library *library)
{
    tier1_engine *engine = NULL;
    tier1_session *session = NULL;
    int rc = tier1_engine_new(&engine, options);

    if (rc == TIER1_OK)
        rc = take_up(&session, engine, library);
    if (rc == TIER1_ENOTFOUND)
        rc = tier1_session_start(&session, engine, tier1_library_at(library, 0),
                                 NULL);
    if (rc == TIER1_ASK)
        rc = walk(session);
    if (rc == TIER1_DONE)
        rc = deliver(session);
    tier1_session_free(session);
    tier1_engine_free(engine);
    return rc;
}

int main(int argc, char **argv)
{
    tier1_engine_options options = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;

    if (argc != 3) {
        fprintf(stderr, "usage: kiosk FLOW FOLDER\n");
        return 2;
    }
    setvbuf(stdin, NULL, _IONBF, 0); /* so that poll() sees each line */
    tier1_posix_engine(&options);
    options.allocator = no_bytes.allocator;
    int rc = tier1_engine_new(&engine, &options);
    if (rc == TIER1_OK)
        rc = tier1_posix_load(&library, NULL, engine, argv[1]);
    if (rc == TIER1_OK && chdir(argv[2]) != 0)
        rc = TIER1_ENOTFOUND;
    while (rc == TIER1_OK)
        rc = serve(&options, library);
    fprintf(stderr, "%s\n", tier1_status_text(rc));
    tier1_library_free(library);
    tier1_engine_free(engine);
    return 1;
}
