/* SPDX-License-Identifier: MIT */
/* Compiled files with a right checksum that lie: made by the writer, of
 * libraries that were changed in memory as no compiler makes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "image/image.h"
#include "model/said.h"
#include "walker.h"

static const char text[] =
    "tier1: 1\n"
    "id: main\n"
    "title: Main\n"
    "vars:\n"
    "  score: {type: integer, default: 1}\n"
    "  other: {type: integer, default: 1}\n"
    "data: {limits: {low: 1}}\n"
    "lua: |\n"
    "  function weak(n) return n < limits.low end\n"
    "steps:\n"
    "  lights:\n"
    "    ask: Lights {{ score }}?\n"
    "    choices: {green: {label: Green, goto: price}, red: Red}\n"
    "    next: [{when: score > other and weak(score), goto: price}, price]\n"
    "  price: {ask: Price?, type: money, currency: EUR, min: 1, next: rate}\n"
    "  rate: {ask: Rate, type: scale, min: 1, max: 5, next: form}\n"
    "  form:\n"
    "    form: Form\n"
    "    fields: {day: {type: date, default: 2026-01-01}}\n"
    "    next: work\n"
    "  work: {set: score = score + 1, next: part}\n"
    "  part: {call: part, with: {what: score}, next: end_here}\n"
    "  end_here: {escalate: Over., code: broken}\n";

static const char part_text[] =
    "tier1: 1\n"
    "id: part\n"
    "title: Part\n"
    "vars: {what: {type: integer, given: required}}\n"
    "steps:\n"
    "  t: {try: 'Push {{ what }}.', worked: r}\n"
    "  r: {return: good, with: {w: what}}\n";

static const char pt[] = "tier1: 1\ntranslates: main\nlanguage: pt\n"
                         "messages: {yes_or_no: Sim ou não?}\n"
                         "steps: {lights: {ask: 'Luzes {{ score }}?', "
                         "choices: {red: Vermelho}}}\n";
static const char pt_br[] = "tier1: 1\ntranslates: main\nlanguage: pt-BR\n"
                            "steps: {lights: {choices: {green: Verde}}}\n";

struct world {
    tier1_engine *engine;
    tier1_library *library;
    tier1_buf bytes;
    tier1_diagnostics *list;
    tier1_library *read;
};

static void world_open(struct world *w)
{
    const tier1_source sources[] = {
        {"main.yaml", text, sizeof text - 1},
        {"part.yaml", part_text, sizeof part_text - 1},
        {"main.pt.yaml", pt, sizeof pt - 1},
        {"main.pt-BR.yaml", pt_br, sizeof pt_br - 1}};

    memset(w, 0, sizeof *w);
    w->engine = walker_engine();
    w->bytes = (tier1_buf)TIER1_BUF_INIT;
    assert_int_equal(
        tier1_library_load(&w->library, NULL, w->engine, sources, 4, NULL),
        TIER1_OK);
}

static void world_close(struct world *w)
{
    tier1_library_free(w->read);
    tier1_diagnostics_free(w->list);
    tier1_buf_dispose(&w->bytes);
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
}

static int read_again(struct world *w)
{
    tier1_source source = {.name = "main.tier1"};

    assert_int_equal(tier1_library_compile(&w->bytes, w->library), TIER1_OK);
    source.bytes = w->bytes.ptr;
    source.length = w->bytes.len;
    return tier1_library_read(&w->read, &w->list, w->engine, &source);
}

static const char *said(const struct world *w)
{
    const tier1_diagnostic *d = tier1_diagnostics_at(w->list, 0);

    return d ? d->message : "";
}

/* ---- what may not be --------------------------------------------------- */

/* The image cannot be changed, but here. */
#define CHANGE(thing) ((void *)(uintptr_t)(thing))

static struct step *step(struct world *w, const char *id)
{
    const tier1_flow *flow = tier1_library_at(w->library, 0);

    return CHANGE(&flow->steps[tier1__flow_step(flow, id)]);
}

static struct hook_name *name_of(struct world *w, size_t i)
{
    const struct hook *hook = step(w, "lights")->next.items[0].when;

    assert_true(i < hook->name_count);
    return CHANGE(&hook->names[i]);
}

static struct question_more *more(struct world *w, const char *id)
{
    return CHANGE(step(w, id)->question.more);
}

static struct step_more *of_step(struct world *w, const char *id)
{
    return CHANGE(step(w, id)->more);
}

static tier1_flow *flow_of(struct world *w)
{
    return CHANGE(tier1_library_at(w->library, 0));
}

static struct target *target(struct world *w)
{
    return CHANGE(&step(w, "price")->next.items->target);
}

static struct translation *translation(struct world *w, size_t i)
{
    return CHANGE(&flow_of(w)->translations[i]);
}

/* Of the only hook in a text of a translation. */
static struct hook_name *name_said(struct world *w)
{
    const struct said *said =
        tier1__said_find(translation(w, 0), step(w, "lights")->text);

    return CHANGE(said->text->forms[0].items[1].hook->names);
}

static const tier1_value *wrong_value(void)
{
    return &tier1__value_true;
}

#define LIES(X)                                                                \
    X(a_target, target(w)->step = 1000)                                        \
    X(no_target, target(w)->kind = TARGET_NONE)                                \
    X(an_end_of_a_step,                                                        \
      *target(w) = ((struct target){TARGET_RESOLVE, 0, "x"}))                  \
    X(a_start, flow_of(w)->start = 1000)                                       \
    X(a_kind, step(w, "price")->kind = 14)                                     \
    X(no_kind, step(w, "price")->kind = 0)                                     \
    X(another_kind, step(w, "work")->kind = TIER1_KIND_RUN)                    \
    X(no_reason, step(w, "lights")->kind = TIER1_KIND_ESCALATE)                \
    X(nobody, step(w, "price")->audience = 0)                                  \
    X(an_audience, step(w, "price")->audience = 7)                             \
    X(a_step_without_text, step(w, "price")->text = NULL)                      \
    X(a_step_without_id, step(w, "price")->id = "")                            \
    X(an_id_that_is_none, step(w, "price")->id = "a b")                        \
    X(an_id_twice, step(w, "price")->id = step(w, "rate")->id)                 \
    X(a_step_without_hook, step(w, "work")->body = NULL)                       \
    X(a_slot, step(w, "price")->slot = 1000)                                   \
    X(a_slot_of_a_question, step(w, "price")->question.slot = 1000)            \
    X(a_type, step(w, "price")->question.type = 40)                            \
    X(no_type, step(w, "price")->question.type = TIER1_TYPE_NONE)              \
    X(a_form_without_fields, step(w, "form")->field_count = 0)                 \
    X(a_match, step(w, "price")->question.match = 9)                           \
    X(a_default, more(w, "price")->fallback = wrong_value())                   \
    X(a_bound, more(w, "price")->min.value = wrong_value())                    \
    X(a_bound_without_words, more(w, "price")->min.shown = NULL)               \
    X(a_scale_without_end, (more(w, "rate")->max = (struct bound){0}))         \
    X(no_currency, more(w, "price")->currency = NULL)                          \
    X(a_currency, more(w, "price")->currency = "euro")                         \
    X(a_call, of_step(w, "part")->callee = 2)                                  \
    X(another_call, of_step(w, "part")->callee = 0)                            \
    X(a_call_of_none, of_step(w, "end_here")->callee = 1)                      \
    X(what_a_call_gives,                                                       \
      ((struct binding *)CHANGE(step(w, "part")->more->with))->slot = 1)       \
    X(a_hook_of_another_form,                                                  \
      ((struct hook *)CHANGE(step(w, "work")->body))->form = HOOK_HELPERS)     \
    X(the_lines_of_a_hook, lines_back(w))                                      \
    X(a_variable_of_a_hook, name_of(w, 0)->index = 1000)                       \
    X(a_constant_of_a_hook,                                                    \
      (name_of(w, 0)->kind = NAME_DATA, name_of(w, 0)->index = 1))             \
    X(a_helper_of_a_hook,                                                      \
      (name_of(w, 0)->kind = NAME_HELPER, name_of(w, 0)->index = 1))           \
    X(a_context_of_a_hook,                                                     \
      (name_of(w, 0)->kind = NAME_CONTEXT, name_of(w, 0)->index = 99))         \
    X(a_name_of_no_kind, name_of(w, 0)->kind = 7)                              \
    X(an_id_of_a_flow, flow_of(w)->info.id = "Main Flow")                      \
    X(two_flows_of_one_id, flow_of(w)->info.id = "part")                       \
    X(a_digest, flow_of(w)->info.sha256 = "abc")                               \
    X(no_title, flow_of(w)->info.title = NULL)                                 \
    X(no_language, flow_of(w)->info.language = "no language at all")           \
    X(a_flow_for_nobody, flow_of(w)->audience = 0)                             \
    X(declared, flow_of(w)->declared_count = 1000)                             \
    X(no_helpers, flow_of(w)->helpers = NULL)                                  \
    X(a_variable_without_name,                                                 \
      ((struct variable *)CHANGE(flow_of(w)->variables))->name = NULL)         \
    X(a_default_of_a_variable,                                                 \
      ((struct variable *)CHANGE(flow_of(w)->variables))->fallback =           \
          wrong_value())                                                       \
    X(a_translation_into_nothing, translation(w, 0)->language = "p_t")         \
    X(a_translation_into_its_own, translation(w, 0)->language = "EN")          \
    X(two_translations_of_one_language,                                        \
      translation(w, 1)->language = translation(w, 0)->language)               \
    X(a_translation_without_digest, translation(w, 1)->sha256 = "abc")         \
    X(a_summary_of_none, translation(w, 0)->summary = "x")                     \
    X(a_translation_with_more_names, name_said(w)->index = 1)                  \
    X(a_message_without_words,                                                 \
      ((const char **)CHANGE(                                                  \
          translation(w, 0)->messages))[MESSAGE_YES_OR_NO] = "")               \
    X(bytes_that_are_no_utf8, flow_of(w)->info.title = "\xC3(")

static void lines_back(struct world *w)
{
    static const struct hook_line lines[] = {{0, 3}, {2, 4}, {1, 5}};
    struct hook *hook = CHANGE(step(w, "work")->body);

    hook->lines = lines;
    hook->line_count = 3;
}

#define LIE(name, change)                                                      \
    static void name(void **state)                                             \
    {                                                                          \
        struct world world, *w = &world;                                       \
                                                                               \
        (void)state;                                                           \
        world_open(w);                                                         \
        change;                                                                \
        assert_int_equal(read_again(w), TIER1_EFLOW);                          \
        assert_non_null(strstr(said(w), "not sound"));                         \
        world_close(w);                                                        \
    }
LIES(LIE)

static void the_truth(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    assert_int_equal(read_again(&w), TIER1_OK);
    walker_walk(w.engine, w.read, 40);
    world_close(&w);
}

/* ---- what is found when a hook is run ---------------------------------- */

/* Walks over the first step, whose routes ask the hook. */
static void walk_to_the_hook(struct world *w, char *detail, size_t size)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *s = NULL;
    const tier1_outcome *outcome;

    assert_int_equal(
        tier1_session_start(&s, w->engine, tier1_library_at(w->read, 0), &o),
        TIER1_ASK);
    assert_true(tier1_session_answer(s, "red") > 0);
    outcome = tier1_session_outcome(s);
    (void)snprintf(detail, size, "%s", outcome->detail ? outcome->detail : "");
    tier1_session_free(s);
}

static void run_lie(struct world *w)
{
    char detail[512];

    assert_int_equal(read_again(w), TIER1_OK);
    walk_to_the_hook(w, detail, sizeof detail);
    assert_non_null(strstr(detail, "compile the flows again"));
    assert_non_null(strstr(detail, "main.yaml:14:"));
    world_close(w);
}

static void names_in_another_order(void **state)
{
    struct world w;
    struct hook_name first;

    (void)state;
    world_open(&w);
    first = *name_of(&w, 0);
    *name_of(&w, 0) = *name_of(&w, 1);
    *name_of(&w, 1) = first;
    run_lie(&w);
}

static void a_name_too_few(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    ((struct hook *)CHANGE(step(&w, "lights")->next.items[0].when))
        ->name_count--;
    run_lie(&w);
}

static void a_name_that_is_used_otherwise(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    name_of(&w, 0)->assigned = true;
    run_lie(&w);
}

static void helpers_of_other_names(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    ((struct hook *)CHANGE(flow_of(&w)->helpers))->name_count--;
    assert_int_equal(read_again(&w), TIER1_OK);
    {
        char detail[512];
        walk_to_the_hook(&w, detail, sizeof detail);
        /* `and` asks for them only where the score is high */
        assert_non_null(strstr(detail, "compile the flows again"));
    }
    world_close(&w);
}

static void another_text(void **state)
{
    struct world w;

    (void)state;
    world_open(&w);
    {
        static const char evil[] = "error('x')";
        struct hook *hook = CHANGE(step(&w, "lights")->next.items[0].when);
        hook->source = evil;
        hook->length = sizeof evil - 1;
    }
    run_lie(&w);
}

/* ---- heads, caps, company ---------------------------------------------- */

static void a_later_format(void **state)
{
    struct world w;
    tier1_source source = {.name = "x.tier1"};

    (void)state;
    world_open(&w);
    assert_int_equal(read_again(&w), TIER1_OK);
    tier1_library_free(w.read);
    tier1_diagnostics_free(w.list);
    w.bytes.ptr[4] = 9;
    memcpy(w.bytes.ptr + 8, "7.3.1\0", 6);
    source.bytes = w.bytes.ptr;
    source.length = w.bytes.len;
    assert_int_equal(tier1_library_read(&w.read, &w.list, w.engine, &source),
                     TIER1_EFLOW);
    assert_non_null(strstr(said(&w), "compiled by tier1 7.3.1"));
    assert_non_null(strstr(said(&w), "format 9"));
    assert_non_null(strstr(said(&w), tier1_version()));
    assert_non_null(tier1_diagnostics_at(w.list, 0)->hint);
    world_close(&w);
}

static void not_alone(void **state)
{
    struct world w;
    tier1_source sources[2] = {{.name = "x.tier1"},
                               {"part.yaml", part_text, sizeof part_text - 1}};

    (void)state;
    world_open(&w);
    assert_int_equal(read_again(&w), TIER1_OK);
    tier1_library_free(w.read);
    tier1_diagnostics_free(w.list);
    sources[0].bytes = w.bytes.ptr;
    sources[0].length = w.bytes.len;
    assert_true(tier1_library_is_compiled(w.bytes.ptr, w.bytes.len));
    assert_false(tier1_library_is_compiled(text, sizeof text - 1));
    assert_false(tier1_library_is_compiled(NULL, 0));
    assert_int_equal(
        tier1_library_load(&w.read, &w.list, w.engine, sources, 2, NULL),
        TIER1_EFLOW);
    assert_string_equal(tier1_diagnostics_at(w.list, 0)->rule, "compiled-file");
    tier1_diagnostics_free(w.list);
    /* YAML is no compiled file */
    assert_int_equal(
        tier1_library_read(&w.read, &w.list, w.engine, &sources[1]),
        TIER1_EFLOW);
    assert_non_null(strstr(said(&w), "no compiled file"));
    world_close(&w);
}

static void cap(const char *name, uint64_t most, const char *rule)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *engine = NULL;
    tier1_library *library = NULL;
    tier1_diagnostics *list = NULL;
    tier1_source source = {.name = "x.tier1"};
    struct world w;

    world_open(&w);
    assert_int_equal(read_again(&w), TIER1_OK);
    assert_int_equal(tier1_caps_set(&o.caps, name, most), TIER1_OK);
    assert_int_equal(tier1_engine_new(&engine, &o), TIER1_OK);
    source.bytes = w.bytes.ptr;
    source.length = w.bytes.len;
    assert_int_equal(tier1_library_read(&library, &list, engine, &source),
                     TIER1_EFLOW);
    assert_string_equal(tier1_diagnostics_at(list, 0)->rule, rule);
    tier1_diagnostics_free(list);
    tier1_engine_free(engine);
    world_close(&w);
}

static void caps(void **state)
{
    (void)state;
    cap("flows", 1, "too-many-flows");
    cap("steps", 3, "too-many-steps");
    cap("file_bytes", 100, "compiled-file");
    cap("hook_source", 4, "compiled-file");
}

static void misuse(void **state)
{
    struct world w;
    const tier1_source none = {"x", NULL, 0};

    (void)state;
    world_open(&w);
    assert_int_equal(tier1_library_compile(NULL, w.library), TIER1_EMISUSE);
    assert_int_equal(tier1_library_compile(&w.bytes, NULL), TIER1_EMISUSE);
    assert_int_equal(tier1_library_read(NULL, NULL, w.engine, &none),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_library_read(&w.read, NULL, w.engine, &none),
                     TIER1_EMISUSE);
    assert_int_equal(tier1_library_read(&w.read, NULL, w.engine, NULL),
                     TIER1_EMISUSE);
    world_close(&w);
}

#define ENTRY(name, change) cmocka_unit_test(name),

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_truth),
        LIES(ENTRY) cmocka_unit_test(names_in_another_order),
        cmocka_unit_test(a_name_too_few),
        cmocka_unit_test(a_name_that_is_used_otherwise),
        cmocka_unit_test(helpers_of_other_names),
        cmocka_unit_test(another_text),
        cmocka_unit_test(a_later_format),
        cmocka_unit_test(not_alone),
        cmocka_unit_test(caps),
        cmocka_unit_test(misuse),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
