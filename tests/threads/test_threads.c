/* SPDX-License-Identifier: MIT */
/* Eight threads, an engine each, and one library: sessions in parallel, whose
 * packets are all the same bytes as that of a walk alone. Who gives up the
 * library last is left to chance. To be run under the thread sanitizer; finds
 * what is plainly wrong without it too. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tier1/tier1.h>

#define THREADS 8

static const char outer[] =
    "tier1: 1\n"
    "id: outer\n"
    "title: Outer\n"
    "vars:\n"
    "  modem: {type: text, given: required}\n"
    "  words: {type: list}\n"
    "  score: {type: number, default: 0.5}\n"
    "anywhere: {person: {label: A person, escalate: requested}}\n"
    "data: {limits: {low: 5, high: 50}, models: [X100, X200]}\n"
    "lua: |\n"
    "  local n = 0\n"
    "  function weak(db) n = n + 1 return db > limits.high + n end\n"
    "  function join(t)\n"
    "    local out = {}\n"
    "    for k, v in pairs(t) do out[#out + 1] = k .. '=' .. tostring(v) end\n"
    "    return table.concat(out, ';')\n"
    "  end\n"
    "escalation: {to: tier2, needs: 'Look at {{ modem }}.'}\n"
    "steps:\n"
    "  lights:\n"
    "    ask: 'Lights of {{ modem:upper() }}, {{ score * 1.5 }}?'\n"
    "    note: '{{ visits.lights }} of {{ #models }}'\n"
    "    on_enter: score = score + 0.25\n"
    "    choices:\n"
    "      green: {label: 'Green {{ score }}', do: score = score * 2}\n"
    "      red: {label: Red, also: [rot], when: score > 0}\n"
    "    next: noise\n"
    "  noise:\n"
    "    ask: Which?\n"
    "    type: multi\n"
    "    choices: {hiss: Hiss, hum: Hum, buzz: Buzz}\n"
    "    check: \"has(noise, 'x') or count(answer) < 3 or 'Too many.'\"\n"
    "    next: loop\n"
    "  loop:\n"
    "    set: |\n"
    "      words = {}\n"
    "      for w in ('the quick brown fox'):gmatch('%a+') do\n"
    "        words[#words + 1] = w:gsub('^%l', string.upper)\n"
    "      end\n"
    "      table.sort(words, function(a, b) return a > b end)\n"
    "    limit: 3\n"
    "    next: line\n"
    "  line:\n"
    "    run: |\n"
    "      local r = host.line(modem, {n = score, words = words})\n"
    "      return {db = r.db, text = join({b = 1, a = r.db, c = 'x'})}\n"
    "    save: result\n"
    "    next: spin\n"
    "  spin: {run: while true do end return 1, on_error: part, next: part}\n"
    "  part:\n"
    "    call: inner\n"
    "    with: {what: modem .. '!'}\n"
    "    save: back\n"
    "    cases: {good: day}\n"
    "  day: {ask: 'When, {{ back.w }}?', type: date, next: which}\n"
    "  which: {branch: weak(result.db), cases: {'true': broken, else: ok}}\n"
    "  ok: {resolve: 'Done {{ date.format(day, \"%d.%m.\") }}'}\n"
    "  broken: {escalate: 'Broken {{ score }}.', code: broken}\n";

static const char inner[] =
    "tier1: 1\n"
    "id: inner\n"
    "title: Inner\n"
    "vars: {what: {given: required}}\n"
    "steps:\n"
    "  t: {try: 'Push {{ what }}.', worked: r, next: r}\n"
    "  r: {return: good, with: {w: \"what .. tostring(tried.t)\"}}\n";

static const char *const answers[] = {
    "Green", "hiss, hum, buzz", "hum, hiss", "back",
    "hum",   "worked",          "2026-02-28"};

struct worker {
    pthread_t thread;
    tier1_library *library; /* a use of its own */
    unsigned walks;
    uint32_t chance;
    tier1_buf packet;
    const char *problem; /* NULL: all went well */
};

static const char *wanted; /* the packet of a walk alone */

static int64_t clock_stands(void *ud)
{
    (void)ud;
    return INT64_C(1767603600000);
}

static int line(void *ud, const tier1_call *call, tier1_value **result)
{
    static const char json[] = "{\"db\":40,\"text\":\"as before\"}";

    (void)ud;
    return tier1_value_from_json(result, call->engine, json, sizeof json - 1);
}

static uint32_t draw(struct worker *w)
{
    w->chance = w->chance * 1664525u + 1013904223u;
    return w->chance >> 16;
}

static tier1_engine *new_engine(void)
{
    tier1_engine_options o = TIER1_ENGINE_OPTIONS_INIT;
    tier1_engine *e = NULL;

    o.clock = clock_stands;
    o.caps.hook_instructions = 20000;
    if (tier1_engine_new(&e, &o) != TIER1_OK)
        return NULL;
    if (tier1_engine_host(e, "line", line, NULL) == TIER1_OK)
        return e;
    tier1_engine_free(e);
    return NULL;
}

static tier1_session *start(tier1_engine *engine, tier1_library *library)
{
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    tier1_session *s = NULL;
    tier1_value *given = NULL;

    if (tier1_value_from_json(&given, engine, "{\"modem\":\"x200\"}", 16) !=
        TIER1_OK)
        return NULL;
    o.id = "one";
    o.given = given;
    if (tier1_session_start(&s, engine, tier1_library_find(library, "outer"),
                            &o) < 0)
        s = NULL;
    tier1_value_free(given);
    return s;
}

/* "back" takes the answer before it back; others may be refused. Between them
 * it rests by chance. */
static bool walk(struct worker *w, tier1_session *s)
{
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        if (draw(w) % 3 == 0 && tier1_session_rest(s) != TIER1_OK)
            return false;
        int rc = strcmp(answers[i], "back") == 0
                     ? tier1_session_back(s)
                     : tier1_session_answer(s, answers[i]);
        if (rc < 0 && rc != TIER1_EANSWER)
            return false;
    }
    if (strcmp(tier1_session_outcome(s)->step, "broken") != 0 &&
        strcmp(tier1_session_outcome(s)->step, "ok") != 0)
        return false;
    return tier1_packet_render(&w->packet, s, TIER1_PACKET_JSON, NULL) ==
           TIER1_OK;
}

static const char *work(struct worker *w, tier1_engine *engine)
{
    for (unsigned i = 0; i < w->walks; i++) {
        tier1_session *s = start(engine, w->library);
        bool walked;
        if (!s)
            return "a session does not start";
        if (i + 1 == w->walks && draw(w) % 2) {
            /* the session is left to keep it */
            tier1_library_free(w->library);
            w->library = NULL;
        }
        walked = walk(w, s);
        tier1_session_free(s);
        if (!walked)
            return "a walk does not come to its end";
        if (wanted && strcmp(w->packet.ptr, wanted) != 0)
            return "a packet differs";
    }
    return NULL;
}

static void *run(void *ud)
{
    struct worker *w = ud;
    tier1_engine *engine = new_engine();
    bool early = draw(w) % 2;

    w->problem = engine ? work(w, engine) : "an engine cannot be made";
    if (early)
        tier1_engine_free(engine);
    tier1_library_free(w->library);
    if (!early)
        tier1_engine_free(engine);
    return NULL;
}

static tier1_library *load(void)
{
    const tier1_source sources[] = {{"outer.yaml", outer, sizeof outer - 1},
                                    {"inner.yaml", inner, sizeof inner - 1}};
    tier1_engine *engine = new_engine();
    tier1_diagnostics *list = NULL;
    tier1_library *library = NULL;

    if (engine &&
        tier1_library_load(&library, &list, engine, sources, 2, NULL) != 0)
        for (size_t i = 0; i < tier1_diagnostics_count(list); i++)
            (void)fprintf(stderr, "%u: %s\n",
                          tier1_diagnostics_at(list, i)->line,
                          tier1_diagnostics_at(list, i)->message);
    tier1_diagnostics_free(list);
    tier1_engine_free(engine); /* the library needs it no more */
    return library;
}

/* One round; the walks of a thread, and a seed. False where it went wrong. */
static bool round_of(unsigned walks, uint32_t seed)
{
    static struct worker alone;
    struct worker workers[THREADS] = {{0}};
    tier1_library *library = load();
    bool good = library != NULL;
    size_t count = 0;

    wanted = NULL;
    alone = (struct worker){.library = library, .walks = 1, .chance = 1};
    if (good) {
        (void)tier1_library_retain(library);
        (void)run(&alone);
        good = !alone.problem;
        wanted = alone.packet.ptr;
    }
    for (; good && count < THREADS; count++) {
        struct worker *w = &workers[count];
        w->library = tier1_library_retain(library);
        w->walks = walks;
        w->chance = seed * THREADS + (uint32_t)count;
        if (pthread_create(&w->thread, NULL, run, w) != 0) {
            tier1_library_free(library);
            good = false;
            break;
        }
    }
    tier1_library_free(library); /* while they walk */
    for (size_t i = 0; i < count; i++)
        (void)pthread_join(workers[i].thread, NULL);
    for (size_t i = 0; i < count; i++) {
        if (workers[i].problem)
            (void)fprintf(stderr, "thread %zu: %s\n", i, workers[i].problem);
        good = good && !workers[i].problem;
        tier1_buf_dispose(&workers[i].packet);
    }
    if (alone.problem)
        (void)fprintf(stderr, "alone: %s\n", alone.problem);
    tier1_buf_dispose(&alone.packet);
    return good;
}

int main(int argc, char **argv)
{
    unsigned walks = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 50;
    bool good = true;

    for (uint32_t seed = 1; good && seed <= 4; seed++)
        good = round_of(walks, seed);
    (void)printf("%d threads, %u walks each, 4 rounds: %s\n", THREADS, walks,
                 good ? "the same bytes" : "wrong");
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
