/* SPDX-License-Identifier: MIT */
/* What each structure of the model is made of, in a compiled file: one table
 * for each, by which it is written and read. A test holds the tables against
 * model/flow.h, so that no member is forgotten.
 *
 * A structure begins with a number, of which each bit says whether a member is
 * there (in the order of the table, the lowest first); what is not there is
 * NULL, 0, false, or as its kind says. A member that is added stands at the
 * end: in a file that is older it is not there.
 *
 *     TEXT(m)             a text, or NULL
 *     ID(m)               the same, of a step, which hooks name
 *     WORD(m, list)       the same, one of a list
 *     TYPE(m)             the same, of a type; ""
 *     FLAG(m)             is there, and that is all
 *     BYTE(m, most)       a number up to `most`
 *     NUMBER(m, most)     the same, of 32 bits
 *     LARGE(m, most)      the same, of 64 bits
 *     WIDE(m, most)       the same, of a size
 *     SLOT(m)             of a variable; NO_SLOT
 *     OUTER(m)            the same, of another flow
 *     WORDS(m, count)     texts
 *     LIST(m, count, t)   structures
 *     ROUTES(m)           routes, or none
 *     SAID(m)             a text in pieces, or NULL
 *     ONE(m, t)           a structure somewhere, or NULL
 *     MORE(m, t, none)    the same, or `none`
 *     VALUE(m)            a value, or NULL
 *     HOOK(m, forms)      a hook of one of these forms, or NULL
 *     PART(m, t)          a structure in this one; has no bit
 *     MADE(m)             not in the file: made of the rest */
#ifndef TIER1_IMAGE_FIELDS_H
#define TIER1_IMAGE_FIELDS_H

/* What the format's own bounds are (compile/ holds to them). */
#define SECONDS_MOST (INT64_C(36525) * 86400)
#define REFUSALS_MOST 1000
#define LIMIT_MOST 1000000
#define RETRIES_MOST 10

#define FORM(form) (1u << (form))
#define FORM_EXPRESSION FORM(HOOK_EXPRESSION)
#define FORM_STATEMENTS FORM(HOOK_STATEMENTS)
#define FORM_BODY (FORM_EXPRESSION | FORM_STATEMENTS | FORM(HOOK_BLOCK))

#define IMAGE_ROUTE(X)                                                         \
    X(HOOK, when, FORM_EXPRESSION)                                             \
    X(PART, target, target)

#define IMAGE_ROUTE_CASE(X)                                                    \
    X(TEXT, key)                                                               \
    X(ROUTES, routes)

#define IMAGE_MEDIA(X)                                                         \
    X(TEXT, file)                                                              \
    X(TEXT, url)                                                               \
    X(SAID, alt)

#define IMAGE_CHOICE_MORE(X)                                                   \
    X(SAID, help)                                                              \
    X(HOOK, action, FORM_STATEMENTS)                                           \
    X(WORDS, also, also_count)                                                 \
    X(WORDS, kb, kb_count)                                                     \
    X(WORD, result, tier1__try_results)                                        \
    X(HOOK, when, FORM_EXPRESSION)                                             \
    X(FLAG, once)                                                              \
    X(FLAG, other)                                                             \
    X(FLAG, exclusive)

#define IMAGE_CHOICE(X)                                                        \
    X(TEXT, value)                                                             \
    X(SAID, label)                                                             \
    X(ROUTES, go)                                                              \
    X(MORE, more, choice_more, tier1__choice_nothing)

#define IMAGE_BOUND(X)                                                         \
    X(VALUE, value)                                                            \
    X(HOOK, hook, FORM_EXPRESSION)                                             \
    X(TEXT, shown)

#define IMAGE_QUESTION_MORE(X)                                                 \
    X(PART, min, bound)                                                        \
    X(PART, max, bound)                                                        \
    X(VALUE, step)                                                             \
    X(TEXT, unit)                                                              \
    X(TEXT, currency)                                                          \
    X(TEXT, mask)                                                              \
    X(TEXT, pattern)                                                           \
    X(WORDS, accept, accept_count)                                             \
    X(LARGE, max_size, INT64_MAX)                                              \
    X(SAID, low)                                                               \
    X(SAID, high)                                                              \
    X(WORDS, yes, yes_count)                                                   \
    X(WORDS, no, no_count)                                                     \
    X(PART, on_refusals, target)                                               \
    X(VALUE, fallback)                                                         \
    X(HOOK, check, FORM_EXPRESSION)

#define IMAGE_QUESTION(X)                                                      \
    X(BYTE, type, TIER1_TYPE_FORM)                                             \
    X(LIST, choices, choice_count, choice)                                     \
    X(TEXT, name)                                                              \
    X(SLOT, slot)                                                              \
    X(BYTE, match, MATCH_CONTAINS)                                             \
    X(FLAG, optional)                                                          \
    X(FLAG, sensitive)                                                         \
    X(FLAG, multiline)                                                         \
    X(FLAG, needs_agent)                                                       \
    X(MADE, plain) /* a proof, which is made again */                          \
    X(SHORT, refusals, REFUSALS_MOST)                                          \
    X(SAID, label)                                                             \
    X(MORE, more, question_more, tier1__question_nothing)

#define IMAGE_BINDING(X)                                                       \
    X(TEXT, name)                                                              \
    X(OUTER, slot)                                                             \
    X(HOOK, hook, FORM_EXPRESSION)

#define IMAGE_ESCALATION(X)                                                    \
    X(TEXT, to)                                                                \
    X(WORD, priority, tier1__priorities)                                       \
    X(WORD, kind, tier1__escalation_kinds)                                     \
    X(TEXT, code)                                                              \
    X(TEXT, cause)                                                             \
    X(SAID, needs)                                                             \
    X(SAID, summary)                                                           \
    X(WORDS, include, include_count)                                           \
    X(WORDS, exclude, exclude_count)                                           \
    X(WORDS, include_sensitive, include_sensitive_count)                       \
    X(FLAG, has_include)                                                       \
    X(FLAG, has_on_request)                                                    \
    X(FLAG, on_request)

#define IMAGE_STEP_MORE(X)                                                     \
    X(SAID, title)                                                             \
    X(SAID, note)                                                              \
    X(SAID, help)                                                              \
    X(LIST, media, media_count, media)                                         \
    X(HOOK, on_enter, FORM_STATEMENTS)                                         \
    X(HOOK, on_leave, FORM_STATEMENTS)                                         \
    X(ROUTES, on_error)                                                        \
    X(ROUTES, on_timeout)                                                      \
    X(ROUTES, on_limit)                                                        \
    X(WORD, phase, tier1__phases)                                              \
    X(LARGE, target_seconds, SECONDS_MOST)                                     \
    X(WORDS, tags, tag_count)                                                  \
    X(WORDS, kb, kb_count)                                                     \
    X(TEXT, remedy)                                                            \
    X(LARGE, wait_seconds, SECONDS_MOST)                                       \
    X(LARGE, cost_seconds, SECONDS_MOST)                                       \
    X(LARGE, delay_seconds, SECONDS_MOST)                                      \
    X(TEXT, to)                                                                \
    X(NUMBER, retries, RETRIES_MOST)                                           \
    X(NUMBER, limit, LIMIT_MOST)                                               \
    X(LARGE, timeout_seconds, SECONDS_MOST)                                    \
    X(TEXT, callee_id)                                                         \
    X(NUMBER, callee, UINT32_MAX)                                              \
    X(LIST, with, with_count, binding)                                         \
    X(TEXT, name)                                                              \
    X(WORD, as, tier1__resolved_as)                                            \
    X(TEXT, solution)                                                          \
    X(TEXT, cause)                                                             \
    X(WORD, offer_kind, tier1__offer_kinds)                                    \
    X(TEXT, authority)                                                         \
    X(ONE, escalation, escalation)

/* The id first: hooks take it. */
#define IMAGE_STEP(X)                                                          \
    X(ID, id)                                                                  \
    X(BYTE, kind, KIND_MOST)                                                   \
    X(BYTE, audience, FOR_BOTH)                                                \
    X(NUMBER, line, UINT32_MAX)                                                \
    X(NUMBER, column, UINT32_MAX)                                              \
    X(SAID, text)                                                              \
    X(ROUTES, next)                                                            \
    X(SLOT, slot)                                                              \
    X(NUMBER, fewest, UINT32_MAX)                                              \
    X(NUMBER, most, UINT32_MAX)                                                \
    X(HOOK, when, FORM_EXPRESSION)                                             \
    X(HOOK, body, FORM_BODY)                                                   \
    X(LIST, cases, case_count, route_case)                                     \
    X(LIST, fields, field_count, question)                                     \
    X(FLAG, skip_if_known)                                                     \
    X(FLAG, skip_if_tried)                                                     \
    X(MORE, more, step_more, tier1__step_nothing)                              \
    X(PART, question, question)

#define IMAGE_VARIABLE(X)                                                      \
    X(TEXT, name)                                                              \
    X(TEXT, label)                                                             \
    X(TYPE, type_name)                                                         \
    X(FLAG, any)                                                               \
    X(FLAG, declared)                                                          \
    X(FLAG, given)                                                             \
    X(FLAG, required)                                                          \
    X(FLAG, sensitive)                                                         \
    X(FLAG, agent_only)                                                        \
    X(VALUE, fallback)                                                         \
    X(MADE, shape) /* stands behind the steps */

#define IMAGE_CONSTANT(X)                                                      \
    X(TEXT, name)                                                              \
    X(VALUE, value)

/* The names first: hooks are read by them. */
#define IMAGE_FLOW(X)                                                          \
    X(TEXT, info.id)                                                           \
    X(TEXT, info.title)                                                        \
    X(TEXT, info.version)                                                      \
    X(TEXT, info.language)                                                     \
    X(TEXT, info.summary)                                                      \
    X(TEXT, info.owner)                                                        \
    X(TEXT, info.file)                                                         \
    X(TEXT, info.sha256)                                                       \
    X(LARGE, info.target_seconds, SECONDS_MOST)                                \
    X(WORDS, tags, tag_count)                                                  \
    X(BYTE, audience, FOR_BOTH)                                                \
    X(LIST, variables, variable_count, variable)                               \
    X(WIDE, declared_count, UINT32_MAX)                                        \
    X(LIST, data, data_count, constant)                                        \
    X(WORDS, helper_names, helper_count)                                       \
    X(HOOK, helpers, FORM(HOOK_HELPERS))                                       \
    X(PART, escalation, escalation)                                            \
    X(LIST, anywhere, anywhere_count, choice)                                  \
    X(NUMBER, start, UINT32_MAX)                                               \
    X(MADE, library)                                                           \
    X(MADE, index)                                                             \
    X(MADE, info)  /* what is not above: fingerprint, step_count, for_… */   \
    X(MADE, steps) /* their number stands in front, they behind the rest */    \
    X(MADE, step_count)                                                        \
    X(MADE, step_names)                                                        \
    X(MADE, callees)                                                           \
    X(MADE, callee_count)                                                      \
    X(MADE, translations) /* stand behind the shapes */                        \
    X(MADE, translation_count)                                                 \
    X(MADE, print)

/* These are put together otherwise (hook.c); the tables are for the test. */
#define IMAGE_HOOK_NAME(X)                                                     \
    X(TEXT, name)                                                              \
    X(BYTE, kind, NAME_LIBRARY)                                                \
    X(FLAG, assigned)                                                          \
    X(FLAG, whole)                                                             \
    X(NUMBER, index, UINT32_MAX)                                               \
    X(WORDS, fields, field_count)

#define IMAGE_HOOK_LINE(X)                                                     \
    X(WIDE, at, UINT32_MAX)                                                    \
    X(NUMBER, line, UINT32_MAX)

#define IMAGE_HOOK(X)                                                          \
    X(TEXT, source)                                                            \
    X(MADE, length)                                                            \
    X(BYTE, form, HOOK_HELPERS)                                                \
    X(MADE, index)                                                             \
    X(TEXT, file)                                                              \
    X(MADE, step)                                                              \
    X(TEXT, field)                                                             \
    X(NUMBER, line, UINT32_MAX)                                                \
    X(NUMBER, column, UINT32_MAX)                                              \
    X(LIST, lines, line_count, hook_line)                                      \
    X(MADE, steady) /* a proof: made anew, of the text */                      \
    X(LIST, names, name_count, hook_name)

#define IMAGE_PIECE(X)                                                         \
    X(TEXT, text)                                                              \
    X(HOOK, hook, FORM_EXPRESSION)

#define IMAGE_PIECES(X) X(LIST, items, count, piece)
#define IMAGE_TEXT(X)                                                          \
    X(TEXT, letters)                                                           \
    X(PART, forms, pieces)

#define IMAGE_TARGET(X)                                                        \
    X(BYTE, kind, TARGET_RESOLVE)                                              \
    X(NUMBER, step, UINT32_MAX)                                                \
    X(TEXT, code)

#define IMAGE_ROUTES(X) X(LIST, items, count, route)

/* And these (translations.c). */
#define IMAGE_SAID(X)                                                          \
    X(MADE, own) /* a number in front tells the place */                       \
    X(SAID, text)                                                              \
    X(WORDS, words, word_count)                                                \
    X(MADE, inherited)

#define IMAGE_TRANSLATION(X)                                                   \
    X(TEXT, language)                                                          \
    X(TEXT, file)                                                              \
    X(TEXT, sha256)                                                            \
    X(TEXT, title)                                                             \
    X(TEXT, summary)                                                           \
    X(LIST, items, count, said)                                                \
    X(MADE, messages) /* how many; the name and the words of each */           \
    X(MADE, info)

#define KIND_MOST TIER1_KIND_CONSULT

#endif
