/* SPDX-License-Identifier: MIT */
#include "seen.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "value.h"

static tier1_value *text(const char *bytes)
{
    tier1_value *value = NULL;

    need(tier1_value_new_text(&value, value_engine(), bytes), "a text");
    return value;
}

static tier1_value *seen_wait(const tier1_wait *wait)
{
    tier1_value *seen = value_map();
    char token[32];

    (void)snprintf(token, sizeof(token), "%" PRIu64, wait->token);
    put_integer(seen, "kind", wait->kind);
    put_text(seen, "token", token);
    put_text(seen, "name", wait->name);
    put_text(seen, "to", wait->to);
    if (wait->arg_count) {
        tier1_value *args = value_list();
        for (size_t i = 0; i < wait->arg_count; i++)
            need(tier1_value_append(args, value_copy(wait->args[i])), "args");
        put(seen, "args", args);
    }
    put_integer(seen, "deadline", wait->deadline);
    return seen;
}

static void put_choices(tier1_value *seen, const tier1_question *q)
{
    if (!q->choice_count)
        return;
    tier1_value *choices = value_list();
    for (size_t i = 0; i < q->choice_count; i++)
        add_text(choices, q->choices[i].value);
    put(seen, "choices", choices);
}

static tier1_value *seen_field(const tier1_question *field)
{
    tier1_value *seen = value_map();

    put_text(seen, "name", field->name);
    put_text(seen, "type", tier1_answer_type_text(field->type));
    put_choices(seen, field);
    return seen;
}

tier1_value *seen_view(const tier1_view *view)
{
    tier1_value *seen = value_map();
    const tier1_question *q = &view->question;

    put_integer(seen, "state", view->state);
    put_text(seen, "kind", tier1_kind_text(view->kind));
    put_text(seen, "flow", view->flow);
    put_text(seen, "step", view->step);
    put_text(seen, "text", view->text);
    put_text(seen, "problem", view->problem);
    put_text(seen, "type", tier1_answer_type_text(q->type));
    put_choices(seen, q);
    if (view->field_count) {
        tier1_value *fields = value_list();
        for (size_t i = 0; i < view->field_count; i++)
            need(tier1_value_append(fields, seen_field(&view->fields[i])),
                 "fields");
        put(seen, "fields", fields);
    }
    put_integer(seen, "steps_done", view->steps_done);
    put_integer(seen, "elapsed_seconds", view->elapsed_seconds);
    put_boolean(seen, "can_back", view->can_back);
    put_boolean(seen, "can_escalate", view->can_escalate);
    if (view->state == TIER1_WAIT)
        put(seen, "wait", seen_wait(&view->wait));
    return seen;
}

tier1_value *seen_outcome(const tier1_session *session)
{
    const tier1_outcome *o = tier1_session_outcome(session);
    tier1_value *seen = value_map();

    put_text(seen, "end", tier1_end_text(o->end));
    put_text(seen, "reason", o->reason);
    put_text(seen, "code", o->code);
    put_text(seen, "flow", o->flow);
    put_text(seen, "step", o->step);
    put_text(seen, "text", o->text);
    put_text(seen, "detail", o->detail);
    return seen;
}

tier1_value *seen_visits(const tier1_session *session)
{
    tier1_value *seen = value_list();
    tier1_visit visit;

    for (size_t i = 0; tier1_session_visit(session, i, &visit); i++) {
        char word[256];
        (void)snprintf(word, sizeof(word), "%s%s/%s", visit.undone ? "-" : "",
                       visit.flow, visit.step);
        add_text(seen, word);
    }
    return seen;
}

tier1_value *seen_changes(const tier1_session *session)
{
    tier1_value *seen = value_list();
    tier1_change change;

    for (size_t i = 0; tier1_session_change(session, i, &change); i++) {
        tier1_value *one = value_map();
        put_text(one, "flow", change.flow);
        put_text(one, "step", change.step);
        put_integer(one, "fate", change.fate);
        put_text(one, "reason", change.reason);
        need(tier1_value_append(seen, one), "changes");
    }
    return seen;
}

tier1_value *seen_record(const tier1_session *session)
{
    tier1_buf json = TIER1_BUF_INIT;

    need(tier1_session_record(&json, session), "the record");
    tier1_value *seen = text(json.ptr);
    tier1_buf_dispose(&json);
    return seen;
}

tier1_value *seen_packets(const tier1_session *session, int for_customer)
{
    static const char *const forms[] = {[TIER1_PACKET_JSON] = "json",
                                        [TIER1_PACKET_MARKDOWN] = "markdown",
                                        [TIER1_PACKET_TEXT] = "text"};
    tier1_packet_options options = TIER1_PACKET_OPTIONS_INIT;
    tier1_value *seen = value_map();
    tier1_buf bytes = TIER1_BUF_INIT;

    options.for_customer = for_customer;
    for (int i = TIER1_PACKET_JSON; i <= TIER1_PACKET_TEXT; i++) {
        need(tier1_packet_render(&bytes, session, (tier1_packet_form)i,
                                 &options),
             "a packet");
        put_text(seen, forms[i], bytes.ptr);
    }
    tier1_buf_dispose(&bytes);
    return seen;
}

tier1_value *seen_bytes(const tier1_buf *bytes)
{
    char *word = calloc(bytes->len * 2 + 1, 1);

    if (!word)
        exit(2);
    for (size_t i = 0; i < bytes->len; i++)
        (void)snprintf(word + i * 2, 3, "%02x",
                       (unsigned)(unsigned char)bytes->ptr[i]);
    tier1_value *seen = text(word);
    free(word);
    return seen;
}
