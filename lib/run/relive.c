/* SPDX-License-Identifier: MIT */
/* A session made again from its record. Every record is looked at before it
 * is applied; the first that does not fit is named, and nothing is made. Hosts
 * are not asked for what they said already. */
#include <string.h>

#include "base/mem.h"
#include "data/json_read.h"
#include "run/record.h"
#include "run/replay.h"

static const tier1_replay_options no_options = TIER1_REPLAY_OPTIONS_INIT;

/* A record being read. */
struct reader {
    tier1_session *s;
    const tier1_library *library;
    const tier1_value *doc;
    int rc; /* sticks */
};

static int refuse(struct reader *r, const char *what)
{
    if (r->rc == TIER1_OK) {
        tier1__engine_problem(r->s->engine, "the record %s", what);
        r->rc = TIER1_EREPLAY;
    }
    return r->rc;
}

static const char *text(const tier1_value *map, const char *key)
{
    return tier1_value_text(tier1_value_get(map, key));
}

static int64_t integer(const tier1_value *map, const char *key)
{
    return tier1_value_integer(tier1_value_get(map, key));
}

static bool flag(const tier1_value *map, const char *key)
{
    return tier1_value_boolean(tier1_value_get(map, key)) != 0;
}

static int word(struct reader *r, const tier1_value *map, const char *key,
                const char *const *words, int absent)
{
    const char *name = text(map, key);
    for (int i = 0; name && words[i]; i++)
        if (strcmp(words[i], name) == 0)
            return i;
    if (name)
        refuse(r, "has a word that is not known");
    return absent;
}

static const char *keep(struct reader *r, const tier1_value *map,
                        const char *key)
{
    const char *from = text(map, key);
    const char *copy = tier1__arena_copy(&r->s->walk.arena, from);
    if (from && !copy && r->rc == TIER1_OK)
        r->rc = tier1__walk_failed(&r->s->walk);
    return copy;
}

static const tier1_value *keep_value(struct reader *r, const tier1_value *map,
                                     const char *key)
{
    const tier1_value *from = tier1_value_get(map, key), *copy;
    if (!from)
        return NULL;
    copy = tier1__value_copy(&r->s->walk.arena, from);
    if (!copy && r->rc == TIER1_OK)
        r->rc = tier1__walk_failed(&r->s->walk);
    return copy;
}

static void *alloc(struct reader *r, size_t count, size_t size)
{
    void *p = tier1__arena_array(&r->s->walk.arena, count, size);
    if (!p && r->rc == TIER1_OK)
        r->rc = tier1__walk_failed(&r->s->walk);
    return p;
}

/* ---- what was said ---------------------------------------------------- */

static struct host_result *read_said(struct reader *r, const tier1_value *v)
{
    struct host_result *h = alloc(r, 1, sizeof *h);
    const tier1_value *args = tier1_value_get(v, "args");
    size_t n = tier1_value_count(args);
    const tier1_value **copy = alloc(r, n, sizeof *copy);

    if (!h || !copy)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        copy[i] = tier1__value_copy(&r->s->walk.arena, tier1_value_at(args, i));
        if (!copy[i])
            r->rc = tier1__walk_failed(&r->s->walk);
    }
    *h = (struct host_result){
        .kind = (uint8_t)word(r, v, "kind", tier1__said_words, 0),
        .name = keep(r, v, "name"),
        .args = copy,
        .arg_count = n,
        .at = integer(v, "at"),
        .hook = (uint32_t)integer(v, "hook"),
        .late = flag(v, "late"),
        .failure = word(r, v, "failure", tier1__failure_words, SCRIPT_OK),
        .value = keep_value(r, v, "value"),
        .message = keep(r, v, "message")};
    if (!h->name)
        h->name = "";
    if (!h->value && !h->message)
        h->value = &tier1__value_null;
    return h;
}

static struct host_result *read_list(struct reader *r, const tier1_value *map,
                                     size_t *count)
{
    const tier1_value *list = tier1_value_get(map, "said");
    struct host_result *first = NULL, **tail = &first;

    *count = tier1_value_count(list);
    for (size_t i = 0; i < *count && r->rc == TIER1_OK; i++) {
        *tail = read_said(r, tier1_value_at(list, i));
        if (*tail)
            tail = &(*tail)->next;
    }
    return first;
}

/* ---- records ---------------------------------------------------------- */

/* Where an answer came in; nothing where the flow has no such step any more,
 * which matters only if the record is applied. */
static void place(struct reader *r, const tier1_value *v, struct record *rec)
{
    const char *id = text(v, "step");
    const tier1_flow *flow = tier1_library_find(r->library, text(v, "flow"));
    uint32_t step = flow && id ? tier1__flow_step(flow, id) : MAP_NONE;

    rec->flow = step == MAP_NONE ? NULL : flow;
    rec->step = step == MAP_NONE ? NULL : &flow->steps[step];
}

static void read_records(struct reader *r)
{
    const tier1_value *list = tier1_value_get(r->doc, "records");
    size_t said;

    for (size_t i = 0; i < tier1_value_count(list) && r->rc == TIER1_OK; i++) {
        const tier1_value *v = tier1_value_at(list, i);
        enum record_type type = (enum record_type)word(
            r, v, "type", tier1__record_words, RECORD_START);
        struct record *rec = tier1__walk_record(&r->s->walk, type);
        if (!rec) {
            r->rc = tier1__walk_failed(&r->s->walk);
            return;
        }
        if ((type == RECORD_START) != (i == 0))
            refuse(r, "does not begin with the start, or starts twice");
        rec->at = integer(v, "at");
        rec->visit = (size_t)integer(v, "visit");
        rec->undone = flag(v, "undone");
        rec->leaving = flag(v, "leaving");
        rec->open = flag(v, "open");
        rec->value = keep_value(r, v, "value");
        if (type == RECORD_ANSWER && !rec->value)
            rec->value = &tier1__value_null;
        rec->to = keep(r, v, "to");
        rec->text = keep(r, v, "why");
        if (type == RECORD_TRANSFER && !rec->to)
            refuse(r, "has a transfer to nobody");
        place(r, v, rec);
        rec->calls = read_list(r, v, &said);
    }
    if (r->rc == TIER1_OK && r->s->walk.now.record_count == 0)
        refuse(r, "has no records");
}

/* ---- the beginning ---------------------------------------------------- */

static bool unhex(uint8_t *out, size_t length, const char *digits)
{
    static const char digit[] = "0123456789abcdef";
    if (!digits || strlen(digits) != 2 * length)
        return false;
    for (size_t i = 0; i < 2 * length; i++) {
        const char *at = strchr(digit, digits[i]);
        if (!at)
            return false;
        out[i / 2] = (uint8_t)(out[i / 2] << 4 | (at - digit));
    }
    return true;
}

static void read_beginning(struct reader *r)
{
    const tier1_value *v = tier1_value_get(r->doc, "session");
    tier1_session_options o = TIER1_SESSION_OPTIONS_INIT;
    int rc;

    o.id = text(v, "id");
    o.audience = text(v, "audience");
    o.language = text(v, "language");
    o.channel = text(v, "channel");
    o.owner = text(v, "owner");
    o.requester = text(v, "requester");
    o.submitter = text(v, "submitter");
    o.traceparent = text(v, "traceparent");
    o.external = tier1_value_get(v, "external");
    o.given = tier1_value_get(v, "given");
    o.history = tier1_value_get(v, "history");
    o.problem = tier1_value_get(v, "problem");
    o.custom = tier1_value_get(v, "custom");
    if (!o.id)
        refuse(r, "has a session without an id");
    rc = r->rc == TIER1_OK ? tier1__begin(r->s, &o) : r->rc;
    if (rc != TIER1_OK) {
        r->rc = rc;
        return;
    }
    r->s->begin.at = integer(v, "at");
    if (!unhex(r->s->begin.seed, sizeof r->s->begin.seed, text(v, "seed")))
        refuse(r, "has no seed");
}

/* The same flows, to the byte, unless another version is allowed. */
static void check_flows(struct reader *r, bool other)
{
    const tier1_value *flows = tier1_value_get(r->doc, "flows");
    for (size_t i = 0; i < tier1_value_count(flows) && !other; i++) {
        const char *id = tier1_value_key(flows, i);
        const char *sum = tier1_value_text(tier1_value_at(flows, i));
        const tier1_flow *flow = tier1_library_find(r->library, id);
        if (flow && sum && strcmp(flow->info.sha256, sum) == 0)
            continue;
        if (r->rc == TIER1_OK)
            tier1__engine_problem(r->s->engine,
                                  flow ? "the flow %s is another version than "
                                         "the record's"
                                       : "the flow %s is not there",
                                  id);
        r->rc = TIER1_EREPLAY;
    }
}

/* ---- what was undone -------------------------------------------------- */

static const struct step *find_step(struct reader *r, const tier1_value *v,
                                    const tier1_flow **flow)
{
    const char *id = text(v, "step");
    uint32_t step;

    *flow = tier1_library_find(r->library, text(v, "flow"));
    step = *flow && id ? tier1__flow_step(*flow, id) : MAP_NONE;
    if (step == MAP_NONE) {
        refuse(r, "names an undone step that the flow has not");
        return NULL;
    }
    return &(*flow)->steps[step];
}

static void read_visit(struct reader *r, const tier1_value *v,
                       struct visit *out)
{
    struct frame *f = alloc(r, 1, sizeof *f);
    const tier1_flow *flow;
    const struct step *step = find_step(r, v, &flow);

    if (!f || !step)
        return;
    *f = (struct frame){.flow = flow,
                        .depth = (uint32_t)integer(v, "depth"),
                        .number = (uint32_t)integer(v, "frame")};
    *out = (struct visit){.seq = (uint32_t)integer(v, "seq"),
                          .frame = f,
                          .step = step,
                          .at = integer(v, "at"),
                          .left = integer(v, "left"),
                          .source = (uint8_t)integer(v, "source"),
                          .entered = !flag(v, "known"),
                          .undone = true,
                          .answer = keep_value(r, v, "answer"),
                          .label = keep(r, v, "label"),
                          .question = keep(r, v, "question"),
                          .result = keep(r, v, "result"),
                          .route = keep(r, v, "route"),
                          .by = keep(r, v, "by"),
                          .error = keep(r, v, "error"),
                          .reason = keep(r, v, "reason"),
                          .refusals = (uint32_t)integer(v, "refusals")};
    out->calls = read_list(r, v, &out->call_count);
}

static void read_marks(struct reader *r)
{
    struct state *st = &r->s->walk.now;
    const tier1_value *list = tier1_value_get(r->doc, "marks");
    size_t n = tier1_value_count(list);

    st->backs = alloc(r, n + 1, sizeof *st->backs);
    for (size_t i = 0; st->backs && i < n; i++) {
        const tier1_value *v = tier1_value_at(list, i);
        st->backs[i] = (struct undo_mark){.seq = (uint32_t)integer(v, "seq"),
                                          .at = integer(v, "at"),
                                          .revised = flag(v, "revised")};
        st->backs[i].step = find_step(r, v, &st->backs[i].flow);
        st->back_count++;
        if (st->backs[i].seq > st->seq)
            st->seq = st->backs[i].seq;
    }
}

static void read_undone(struct reader *r)
{
    struct state *st = &r->s->walk.now;
    const tier1_value *list = tier1_value_get(r->doc, "undone");
    const tier1_value *numbers = tier1_value_get(r->doc, "numbers");
    size_t n = tier1_value_count(list);

    if (!numbers)
        return;
    if (tier1_value_count(numbers) != st->visit_count) {
        refuse(r, "has numbers for another way");
        return;
    }
    for (size_t i = 0; i < st->visit_count; i++) {
        const tier1_value *pair = tier1_value_at(numbers, i);
        int64_t seq = tier1_value_integer(tier1_value_at(pair, 0));
        st->visits[i].seq = (uint32_t)seq;
        st->visits[i].at = tier1_value_integer(tier1_value_at(pair, 1));
        st->seq = seq > st->seq ? (uint32_t)seq : st->seq;
    }
    st->dropped = alloc(r, n + 1, sizeof *st->dropped);
    for (size_t i = 0; st->dropped && i < n && r->rc == TIER1_OK; i++) {
        read_visit(r, tier1_value_at(list, i), &st->dropped[i]);
        st->dropped_count++;
    }
    read_marks(r);
}

/* ---- applying --------------------------------------------------------- */

/* An answer has to come in at the step where it came in. */
static bool fits(const struct reader *r, const struct record *rec, size_t index)
{
    const struct walk *w = &r->s->walk;
    const tier1_value *v =
        tier1_value_at(tier1_value_get(r->doc, "records"), index);
    const struct visit *last =
        w->now.visit_count ? &w->now.visits[w->now.visit_count - 1] : NULL;
    const char *step = text(v, "step"), *flow = text(v, "flow");

    if (rec->type != RECORD_ANSWER || rec->undone)
        return true;
    return last && w->now.status == TIER1_ASK && step && flow &&
           rec->visit == w->now.visit_count - 1 &&
           strcmp(step, last->step->id) == 0 &&
           strcmp(flow, last->frame->flow->info.id) == 0;
}

static int end(struct walk *w, struct record *rec)
{
    const char *reason = rec->type == RECORD_ESCALATE  ? "requested"
                         : rec->type == RECORD_ABANDON ? "abandoned"
                                                       : "limit";
    if (w->now.status == TIER1_DONE)
        return TIER1_EREPLAY;
    w->now.now = rec->at > w->now.now ? rec->at : w->now.now;
    return tier1__apply_end(w, reason, rec->text);
}

static bool is_end(const struct record *r)
{
    return r->type == RECORD_ESCALATE || r->type == RECORD_ABANDON ||
           r->type == RECORD_FULL;
}

/* One record; rc as of run.h. */
static int apply(struct reader *r, size_t index)
{
    struct walk *w = &r->s->walk;
    struct record *rec = &w->now.records[index];

    if (!fits(r, rec, index))
        return TIER1_EREPLAY;
    if (is_end(rec))
        return end(w, rec);
    return tier1__replay_one(w, rec);
}

static void say_where(struct reader *r, size_t index, int rc)
{
    const tier1_value *v =
        tier1_value_at(tier1_value_get(r->doc, "records"), index);
    const char *step = text(v, "step");

    r->rc = rc < 0 ? rc : TIER1_EREPLAY;
    if (r->rc != TIER1_EREPLAY)
        return;
    tier1__engine_problem(
        r->s->engine, "record %z (%s%s%s) does not fit the flow%s%s", index,
        tier1__record_words[r->s->walk.now.records[index].type],
        step ? " at " : "", step ? step : "", rc == REFUSED ? ": " : "",
        rc == REFUSED ? r->s->problem : "");
}

/* Applies all of them; the one that waits, if there is one, goes on live. */
static void apply_all(struct reader *r)
{
    struct walk *w = &r->s->walk;
    struct record *open = NULL;
    bool waits = false;
    int rc = GO_ON;

    /* One that ended while it waited waits for nothing any more. */
    w->mute = is_end(&w->now.records[w->now.record_count - 1]);
    for (size_t i = 0; i < w->now.record_count; i++) {
        struct record *rec = &w->now.records[i];
        rc = i == 0 ? tier1__replay_begin(w) : apply(r, i);
        if (rec->open) {
            open = rec;
            waits = rc == SUSPENDED;
            if (waits)
                w->now.status = TIER1_WAIT;
        }
        if (rc != GO_ON && rc != SUSPENDED) {
            say_where(r, i, rc);
            return;
        }
    }
    w->replaying = false;
    w->mute = false;
    w->feed = NULL;
    w->record = open;
    if (open)
        open->open = waits;
    if (waits && w->now.status != TIER1_DONE)
        r->rc = tier1__suspend(w);
}

static void relive(struct reader *r, const tier1_replay_options *o)
{
    tier1_session *s = r->s;

    check_flows(r, o->other_version != 0);
    if (r->rc == TIER1_OK)
        read_beginning(r);
    if (r->rc != TIER1_OK)
        return;
    s->script = tier1__script_take(s->engine, s->library);
    if (!s->script) {
        r->rc = TIER1_ENOMEM;
        return;
    }
    (void)tier1__walk_init(&s->walk, s);
    s->busy = true;
    read_records(r);
    if (r->rc == TIER1_OK)
        apply_all(r);
    if (r->rc == TIER1_OK)
        read_undone(r);
    s->busy = false;
    tier1__arena_free(&s->scratch);
    s->problem[0] = '\0';
    s->walk.undo = NULL;
    s->scene = 1 - s->scene;
    if (integer(r->doc, "now") > s->walk.now.now)
        s->walk.now.now = integer(r->doc, "now");
}

static int read_document(struct arena *a, tier1_engine *engine,
                         const char *json, size_t length,
                         const tier1_value **doc)
{
    struct json_problem problem = {0};
    int rc = tier1__json_read(doc, a, json, length,
                              (unsigned)engine->caps.value_depth + 8, &problem);

    if (rc == TIER1_EINVALID || rc == TIER1_ELIMIT)
        tier1__engine_problem(engine, "line %u, column %u: %s", problem.line,
                              problem.column, problem.message);
    if (rc != TIER1_OK)
        return rc;
    if (integer(*doc, "tier1_record") == 1)
        return TIER1_OK;
    tier1__engine_problem(engine, "this is no record of form 1");
    return TIER1_EINVALID;
}

int tier1_session_replay(tier1_session **out, tier1_engine *engine,
                         const tier1_library *library, const char *json,
                         size_t length, const tier1_replay_options *options)
{
    struct reader r = {.library = library, .rc = TIER1_OK};
    const tier1_flow *flow;
    struct arena arena;
    int rc;

    if (!out)
        return TIER1_EMISUSE;
    *out = NULL;
    options = options ? options : &no_options;
    if (!engine || !library || !json || engine->busy ||
        options->size != sizeof *options)
        return TIER1_EMISUSE;
    engine->problem[0] = '\0';
    tier1__arena_init(&arena, engine->allocator, 4096, 0);
    rc = read_document(&arena, engine, json, length, &r.doc);
    flow = rc == TIER1_OK ? tier1_library_find(library, text(r.doc, "flow"))
                          : NULL;
    if (rc == TIER1_OK && !flow) {
        tier1__engine_problem(engine, "the flow of the record is not there");
        rc = TIER1_EREPLAY;
    }
    if (rc == TIER1_OK) {
        r.s = tier1__session_new(engine, flow);
        if (r.s)
            relive(&r, options);
        rc = r.s ? r.rc : TIER1_ENOMEM;
    }
    tier1__arena_free(&arena);
    if (rc == TIER1_OK) {
        *out = r.s;
        return r.s->walk.now.status;
    }
    if (!engine->problem[0])
        tier1__engine_problem(engine, "%s", tier1_status_text(rc));
    tier1_session_free(r.s);
    return rc;
}
