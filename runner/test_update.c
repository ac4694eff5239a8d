/* SPDX-License-Identifier: MIT */
/* The library makes the new text and has run it; here it is written. */
#include "test_update.h"

#include "io.h"
#include "runner.h"

struct choosing {
    const struct test_set *set;
    const char *path;
};

static int choose(void *ud, const char *name)
{
    const struct choosing *c = ud;
    return test_set_chosen(c->set, c->path, name);
}

static void tell(struct term *out, const char *path,
                 const tier1_case_change *change)
{
    term_format(out, BOLD, "%s:%u: ", path, change->line);
    if (!change->why) {
        term_put(out, GREEN, "updated");
        term_format(out, PLAIN, ": %s (%s)\n", change->name, change->what);
        return;
    }
    term_put(out, YELLOW, "not updated");
    term_format(out, PLAIN, ": %s\n", change->name);
    term_markdown(out, "    ", change->why);
}

int test_update(const struct test_set *set, tier1_engine *engine,
                const char *path, tier1_library *library,
                const tier1_case_options *options, struct term *out)
{
    struct text bytes = TEXT_INIT;
    struct choosing choosing = {set, path};
    tier1_updated *updated = NULL;
    int status = io_read(&bytes, path);
    if (status != STATUS_DONE)
        return status;
    int rc =
        tier1_tests_update(&updated, engine, path, text_get(&bytes),
                           bytes.length, library, options, choose, &choosing);
    if (need_memory(rc) != TIER1_OK)
        status = complain(rc == TIER1_EINVALID ? STATUS_FINDINGS : STATUS_IO,
                          "%s: not updated: %s", path, tier1_status_text(rc));
    else if (updated->text)
        status = io_replace(path, updated->text, updated->length);
    for (size_t i = 0; status == STATUS_DONE && i < updated->count; i++)
        tell(out, path, &updated->cases[i]);
    tier1_updated_free(updated);
    text_free(&bytes);
    return status;
}
