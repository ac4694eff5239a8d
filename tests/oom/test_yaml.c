/* SPDX-License-Identifier: MIT */
/* libyaml takes its memory from malloc() itself. This program's own malloc(),
 * realloc(), strdup() and free() stand before those of the C library; the n-th
 * request of a load fails, for every n, and all is given back. */
#include "shortage.h"

#if !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__)

int main(void)
{
    printf("skipped: this build cannot stand before malloc()\n");
    return 77;
}

#else

/* The compiler thinks that it knows what malloc() does. */
static volatile size_t requests, fail_at, live;
static volatile bool counting;

extern void *__libc_malloc(size_t size);
extern void *__libc_realloc(void *ptr, size_t size);
extern void __libc_free(void *ptr);

static bool refused(void)
{
    if (counting)
        requests = requests + 1;
    return counting && requests == fail_at;
}

void *malloc(size_t size)
{
    void *ptr = refused() ? NULL : __libc_malloc(size);
    live = live + (counting && ptr != NULL);
    return ptr;
}

void *realloc(void *ptr, size_t size)
{
    void *moved = refused() ? NULL : __libc_realloc(ptr, size);
    live = live + (counting && ptr == NULL && moved != NULL);
    return moved;
}

void free(void *ptr)
{
    live = live - (counting && ptr != NULL);
    __libc_free(ptr);
}

char *strdup(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy == NULL ? NULL : memcpy(copy, text, size);
}

/* The engine's memory does not come to an end. */
static void *plenty(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    (void)ud;
    (void)old_size;
    if (new_size == 0) {
        __libc_free(ptr);
        return NULL;
    }
    return __libc_realloc(ptr, new_size);
}

static const char good_text[] =
    "%YAML 1.1\n"
    "---\n"
    "tier1: 1\n"
    "id: main\n"
    "title: &t Long enough to be read in more than one piece of a buffer\n"
    "summary: *t\n"
    "tags: [a, 'b', \"c\\t\"]\n"
    "steps:\n"
    "  a:\n"
    "    ask: !!str Which?\n"
    "    note: |\n"
    "      one\n"
    "      two\n"
    "    help: >\n"
    "      one\n"
    "      two\n"
    "    choices: {x: {label: X, also: [y, z]}, ? w : W}\n"
    "    next: [{when: 'a == \"x\"', goto: b}, b]\n"
    "  b: {resolve: Done.}\n";

/* What is read by tokens to its end. */
static const char plain_text[] = "tier1: 1\n"
                                 "id: main\n"
                                 "title: Plain\n"
                                 "steps:\n"
                                 "  a:\n"
                                 "    ask: Which?\n"
                                 "    note: |\n"
                                 "      one\n"
                                 "      two\n"
                                 "    tags:\n"
                                 "    - b\n"
                                 "    choices: {x: {label: \"X\", also: [y]}}\n"
                                 "    next: b\n"
                                 "  b: {resolve: Done.}\n";

static const char bad_text[] = "tier1: 1\nid: main\nsteps: {a: [b, 'c'\n";

static void each(const char *text, int wanted)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    const tier1_source source = {"main.yaml", text, strlen(text)};
    tier1_engine *engine = NULL;
    size_t failures = 0;

    o.allocator.fn = plenty;
    assert_int_equal(tier1_engine_new(&engine, &o), TIER1_OK);
    for (fail_at = 1;; fail_at = fail_at + 1) {
        tier1_library *library = NULL;
        tier1_diagnostics *list = NULL;
        int rc;

        requests = 0;
        counting = true;
        rc = tier1_library_load(&library, &list, engine, &source, 1, NULL);
        counting = false;
        assert_int_equal(live, 0);
        tier1_library_free(library);
        tier1_diagnostics_free(list);
        if (requests < fail_at) {
            assert_int_equal(rc, wanted);
            break;
        }
        assert_int_equal(rc, TIER1_ENOMEM);
        failures++;
    }
    assert_true(failures > 10);
    tier1_engine_free(engine);
}

static void a_good_flow(void **state)
{
    (void)state;
    each(good_text, TIER1_OK);
}

static void a_plain_flow(void **state)
{
    (void)state;
    each(plain_text, TIER1_OK);
}

static void a_bad_flow(void **state)
{
    (void)state;
    each(bad_text, TIER1_EFLOW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_flow),
        cmocka_unit_test(a_plain_flow),
        cmocka_unit_test(a_bad_flow),
    };
    void *volatile ptr;

    counting = true;
    ptr = malloc(1);
    counting = false;
    free(ptr);
    if (live != 1) {
        printf("skipped: somebody stands before this malloc()\n");
        return 77;
    }
    live = 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
