/* SPDX-License-Identifier: MIT */
/* One item of a script is taken to a session. Everything of the view that a
 * report needs is copied first: the session's next call ends it. */
#include <string.h>

#include "author/line.h"
#include "author/mem.h"
#include "author/script.h"

char *tier1__step_word(const tier1_session *session, const char *flow,
                       const char *step)
{
    const char *own = tier1_flow_about(tier1_session_flow(session))->id;
    struct line line = LINE_INIT;
    if (flow && strcmp(flow, own) != 0)
        tier1__line_say(&line, flow, "/", NULL);
    tier1__line_add(&line, step);
    return tier1__line_take(&line);
}

int tier1__item_wrong(tier1_script *script, int rc, const char *message)
{
    tier1__author_free(script->message);
    script->message = tier1__author_copy(message);
    script->last.message = script->message;
    return script->message ? rc : TIER1_ENOMEM;
}

static void forget(tier1_script *s)
{
    tier1__author_free(s->step);
    tier1__author_free(s->answer);
    tier1__author_free(s->message);
    s->step = s->answer = s->message = NULL;
    s->last = (tier1_script_event){.step = "", .answer = "", .message = ""};
}

static bool hidden(const tier1_view *view)
{
    for (size_t i = 0; i < view->field_count; i++)
        if (view->fields[i].sensitive)
            return true;
    return view->question.sensitive;
}

/* Notes what is about to be answered, and where. */
static int note(tier1_script *s, const tier1_session *session,
                const tier1_view *view, const tier1_node *item)
{
    struct line line = LINE_INIT;
    s->step = tier1__step_word(session, view->flow, view->step);
    if (hidden(view) && tier1__item_kind(item, view) <= ITEM_REJECT)
        tier1__line_add(&line, "(hidden)");
    else if (tier1__item_kind(item, view) == ITEM_REJECT)
        tier1__line_node(&line, tier1__item_value(item));
    else
        tier1__line_node(&line, item);
    s->answer = tier1__line_take(&line);
    if (!s->step || !s->answer)
        return TIER1_ENOMEM;
    s->last.step = s->step;
    s->last.answer = s->answer;
    s->last.line = item->line;
    s->last.column = item->column;
    return TIER1_OK;
}

/* A node as a value whose scalars are texts, "read as typed". */
int tier1__item_typed(tier1_value **out, tier1_engine *engine,
                      const tier1_node *node)
{
    if (node->kind == TIER1_NODE_SCALAR)
        return tier1_value_new_text(out, engine, node->text);
    bool map = node->kind == TIER1_NODE_MAP;
    int rc = map ? tier1_value_new_map(out, engine)
                 : tier1_value_new_list(out, engine);
    for (size_t i = 0; rc == TIER1_OK && i < node->count; i++) {
        tier1_value *item = NULL;
        rc = tier1__item_typed(&item, engine,
                               map ? node->pairs[i].value : node->items[i]);
        if (rc == TIER1_OK)
            rc = map ? tier1_value_set(*out, node->pairs[i].key->text, item)
                     : tier1_value_append(*out, item);
    }
    if (rc != TIER1_OK) {
        tier1_value_free(*out);
        *out = NULL;
    }
    return rc;
}

static bool has_file(const tier1_view *view)
{
    for (size_t i = 0; i < view->field_count; i++)
        if (view->fields[i].type == TIER1_TYPE_FILE)
            return true;
    return view->question.type == TIER1_TYPE_FILE;
}

int tier1__item_give(tier1_script *script, tier1_session *session,
                     const tier1_view *view, const tier1_node *node)
{
    bool form = view->question.type == TIER1_TYPE_FORM;
    if (form && node->kind == TIER1_NODE_LIST)
        return tier1__item_wrong(script, TIER1_EANSWER,
                                 "a form takes a map of fields and answers");
    if (node->kind == TIER1_NODE_SCALAR)
        return tier1_session_answer(session, node->text);
    tier1_value *value = NULL;
    int rc = has_file(view) ? tier1_node_value(&value, script->engine, node)
                            : tier1__item_typed(&value, script->engine, node);
    if (rc == TIER1_OK)
        rc = tier1_session_answer_value(session, value);
    tier1_value_free(value);
    return rc;
}

int tier1__item_back(tier1_session *session, size_t count)
{
    int rc = TIER1_ASK;
    while (count > 0 && rc > 0) {
        rc = tier1_session_back(session);
        if (rc != TIER1_ASK ||
            tier1_session_view(session)->kind != TIER1_KIND_TELL)
            count--;
    }
    return rc;
}

/* The answer of an item that is one, or is to be refused. */
static int answer(tier1_script *s, tier1_session *session,
                  const tier1_view *view, const tier1_node *item, bool reject)
{
    const tier1_node *node = reject ? tier1__item_value(item) : item;
    int rc = tier1__item_give(s, session, view, node);
    s->last.expected = reject;
    /* Where a flow bounds refusals the last one moves on and is no error; the
     * session still says why. */
    const char *why = tier1_session_problem(session);
    s->last.refused = rc == TIER1_EANSWER || (rc > 0 && *why);
    if (s->last.refused && !s->message)
        rc = tier1__item_wrong(s, reject && rc > 0 ? rc : TIER1_EANSWER, why);
    if (!reject || rc == TIER1_ENOMEM)
        return rc;
    if (s->last.refused)
        return rc > 0 ? rc : tier1_session_state(session);
    if (rc < 0)
        return rc;
    return tier1__item_wrong(s, TIER1_EANSWER,
                             "it was to be refused, and was taken");
}

static int apply(tier1_script *s, tier1_session *session,
                 const tier1_view *view, const tier1_node *item)
{
    enum item_kind kind = tier1__item_kind(item, view);
    if (kind <= ITEM_REJECT)
        return answer(s, session, view, item, kind == ITEM_REJECT);
    int rc = TIER1_EREFUSED;
    const tier1_node *value = tier1__item_value(item);
    if (kind == ITEM_BACK)
        rc = tier1__item_back(session, tier1__item_count(value));
    else if (kind == ITEM_ESCALATE)
        rc = tier1_session_escalate(session, *value->text ? value->text : NULL);
    else if (kind == ITEM_ABANDON)
        rc = tier1_session_abandon(session, *value->text ? value->text : NULL);
    else if (kind == ITEM_TRANSFER)
        rc = tier1_session_transfer(session, value->text, NULL);
    else if (kind == ITEM_LANGUAGE)
        rc = tier1_session_set_language(session, value->text);
    else if (kind == ITEM_REVISE)
        rc = tier1__item_revise(s, session, value);
    else
        return tier1__item_wrong(s, rc, "the session does not wait for that");
    if (rc < 0 && !s->message) {
        s->last.refused = rc == TIER1_EREFUSED || rc == TIER1_EANSWER;
        const char *why = tier1_session_problem(session);
        rc = tier1__item_wrong(s, rc, *why ? why : tier1_status_text(rc));
    }
    return rc;
}

/* What the session waits for comes, or comes too late. */
static int complete(tier1_script *s, tier1_session *session,
                    const tier1_wait *wait, const tier1_node *item)
{
    uint64_t token = wait->token;
    enum item_kind kind = tier1__item_kind(item, NULL);
    const tier1_node *node = tier1__item_value(item);
    if (kind == ITEM_TIMEOUT)
        return tier1_session_fail(session, token, TIER1_ETIMEOUT, NULL);
    if (kind == ITEM_ERROR)
        return tier1_session_fail(session, token, TIER1_EHOST, node->text);
    tier1_value *value = NULL;
    int rc = wait->kind == TIER1_WAIT_ADVICE
                 ? tier1__item_typed(&value, s->engine, node)
                 : tier1_node_value(&value, s->engine, node);
    if (rc == TIER1_OK)
        rc = tier1_session_complete(session, token, value);
    tier1_value_free(value);
    s->last.refused = rc == TIER1_EANSWER;
    if (rc == TIER1_EANSWER)
        rc = tier1__item_wrong(s, rc, tier1_session_problem(session));
    return rc;
}

/* What may be done wherever a session stands. */
static bool acts(enum item_kind kind)
{
    return kind == ITEM_BACK || kind == ITEM_ESCALATE || kind == ITEM_ABANDON ||
           kind == ITEM_TRANSFER || kind == ITEM_LANGUAGE ||
           kind == ITEM_REVISE;
}

/* Nothing is left for a session that stays. */
static int remain(tier1_script *s)
{
    s->last.stays = 1;
    return TIER1_OK;
}

/* Does an item say that the session stays where it stands? */
static bool stays_here(const tier1_node *item, const tier1_view *view)
{
    return item && tier1__item_kind(item, view) == ITEM_STAY &&
           tier1__names_step(tier1__item_value(item)->text, view->flow,
                             view->step);
}

static int stay(tier1_script *s, tier1_session *session, const tier1_node *item)
{
    const tier1_view *view = tier1_session_view(session);
    if (!stays_here(item, view))
        return tier1__item_wrong(s, TIER1_EREFUSED,
                                 "the session stands at another step");
    s->stays = true;
    return tier1_session_state(session);
}

/* A step that takes no item, but where one says that the session stays. *done:
 * that is so. A `tell` takes an answer then, which acknowledges it. */
static int step_past(tier1_script *s, tier1_session *session,
                     const tier1_view *view, bool *done)
{
    const tier1_node *item =
        tier1__item_next(s, view->flow, view->step, false, false);
    enum item_kind kind = item ? tier1__item_kind(item, NULL) : ITEM_ANSWER;
    bool here = stays_here(item, view);
    bool tell = tier1_session_state(session) == TIER1_ASK;
    *done = here || (s->stays && (!item || tell || acts(kind)));
    if (!*done) {
        s->stays = false;
        return TIER1_OK;
    }
    if (!item)
        return remain(s);
    (void)tier1__item_next(s, view->flow, view->step, false, true);
    if (here)
        return stay(s, session, item);
    s->stays = kind == ITEM_TRANSFER || kind == ITEM_LANGUAGE;
    int rc = note(s, session, view, item);
    return rc == TIER1_OK ? apply(s, session, view, item) : rc;
}

/* Time passes. */
static int step_pause(tier1_script *s, tier1_session *session)
{
    bool done;
    uint64_t token = tier1_session_view(session)->wait.token;
    int rc = step_past(s, session, tier1_session_view(session), &done);
    if (done)
        return rc;
    rc = tier1_session_tick(session);
    /* What comes behind the pause may have to be waited for, too. */
    bool same =
        rc == TIER1_WAIT && tier1_session_view(session)->wait.token == token;
    return same ? TIER1_OK : rc;
}

/* An item for a session that waits. */
static int step_wait(tier1_script *s, tier1_session *session)
{
    const tier1_view *view = tier1_session_view(session);
    const tier1_wait *wait = &view->wait;
    if (wait->kind == TIER1_WAIT_PAUSE)
        return step_pause(s, session);
    const tier1_node *item =
        tier1__item_next(s, view->flow, view->step, false, false);
    if (!item)
        return remain(s);
    (void)tier1__item_next(s, view->flow, view->step, false, true);
    int rc = note(s, session, view, item);
    enum item_kind kind = tier1__item_kind(item, NULL);
    bool advice = wait->kind == TIER1_WAIT_ADVICE;
    if (rc != TIER1_OK)
        return rc;
    if (kind == ITEM_STAY)
        return stay(s, session, item);
    s->stays = false;
    if (kind == ITEM_TIMEOUT || kind == ITEM_ERROR ||
        kind == (advice ? ITEM_ADVICE : ITEM_HOST))
        return complete(s, session, wait, item);
    if (acts(kind))
        return apply(s, session, view, item);
    return tier1__item_wrong(s, TIER1_EREFUSED,
                             advice ? "the session waits for advice"
                                    : "the session waits for the host");
}

static int answer_nothing(tier1_script *s, tier1_session *session)
{
    tier1_value *map = NULL;
    int rc = tier1_value_new_map(&map, s->engine);
    if (rc == TIER1_OK)
        rc = tier1_session_answer_value(session, map);
    tier1_value_free(map);
    return rc;
}

static int step_ask(tier1_script *script, tier1_session *session)
{
    const tier1_view *view = tier1_session_view(session);
    bool done;
    if (view->question.type == TIER1_TYPE_NONE) {
        int rc = step_past(script, session, view, &done);
        return done ? rc : tier1_session_answer(session, "");
    }
    bool multi = view->question.type == TIER1_TYPE_MULTI;
    const tier1_node *item =
        tier1__item_next(script, view->flow, view->step, multi, false);
    if (view->kind == TIER1_KIND_ESCALATE && !script->stays &&
        (!item || item->kind != TIER1_NODE_MAP))
        return answer_nothing(script, session);
    if (!item)
        return remain(script);
    (void)tier1__item_next(script, view->flow, view->step, multi, true);
    int rc = note(script, session, view, item);
    if (rc == TIER1_OK && tier1__item_kind(item, view) == ITEM_STAY)
        return stay(script, session, item);
    script->stays = false;
    return rc == TIER1_OK ? apply(script, session, view, item) : rc;
}

int tier1_script_step(tier1_script *script, tier1_session *session)
{
    if (!script || !session)
        return TIER1_EMISUSE;
    forget(script);
    int rc = TIER1_OK;
    if (tier1_session_state(session) == TIER1_ASK)
        rc = step_ask(script, session);
    else if (tier1_session_state(session) == TIER1_WAIT)
        rc = step_wait(script, session);
    if (rc < 0 && !*script->last.message)
        rc = tier1__item_wrong(script, rc, tier1_status_text(rc));
    return rc;
}
