/* SPDX-License-Identifier: MIT */
/* Allocations that fail, one after the other, and caps that are reached. */
#include "test_script_world.h"

/* Fails from the n-th call on, not only at it. */
static void *fails_on(void *ud, void *ptr, size_t old_size, size_t new_size)
{
    struct fault *f = ud;
    size_t fail_at = f->fail;
    void *got;

    if (new_size > 0 && fail_at > 0 && f->calls + 1 >= fail_at) {
        f->calls++;
        return NULL;
    }
    f->fail = 0;
    got = fault_alloc(f, ptr, old_size, new_size);
    f->fail = fail_at;
    return got;
}

struct sweep {
    struct fault f;
    struct world w;
    struct hook *hooks[5];
    bool on;
};

static const struct {
    enum hook_form form;
    const char *text;
} sweep_hooks[] = {
    {HOOK_EXPRESSION, "weak(-80) and has(noises, 'hum') and old.X100"},
    {HOOK_STATEMENTS, "line.x = {1, {a = 'b'}} attempts = attempts + 1\n"
                      "noises[3] = ('x'):rep(1000)"},
    {HOOK_BLOCK, "local t = {}\n"
                 "for w in ('the quick brown fox'):gmatch('%a+') do\n"
                 "  t[#t + 1] = w:upper():reverse():gsub('O', '%0%0')\n"
                 "end\n"
                 "table.sort(t)\n"
                 "for k, v in pairs({c = 1, b = 2}) do t[#t + 1] = k end\n"
                 "return table.concat(t, ',') .. string.format('%5.1f', 2.5)"},
    {HOOK_BLOCK, "return host.echo({noises, line, date.today()})"},
    {HOOK_BLOCK, "local ok, e = pcall(error, {1}) return tostring(e)"},
};

static void sweep_open(struct sweep *s, bool on)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;

    memset(s, 0, sizeof *s);
    s->on = on;
    o.allocator = (tier1_allocator){on ? fails_on : fault_alloc, &s->f};
    world_open(&s->w, &o);
    world_var(&s->w, "noises", "[\"hiss\",\"hum\"]");
    world_var(&s->w, "line", "{\"ok\":true,\"db\":20}");
    world_var(&s->w, "attempts", "3");
    world_data(&s->w, "old", "[\"X100\",\"X150\"]");
    world_helpers(&s->w, "function weak(dbm) return dbm < -75 end");
    for (size_t i = 0; i < 5; i++)
        s->hooks[i] =
            world_hook(&s->w, sweep_hooks[i].form, sweep_hooks[i].text,
                       strlen(sweep_hooks[i].text));
    s->w.no_json = true;
}

/* The scenario; false where a call ran out of memory. */
static bool sweep_run(struct sweep *s)
{
    struct world *w = &s->w;
    bool ok = true;

    for (size_t i = 0; i < 5; i++) {
        struct script_problem p;
        enum script_failure failure =
            tier1__script_check(w->engine, s->hooks[i], &p);
        if (failure != SCRIPT_OK && failure != SCRIPT_NOMEM)
            fail_msg("check %d: %d %s", (int)i, (int)failure, p.message);
        ok = ok && failure == SCRIPT_OK;
        if (!w->use)
            w->use = tier1__script_take(w->engine, &w->library);
        if (!w->use)
            return false;
        world_run_hook(w, s->hooks[i]);
        if (w->failure != SCRIPT_OK && w->failure != SCRIPT_NOMEM)
            fail_msg("hook %d: %d %s", (int)i, (int)w->failure,
                     w->problem.message);
        ok = ok && w->failure == SCRIPT_OK;
    }
    return ok;
}

static void sweep(bool on)
{
    size_t failed = 0;
    size_t n = 0;
    bool reached;

    do {
        struct sweep s;
        sweep_open(&s, on);
        s.f.fail = s.f.calls + ++n;
        failed += !sweep_run(&s);
        reached = s.f.calls >= s.f.fail;
        s.f.fail = 0;
        assert_true(sweep_run(&s)); /* as if nothing had been */
        world_close(&s.w);
        assert_int_equal(s.f.live, 0);
        assert_int_equal(s.f.bytes, 0);
    } while (reached);
    assert_true(n > (WORLD_ELSEWHERE ? 20 : 500));
    assert_true(failed > (on ? n - 2 : WORLD_ELSEWHERE ? 5 : 20));
}

static void fails_once_and_goes_on(void **state)
{
    (void)state;
    sweep(false);
}

static void fails_from_then_on(void **state)
{
    (void)state;
    sweep(true);
}

/* A cap that is too small for the sandbox itself is a limit, not an error of
 * the host's; so is one that fills up. */
static void the_cap_is_no_failure_of_the_host(void **state)
{
    bool ran = false;

    (void)state;
    for (uint64_t cap = 1000; cap < 120000; cap += 1000) {
        tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
        struct world w;
        o.caps.hook_memory = cap;
        world_open(&w, &o);
        world_run(&w, HOOK_BLOCK,
                  "local t = {} for i = 1, 100 do t[i] = 'x' .. i end "
                  "return #t");
        if (w.failure != SCRIPT_OK && w.failure != SCRIPT_MEMORY)
            fail_msg("%d: %s", (int)w.failure, w.problem.message);
        ran = w.failure == SCRIPT_OK;
        world_close(&w);
    }
    assert_true(ran);
}

/* Compiled hooks that fill the memory are thrown away, not kept for ever. */
static void compiled_hooks_do_not_fill_the_memory(void **state)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    struct world w;

    (void)state;
    if (WORLD_ELSEWHERE) /* hooks change under the same number here */
        skip();
    o.caps.hook_memory = 200000;
    world_open(&w, &o);
    for (int i = 0; i < 2000; i++) {
        char text[200];
        sprintf(text, "local a%d, b%d = %d, 'text %d' return a%d .. b%d", i, i,
                i, i, i, i);
        if (w.next_hook == WORLD_HOOKS) { /* the same library, used again */
            w.next_hook = 1;
            tier1__script_give(w.engine, w.use);
            w.use = NULL;
            world_run(&w, HOOK_BLOCK, "while true do end");
            assert_int_equal(w.failure, SCRIPT_TIME);
        }
        world_run(&w, HOOK_BLOCK, text);
        if (w.failure != SCRIPT_OK)
            fail_msg("%d: %d %s", i, (int)w.failure, w.problem.message);
    }
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fails_once_and_goes_on),
        cmocka_unit_test(fails_from_then_on),
        cmocka_unit_test(the_cap_is_no_failure_of_the_host),
        cmocka_unit_test(compiled_hooks_do_not_fill_the_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
