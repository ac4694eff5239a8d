/* SPDX-License-Identifier: MIT */
/* The order of a page is the order in which Tier 2 needs it: what is asked of
 * them and why; then the problem, what is ruled out, what is known; then who
 * and how long; last the numbers for looking it up. */
#include "packet/markdown.h"

#include <string.h>

#include "base/time.h"
#include "packet/page.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const tier1_value *get(const tier1_value *map, const char *key)
{
    return tier1_value_get(map, key);
}

static const char *get_text(const tier1_value *map, const char *key)
{
    return tier1_value_text(tier1_value_get(map, key));
}

static bool is_true(const tier1_value *map, const char *key)
{
    return tier1_value_boolean(tier1_value_get(map, key)) != 0;
}

static bool is_word(const tier1_value *map, const char *key, const char *word)
{
    const char *text = get_text(map, key);
    return text && strcmp(text, word) == 0;
}

/* A key and the words that it goes by on the page. */
struct label {
    const char *key, *words;
};

static void put_pairs(struct page *p, const tier1_value *map,
                      const struct label *labels, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tier1__page_pair(p, labels[i].words, get(map, labels[i].key));
}

/* Something more about an item, behind it: "; words: value". */
static void put_more(struct page *p, const char *words, const tier1_value *v)
{
    if (tier1_value_kind(v) == TIER1_NULL)
        return;
    tier1__page_raw(p, "; ");
    tier1__page_raw(p, words);
    tier1__page_value(p, v);
}

static void put_step(struct page *p, const tier1_value *item)
{
    const char *flow = get_text(item, "flow");
    if (flow) {
        tier1__page_text(p, flow);
        tier1__page_raw(p, "/");
    }
    tier1__page_text(p, get_text(item, "step"));
}

/* ---- the head --------------------------------------------------------- */

static const char *reason_words(const tier1_value *escalation)
{
    static const struct label words[] = {
        {"step", "the flow hands over here"},
        {"requested", "Tier 2 was asked for"},
        {"dead_end", "the flow has no way on"},
        {"hook_error", "a part of the flow failed"},
        {"hook_timeout", "a part of the flow took too long"},
        {"hook_memory", "a part of the flow took too much memory"},
        {"timeout", "a system did not answer in time"},
        {"limit", "a limit of the flow was reached"},
        {"abandoned", "the person has gone"},
    };
    for (size_t i = 0; i < COUNT(words); i++) {
        if (is_word(escalation, "reason", words[i].key))
            return words[i].words;
    }
    return "the flow ended here";
}

static void put_why(struct page *p, const tier1_value *escalation)
{
    const char *code = get_text(escalation, "code");
    tier1__page_item(p, "Why");
    tier1__page_raw(p, reason_words(escalation));
    if (get_text(escalation, "step")) {
        tier1__page_raw(p, ", at ");
        put_step(p, escalation);
    }
    if (code && !is_word(escalation, "reason", code)) {
        tier1__page_raw(p, " (");
        tier1__page_text(p, code);
        tier1__page_raw(p, ")");
    }
    tier1__page_end(p);
}

static void put_escalation(struct page *p, const tier1_value *doc)
{
    static const struct label first[] = {{"needs", "Needed"}};
    static const struct label then[] = {{"text", "Said at the end"},
                                        {"why", "In the words of who asked"},
                                        {"cause", "Likely cause"},
                                        {"priority", "Priority"},
                                        {"to", "For"},
                                        {"kind", "Kind"},
                                        {"detail", "Detail"}};
    const tier1_value *e = get(doc, "escalation");
    put_pairs(p, e, first, COUNT(first));
    put_why(p, e);
    put_pairs(p, e, then, COUNT(then));
}

static void put_resolution(struct page *p, const tier1_value *doc)
{
    static const struct label labels[] = {
        {"as", "Ended as"},    {"text", "Said at the end"},
        {"code", "Code"},      {"solution", "Solution"},
        {"cause", "Cause"},    {"kb", "Knowledge"},
        {"step", "Last step"}, {"flow", "In the flow"}};
    put_pairs(p, get(doc, "resolution"), labels, COUNT(labels));
}

static void put_head(struct page *p, const tier1_value *doc)
{
    bool resolved = get(doc, "resolution") != NULL;
    tier1__page_heading(p, 1, resolved ? "Resolved: " : "Escalation: ",
                        get_text(get(doc, "flow"), "title"));
    if (resolved)
        put_resolution(p, doc);
    else
        put_escalation(p, doc);
    if (get_text(doc, "summary")) {
        tier1__page_heading(p, 2, "Summary", NULL);
        tier1__page_quote(p, get_text(doc, "summary"));
    }
}

static void put_problem(struct page *p, const tier1_value *doc)
{
    static const struct label labels[] = {{"environment", "Environment"},
                                          {"impact", "Impact"},
                                          {"since", "Since"}};
    const tier1_value *problem = get(doc, "problem");
    if (!problem)
        return;
    tier1__page_heading(p, 2, "The problem", NULL);
    if (get_text(problem, "words")) {
        tier1__page_quote(p, get_text(problem, "words"));
        tier1__page_end(p);
    }
    put_pairs(p, problem, labels, COUNT(labels));
}

/* ---- what was done and found ------------------------------------------ */

static void put_try(struct page *p, const tier1_value *item)
{
    const tier1_value *remedy = get(item, "remedy");
    const tier1_value *text = get(item, "text");
    tier1__page_item(p, NULL);
    tier1__page_strong(p, remedy ? remedy : get(item, "step"));
    if (text) {
        tier1__page_raw(p, ": ");
        tier1__page_value(p, text);
    }
    if (get(item, "why")) {
        tier1__page_raw(p, " (");
        tier1__page_value(p, get(item, "why"));
        tier1__page_raw(p, ")");
    }
    if (is_true(item, "earlier"))
        tier1__page_raw(p, " (in an earlier contact)");
    tier1__page_end(p);
}

static bool has_result(const tier1_value *item, const char *result)
{
    const char *own = get_text(item, "result");
    return result ? own && strcmp(own, result) == 0 : own == NULL;
}

static void put_tried_as(struct page *p, const tier1_value *tried,
                         const char *result, const char *heading)
{
    bool open = false;
    for (size_t i = 0; i < tier1_value_count(tried); i++) {
        const tier1_value *item = tier1_value_at(tried, i);
        if (!has_result(item, result))
            continue;
        if (!open)
            tier1__page_heading(p, 2, heading, NULL);
        open = true;
        put_try(p, item);
    }
}

static void put_tried(struct page *p, const tier1_value *doc)
{
    const tier1_value *tried = get(doc, "tried");
    put_tried_as(p, tried, "failed", "Ruled out: tried, and did not help");
    put_tried_as(p, tried, "worked", "Tried, and worked");
    put_tried_as(p, tried, "skipped", "Not tried: could not be done");
    put_tried_as(p, tried, NULL, "Tried, result not known");
}

static void put_revised(struct page *p, const tier1_value *item)
{
    const tier1_value *revised = get(item, "revised");
    for (size_t i = 0; i < tier1_value_count(revised); i++) {
        const tier1_value *from = get(tier1_value_at(revised, i), "from");
        tier1__page_raw(p, "; before that: ");
        if (from)
            tier1__page_value(p, from);
        else
            tier1__page_raw(p, "no answer");
    }
}

static void put_answer(struct page *p, const tier1_value *item)
{
    const char *yes = p->marks ? "**yes**" : "yes";
    const char *no = p->marks ? "**no**" : "no";
    const tier1_value *value = get(item, "value");
    const tier1_value *label = get(item, "label");
    const char *name = get_text(item, "field");
    const char *question = get_text(item, "question");

    name = name ? name : get_text(item, "step");
    tier1__page_item(p, NULL);
    tier1__page_text(p, question ? question : name);
    tier1__page_raw(p, " ");
    if (!label && tier1_value_kind(value) == TIER1_BOOLEAN)
        tier1__page_raw(p, tier1_value_boolean(value) ? yes : no);
    else if (value || label)
        tier1__page_strong(p, label ? label : value);
    else
        tier1__page_raw(p, is_true(item, "redacted") ? "(left out)"
                                                     : "(no answer)");
    if (is_word(item, "source", "known"))
        tier1__page_raw(p, " (was known)");
    else if (is_word(item, "source", "given"))
        tier1__page_raw(p, " (was given)");
    put_revised(p, item);
    tier1__page_end(p);
}

static void put_answers(struct page *p, const tier1_value *doc)
{
    const tier1_value *answers = get(doc, "answers");
    if (tier1_value_count(answers) == 0)
        return;
    tier1__page_heading(p, 2, "Asked and answered", NULL);
    for (size_t i = 0; i < tier1_value_count(answers); i++)
        put_answer(p, tier1_value_at(answers, i));
}

static void put_checks(struct page *p, const tier1_value *doc)
{
    const tier1_value *checks = get(doc, "checks");
    if (tier1_value_count(checks) == 0)
        return;
    tier1__page_heading(p, 2, "Checked by machine", NULL);
    for (size_t i = 0; i < tier1_value_count(checks); i++) {
        const tier1_value *item = tier1_value_at(checks, i);
        const tier1_value *call = get(item, "call");
        tier1__page_item(p, NULL);
        tier1__page_value(p, call ? call : get(item, "step"));
        if (get(item, "result")) {
            tier1__page_raw(p, ": ");
            tier1__page_value(p, get(item, "result"));
        }
        put_more(p, "error: ", get(item, "error"));
        tier1__page_end(p);
    }
}

static void put_told(struct page *p, const tier1_value *doc)
{
    const tier1_value *told = get(doc, "told");
    const tier1_value *offers = get(doc, "offers");
    if (tier1_value_count(told) > 0)
        tier1__page_heading(p, 2, "The customer was told", NULL);
    for (size_t i = 0; i < tier1_value_count(told); i++) {
        tier1__page_item(p, NULL);
        tier1__page_value(p, get(tier1_value_at(told, i), "text"));
        tier1__page_end(p);
    }
    if (tier1_value_count(offers) > 0)
        tier1__page_heading(p, 2, "The customer was offered", NULL);
    for (size_t i = 0; i < tier1_value_count(offers); i++) {
        const tier1_value *item = tier1_value_at(offers, i);
        const tier1_value *text = get(item, "text");
        tier1__page_item(p, NULL);
        tier1__page_value(p, text ? text : get(item, "step"));
        put_more(p, "", get(item, "kind"));
        put_more(p, "by authority of ", get(item, "authority"));
        put_more(p, "reply: ", get(item, "reply"));
        tier1__page_end(p);
    }
}

/* ---- the way and the rest --------------------------------------------- */

static void put_path(struct page *p, const tier1_value *doc)
{
    const tier1_value *path = get(doc, "path");
    const char *home = get_text(get(doc, "flow"), "id");
    bool first = true;
    if (tier1_value_count(path) == 0)
        return;
    tier1__page_heading(p, 2, "The way", NULL);
    for (size_t i = 0; i < tier1_value_count(path); i++) {
        const tier1_value *item = tier1_value_at(path, i);
        if (!first)
            tier1__page_raw(p, " \xE2\x86\x92 ");
        first = false;
        if (is_true(item, "back")) {
            tier1__page_raw(p, "(back)");
            continue;
        }
        if (home && get_text(item, "flow") && !is_word(item, "flow", home))
            put_step(p, item);
        else
            tier1__page_text(p, get_text(item, "step"));
        if (is_true(item, "undone"))
            tier1__page_raw(p, " (undone)");
    }
    tier1__page_end(p);
}

/* A map as a list of its keys and values. */
static void put_map(struct page *p, const char *heading, const tier1_value *map)
{
    if (tier1_value_kind(map) != TIER1_MAP || tier1_value_count(map) == 0)
        return;
    tier1__page_heading(p, 2, heading, NULL);
    for (size_t i = 0; i < tier1_value_count(map); i++) {
        tier1__page_item(p, NULL);
        tier1__page_text(p, tier1_value_key(map, i));
        tier1__page_raw(p, ": ");
        tier1__page_value(p, tier1_value_at(map, i));
        tier1__page_end(p);
    }
}

static void put_attachments(struct page *p, const tier1_value *doc)
{
    const tier1_value *files = get(doc, "attachments");
    if (tier1_value_count(files) == 0)
        return;
    tier1__page_heading(p, 2, "Attachments", NULL);
    for (size_t i = 0; i < tier1_value_count(files); i++) {
        const tier1_value *item = tier1_value_at(files, i);
        tier1__page_item(p, NULL);
        tier1__page_value(p, get(item, "name"));
        put_more(p, "", get(item, "type"));
        put_more(p, "bytes: ", get(item, "size"));
        put_more(p, "at ", get(item, "ref"));
        tier1__page_end(p);
    }
}

static void put_people(struct page *p, const tier1_value *doc)
{
    static const struct label labels[] = {{"requester", "Has the problem"},
                                          {"submitter", "Reports it"},
                                          {"owner", "Owner"}};
    static const struct label more[] = {{"contributors", "Has been with"}};
    const tier1_value *people = get(doc, "people");
    const tier1_value *transfers = get(people, "transfers");
    if (tier1_value_count(people) == 0)
        return;
    tier1__page_heading(p, 2, "People", NULL);
    put_pairs(p, people, labels, COUNT(labels));
    if (tier1_value_count(get(people, "contributors")) > 1)
        put_pairs(p, people, more, COUNT(more));
    for (size_t i = 0; i < tier1_value_count(transfers); i++) {
        const tier1_value *item = tier1_value_at(transfers, i);
        tier1__page_item(p, "Transfer");
        tier1__page_value(p, get(item, "from"));
        tier1__page_raw(p, get(item, "from") ? " to " : "to ");
        tier1__page_value(p, get(item, "to"));
        put_more(p, "", get(item, "why"));
        tier1__page_end(p);
    }
}

static void put_duration(struct page *p, const char *words,
                         const tier1_value *seconds)
{
    char text[TIME_TEXT];
    if (tier1_value_kind(seconds) == TIER1_NULL)
        return;
    tier1__time_from_duration(text, tier1_value_integer(seconds));
    tier1__page_item(p, words);
    tier1__page_text(p, text);
    tier1__page_end(p);
}

static void put_figures(struct page *p, const tier1_value *doc)
{
    static const struct label labels[] = {{"questions", "Questions"},
                                          {"remedies", "Remedies"},
                                          {"backs", "Taken back"},
                                          {"transfers", "Transfers"},
                                          {"refused", "Answers refused"}};
    const tier1_value *metrics = get(doc, "metrics");
    if (tier1_value_count(metrics) == 0)
        return;
    tier1__page_heading(p, 2, "Figures", NULL);
    put_duration(p, "Time spent", get(metrics, "handle_seconds"));
    put_duration(p, "Goal", get(metrics, "target_seconds"));
    put_pairs(p, metrics, labels, COUNT(labels));
}

static void put_reference(struct page *p, const tier1_value *doc)
{
    static const struct label flow[] = {{"id", "Flow"}, {"version", "Version"}};
    static const struct label session[] = {
        {"id", "Session"},        {"started", "Started"},
        {"ended", "Ended"},       {"audience", "Walked by"},
        {"channel", "Channel"},   {"language", "Language"},
        {"external", "Elsewhere"}};
    static const struct label knowledge[] = {{"kb", "Knowledge"},
                                             {"tags", "Tags"}};
    tier1__page_heading(p, 2, "Reference", NULL);
    tier1__page_pair(p, "Packet", get(doc, "id"));
    put_pairs(p, get(doc, "session"), session, COUNT(session));
    put_pairs(p, get(doc, "flow"), flow, COUNT(flow));
    put_pairs(p, get(doc, "knowledge"), knowledge, COUNT(knowledge));
    tier1__page_pair(p, "Left out", get(get(doc, "privacy"), "redacted"));
}

void tier1__packet_page(struct buf *out, const tier1_value *document,
                        bool marks)
{
    struct page page = {.out = out, .marks = marks};

    put_head(&page, document);
    put_problem(&page, document);
    put_tried(&page, document);
    put_answers(&page, document);
    put_checks(&page, document);
    put_told(&page, document);
    put_path(&page, document);
    put_map(&page, "Also known", get(document, "variables"));
    put_attachments(&page, document);
    put_people(&page, document);
    put_figures(&page, document);
    put_map(&page, "From the host", get(document, "custom"));
    put_reference(&page, document);
}
