/* SPDX-License-Identifier: MIT */
/* The tables of a log, by a table that has each kind of field once. */
#include "run/form_field.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "data/json_write.h"
#include "run/log.h"

static const char *const words[] = {"none", "one", "two", NULL};

struct inner {
    uint32_t number;
};

struct part {
    uint8_t small;
    uint32_t number;
    uint64_t large;
    int64_t at, later;
    bool flag;
    uint8_t word;
    const char *text;
    const tier1_value *value;
    const tier1_value *const *values;
    size_t value_count;
    uint8_t seed[SEED_BYTES];
    const struct step *step;
    const tier1_flow *flow;
    struct bytes told;
    struct host_result *said;
    struct inner inside;
    struct inner *list;
    size_t list_count;
    const char *shown;
};

#define AT(name, k)                                                            \
    .key = #name, .kind = (k), .size = sizeof(((struct part *)0)->name),       \
    .at = offsetof(struct part, name), .with = FORM_NONE
#define AT_WITH(name, k, other)                                                \
    .key = #name, .kind = (k), .at = offsetof(struct part, name),              \
    .with = offsetof(struct part, other)

static const struct form_field inner_fields[] = {
    {.key = "number", .kind = FORM_NUMBER, .size = 4, .with = FORM_NONE}};
static const struct form inner_form = {sizeof(struct inner), 1, inner_fields,
                                       NULL};

enum place {
    SMALL,
    NUMBER,
    LARGE,
    TIME,
    LATER,
    FLAG,
    WORD,
    TEXT,
    VALUE,
    VALUES,
    SEED,
    STEP,
    TOLD,
    SAID,
    PART,
    LIST,
    SHOWN,
    PLACES
};

static const struct form_field fields[PLACES] = {
    [SMALL] = {AT(small, FORM_NUMBER)},
    [NUMBER] = {AT(number, FORM_NUMBER)},
    [LARGE] = {AT(large, FORM_NUMBER)},
    [TIME] = {AT(at, FORM_TIME)},
    [LATER] = {AT(later, FORM_TIME)},
    [FLAG] = {AT(flag, FORM_FLAG)},
    [WORD] = {AT(word, FORM_WORD), .words = words},
    [TEXT] = {AT(text, FORM_TEXT)},
    [VALUE] = {AT(value, FORM_VALUE)},
    [VALUES] = {AT_WITH(values, FORM_VALUES, value_count)},
    [SEED] = {AT(seed, FORM_SEED)},
    [STEP] = {AT_WITH(step, FORM_STEP, flow)},
    [TOLD] = {AT(told, FORM_TOLD)},
    [SAID] = {AT(said, FORM_SAID), .form = &tier1__form_said},
    [PART] = {AT(inside, FORM_PART), .form = &inner_form},
    [LIST] = {AT_WITH(list, FORM_LIST, list_count), .form = &inner_form},
    [SHOWN] = {AT(shown, FORM_TEXT), .shown = true},
};
static const struct form form = {sizeof(struct part), PLACES, fields, NULL};

/* ---- the world -------------------------------------------------------- */

static const char flow_text[] = "tier1: 1\nid: one\ntitle: One\n"
                                "vars: {n: {type: integer, default: 0}}\n"
                                "steps:\n"
                                "  first: {ask: A?, next: second}\n"
                                "  second: {set: n = n + 1, next: last}\n"
                                "  last: {resolve: Done.}\n";

struct world {
    tier1_engine *engine;
    tier1_library *library;
    tier1_session *session;
    struct arena arena;
    struct form_context c;
};

static void open_world(struct world *w)
{
    const tier1_source source = {"one.yaml", flow_text, sizeof flow_text - 1};

    assert_int_equal(tier1_engine_new(&w->engine, NULL), TIER1_OK);
    assert_int_equal(
        tier1_library_load(&w->library, NULL, w->engine, &source, 1, NULL),
        TIER1_OK);
    w->session = tier1__session_new(w->engine, tier1_library_at(w->library, 0));
    assert_non_null(w->session);
    tier1__walk_init(&w->session->awake->walk, w->session);
    tier1__arena_init(&w->arena, w->engine->allocator, 512, 0);
    w->c = (struct form_context){.arena = &w->arena,
                                 .library = w->library,
                                 .walk = &w->session->awake->walk};
    w->c.flows = tier1__flow_reach(tier1_library_at(w->library, 0), &w->arena,
                                   &w->c.flow_count);
    assert_non_null(w->c.flows);
}

static void close_world(struct world *w)
{
    tier1__arena_free(&w->arena);
    tier1_session_free(w->session);
    tier1_library_free(w->library);
    tier1_engine_free(w->engine);
}

/* Each kind once; what goes with it is in place. */
static void fill(struct world *w, struct part *p)
{
    static struct inner list[2] = {{1}, {300}};
    static char told[] = {2}; /* a hook gave true */
    static struct host_result second = {.kind = TIER1_WAIT_PAUSE,
                                        .value = &tier1__value_null};
    static struct host_result first = {.kind = TIER1_WAIT_HOST,
                                       .name = "look",
                                       .at = -5,
                                       .hook = 3,
                                       .failure = SCRIPT_HOST,
                                       .message = "busy",
                                       .next = &second};
    const tier1_value **values =
        tier1__arena_array(&w->arena, 2, sizeof *values);
    const tier1_flow *flow = tier1_library_at(w->library, 0);

    assert_non_null(values);
    values[0] = tier1__value_integer(&w->arena, -1);
    values[1] = &tier1__value_null;
    *p = (struct part){.small = 255,
                       .number = UINT32_MAX,
                       .large = INT64_MAX,
                       .at = -FORM_TIME_MOST,
                       .later = FORM_TIME_MOST,
                       .flag = true,
                       .word = 2,
                       .text = "Öl",
                       .value = &tier1__value_null,
                       .values = values,
                       .value_count = 2,
                       .seed = {0, 1, 0xAB},
                       .step = &flow->steps[1],
                       .flow = flow,
                       .told = {told, 1, 1},
                       .said = &first,
                       .inside = {7},
                       .list = list,
                       .list_count = 2,
                       .shown = "for people"};
}

static void pack(struct world *w, struct buf *out, const struct part *p)
{
    tier1__buf_init(out, w->engine->allocator, 0);
    w->c.time = 0;
    tier1__form_pack(&w->c, out, &form, p);
    assert_int_equal(out->failed, TIER1_OK);
}

static int unpack(struct world *w, const char *bytes, size_t length,
                  struct part *p)
{
    struct unpack u;

    memset(p, 0, sizeof *p);
    w->c.time = 0;
    tier1__unpack_init(&u, &w->arena, bytes, length);
    tier1__form_unpack(&w->c, &u, &form, p);
    return tier1__unpack_end(&u);
}

static void is_json(struct world *w, const struct part *p, const char *wanted)
{
    struct buf json;

    tier1__buf_init(&json, w->engine->allocator, 0);
    tier1__json_write(&json, tier1__form_to_value(&w->c, &form, p), 0);
    assert_string_equal(tier1__buf_str(&json), wanted);
    tier1__buf_free(&json);
}

/* ---- tests ------------------------------------------------------------ */

static void each_kind_comes_back(void **state)
{
    struct world w;
    struct part p, bytes, json;
    struct buf first, second;
    const tier1_value *v;

    (void)state;
    open_world(&w);
    fill(&w, &p);
    pack(&w, &first, &p);
    assert_int_equal(unpack(&w, first.ptr, first.len, &bytes), TIER1_OK);
    assert_null(bytes.shown);
    pack(&w, &second, &bytes);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.ptr, second.ptr, first.len);
    tier1__buf_free(&second);

    v = tier1__form_to_value(&w.c, &form, &p);
    assert_non_null(v);
    memset(&json, 0, sizeof json);
    tier1__form_from_value(&w.c, &form, v, &json);
    assert_int_equal(w.c.failed, TIER1_OK);
    assert_string_equal(json.shown, "for people");
    pack(&w, &second, &json);
    assert_int_equal(first.len, second.len);
    assert_memory_equal(first.ptr, second.ptr, first.len);
    assert_true(json.at == -FORM_TIME_MOST && json.later == FORM_TIME_MOST);
    assert_ptr_equal(json.step, p.step);
    assert_ptr_equal(json.flow, p.flow);
    tier1__buf_free(&first);
    tier1__buf_free(&second);
    close_world(&w);
}

static void what_is_empty_is_not_there(void **state)
{
    static const struct part nothing;
    struct world w;
    struct part p;
    struct buf b;

    (void)state;
    open_world(&w);
    pack(&w, &b, &nothing);
    assert_int_equal(b.len, 1);
    assert_int_equal(b.ptr[0], 0);
    assert_int_equal(unpack(&w, b.ptr, b.len, &p), TIER1_OK);
    is_json(&w, &nothing, "{}");
    for (int i = 0; i < PLACES; i++)
        assert_true(tier1__field_empty(&fields[i], &nothing));
    fill(&w, &p);
    for (int i = 0; i < PLACES; i++)
        assert_false(tier1__field_empty(&fields[i], &p));
    tier1__buf_free(&b);
    close_world(&w);
}

static void every_cut_is_refused(void **state)
{
    struct world w;
    struct part p, again;
    struct buf b;

    (void)state;
    open_world(&w);
    fill(&w, &p);
    pack(&w, &b, &p);
    for (size_t n = 0; n < b.len; n++)
        assert_int_equal(unpack(&w, b.ptr, n, &again), TIER1_EINVALID);
    tier1__buf_char(&b, 0); /* and one that goes on */
    assert_int_equal(unpack(&w, b.ptr, b.len, &again), TIER1_EINVALID);
    tier1__buf_free(&b);
    close_world(&w);
}

/* A part of one field, whose bytes are these. */
static void refused(struct world *w, unsigned place, const char *bytes,
                    size_t length)
{
    struct part p;
    struct buf b;

    tier1__buf_init(&b, w->engine->allocator, 0);
    tier1__pack_number(&b, UINT64_C(1) << place);
    tier1__buf_add(&b, bytes, length);
    assert_int_equal(unpack(w, b.ptr, b.len, &p), TIER1_EINVALID);
    tier1__buf_free(&b);
}

static void bits_that_are_not_known_are_refused(void **state)
{
    struct world w;

    (void)state;
    open_world(&w);
    refused(&w, PLACES, "\1", 1);
    refused(&w, PLACES + 20, "\1", 1);
    refused(&w, SHOWN, "\1x", 2); /* for people only */
    close_world(&w);
}

static void what_is_as_if_absent_is_refused(void **state)
{
    static const char zeros[32];
    struct world w;

    (void)state;
    open_world(&w);
    for (unsigned i = SMALL; i <= LATER; i++)
        refused(&w, i, zeros, 1);
    refused(&w, WORD, zeros, 1);
    refused(&w, TEXT, zeros, 1);
    refused(&w, VALUES, zeros, 1);
    refused(&w, SEED, zeros, 32);
    refused(&w, TOLD, zeros, 1);
    refused(&w, SAID, zeros, 1);
    refused(&w, PART, zeros, 1);
    refused(&w, LIST, zeros, 1);
    close_world(&w);
}

static void what_is_too_large_is_refused(void **state)
{
    struct world w;

    (void)state;
    open_world(&w);
    refused(&w, SMALL, "\x80\x02", 2);                            /* 256 */
    refused(&w, NUMBER, "\x80\x80\x80\x80\x10", 5);               /* 2^32 */
    refused(&w, TIME, "\x80\x80\x80\x80\x80\x80\x80\x80\x40", 9); /* 2^61 */
    refused(&w, WORD, "\3", 1);
    refused(&w, TEXT, "\5abc", 4);
    refused(&w, VALUES, "\4\0\0", 3);
    refused(&w, VALUES, "\xff\xff\xff\xff\xff\xff\xff\xff\x7f\0", 10);
    refused(&w, STEP, "\1\0", 2); /* there is one flow, of three steps */
    refused(&w, STEP, "\0\3", 2);
    refused(&w, TOLD, "\5x", 2);
    refused(&w, SAID, "\5\0\0", 3);
    refused(&w, LIST, "\4\0\0\0", 4);
    refused(&w, LIST, "\xff\xff\xff\xff\x0f\0", 6);
    refused(&w, LIST, "\1\2", 2); /* its piece has a bit too many */
    close_world(&w);
}

/* JSON that does not fit, and that names what does not. */
static void bad_json(struct world *w, const char *json, const char *why)
{
    tier1_value *v = NULL;
    struct part p = {.small = 0};

    w->c.failed = TIER1_OK;
    w->c.why[0] = '\0';
    assert_int_equal(tier1_value_from_json(&v, w->engine, json, strlen(json)),
                     TIER1_OK);
    tier1__form_from_value(&w->c, &form, v, &p);
    assert_int_equal(w->c.failed, TIER1_EINVALID);
    if (strstr(w->c.why, why) == NULL)
        fail_msg("%s: %s", json, w->c.why);
    tier1_value_free(v);
}

static void json_is_not_passed_over(void **state)
{
    static const char *const bad[][2] = {
        {"[]", "no map"},
        {"[1, 2]", "no map"},
        {"null", "no map"},
        {"{\"else\": 1}", "else"},
        {"{\"small\": 256}", "small"},
        {"{\"small\": -1}", "small"},
        {"{\"small\": 0}", "small"},
        {"{\"small\": 1.5}", "small"},
        {"{\"small\": \"1\"}", "small"},
        {"{\"number\": 4294967296}", "number"},
        {"{\"at\": \"now\"}", "at"},
        {"{\"at\": 2305843009213693952}", "at"},
        {"{\"at\": -9223372036854775808}", "at"},
        {"{\"flag\": false}", "flag"},
        {"{\"flag\": 1}", "flag"},
        {"{\"word\": \"three\"}", "word"},
        {"{\"word\": 1}", "word"},
        {"{\"text\": 1}", "text"},
        {"{\"values\": {}}", "values"},
        {"{\"values\": []}", "values"},
        {"{\"seed\": \"00\"}", "seed"},
        {"{\"seed\": \"zz000000000000000000000000000000\"}", "seed"},
        {"{\"step\": \"first\"}", "step"},
        {"{\"flow\": \"one\", \"step\": \"third\"}", "step"},
        {"{\"flow\": \"two\", \"step\": \"first\"}", "step"},
        {"{\"told\": []}", "told"},
        {"{\"told\": [1]}", "told"},
        {"{\"said\": []}", "said"},
        {"{\"said\": [[1]]}", "no map"},
        {"{\"said\": {}}", "said"},
        {"{\"inside\": []}", "no map"},
        {"{\"inside\": {\"x\": 1}}", "x"},
        {"{\"list\": []}", "list"},
        {"{\"list\": [{\"number\": 1}, 2]}", "no map"}};
    struct world w;

    (void)state;
    open_world(&w);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        bad_json(&w, bad[i][0], bad[i][1]);
    close_world(&w);
}

static void a_lenient_reader_passes_over_steps(void **state)
{
    struct world w;
    struct part p = {.small = 0};
    static const char json[] = "{\"flow\": \"two\", \"step\": \"first\"}";
    tier1_value *v = NULL;

    (void)state;
    open_world(&w);
    w.c.lenient = true;
    assert_int_equal(tier1_value_from_json(&v, w.engine, json, sizeof json - 1),
                     TIER1_OK);
    tier1__form_from_value(&w.c, &form, v, &p);
    assert_int_equal(w.c.failed, TIER1_OK);
    assert_null(p.step);
    tier1_value_free(v);
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_comes_back),
        cmocka_unit_test(what_is_empty_is_not_there),
        cmocka_unit_test(every_cut_is_refused),
        cmocka_unit_test(bits_that_are_not_known_are_refused),
        cmocka_unit_test(what_is_as_if_absent_is_refused),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(json_is_not_passed_over),
        cmocka_unit_test(a_lenient_reader_passes_over_steps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
