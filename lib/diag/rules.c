/* SPDX-License-Identifier: MIT */
/* Every rule that a diagnostic can name. What is printed of rules is made from
 * this table, and a test holds the documentation and the sources against it. */
#include "diag/rules.h"

#include <string.h>

/* In the order of their names. */
static const tier1_rule rules[] = {
    {"added-name", TIER1_ERROR,
     "a translation uses a name that the flow's text does not"},
    {"assignment", TIER1_ERROR, "Lua assigns what is no variable of 'vars'"},
    {"bad-name", TIER1_ERROR,
     "an id or a name has letters that it cannot have"},
    {"bad-value", TIER1_ERROR, "a value is none of those that the key takes"},
    {"code-word", TIER1_WARNING,
     "a text, a name or a code has a word that no customer should see"},
    {"compiled-file", TIER1_ERROR,
     "a compiled file is damaged, of a later version, beyond a cap, or loaded together with others"},
    {"dead-end", TIER1_WARNING,
     "an answer, a result or a value leads nowhere, and no end is meant"},
    {"disclosure", TIER1_ERROR,
     "a customer's text shows what is for agents only"},
    {"duplicate-choice", TIER1_ERROR,
     "a choice has the value of one of 'anywhere'"},
    {"duplicate-flow", TIER1_ERROR, "two files have one id"},
    {"duplicate-language", TIER1_ERROR,
     "a flow has two translations into one language, or one into its own"},
    {"duplicate-name", TIER1_ERROR, "two cases have one name"},
    {"early-remedy", TIER1_WARNING,
     "a remedy can be tried before any question"},
    {"early-upgrade", TIER1_WARNING,
     "an upgrade can be offered before any remedy"},
    {"empty", TIER1_ERROR, "a text, a value or a list of routes is empty"},
    {"endless-loop", TIER1_WARNING, "nothing leads out of a loop"},
    {"extra-text", TIER1_WARNING,
     "a translation has a text that its flow has not"},
    {"format-version", TIER1_ERROR, "'tier1' is not 1"},
    {"host-in-text", TIER1_ERROR, "a text calls the host"},
    {"idle-loop", TIER1_WARNING, "a loop asks nothing and changes nothing"},
    {"lua-syntax", TIER1_ERROR, "Lua does not compile"},
    {"lua-trap", TIER1_ERROR, "YAML took Lua for something else"},
    {"missing-alt", TIER1_WARNING, "a picture has no 'alt'"},
    {"missing-file", TIER1_ERROR,
     "a 'lua' file or a called flow cannot be read"},
    {"missing-given", TIER1_ERROR,
     "a call leaves out a variable that the sub-flow requires"},
    {"missing-key", TIER1_ERROR, "a key is required here"},
    {"missing-text", TIER1_ERROR, "a step for customers has no words for them"},
    {"name-clash", TIER1_ERROR, "two things have one name"},
    {"no-room", TIER1_ERROR,
     "no case can be added: 'cases' is not the last key or stands in brackets, or the case is for another flow"},
    {"not-compare", TIER1_WARNING,
     "'not' stands before a comparison, and takes only the first part of it"},
    {"not-given", TIER1_ERROR, "a variable does not come from the host"},
    {"placeholder", TIER1_WARNING,
     "a translation has other placeholders than the flow's text"},
    {"repeated-condition", TIER1_WARNING,
     "a route has the condition of one before it"},
    {"sensitive", TIER1_ERROR, "no test can see a sensitive variable"},
    {"shadowed-route", TIER1_ERROR,
     "a route stands behind one that always matches"},
    {"stale-text", TIER1_WARNING,
     "the flow's text was changed since it was translated"},
    {"step-kind", TIER1_ERROR,
     "a step has no kind, two, or one that this version does not know"},
    {"text-brace", TIER1_ERROR, "a '{{' is not closed"},
    {"text-number", TIER1_WARNING,
     "Lua compares an answer with what is of another kind: a text with a number, a yes or no with a text"},
    {"too-many", TIER1_NOTE, "more was found than the cap 'diagnostics'"},
    {"too-many-flows", TIER1_ERROR, "the cap 'flows' is reached"},
    {"too-many-steps", TIER1_ERROR, "the cap 'steps' is reached"},
    {"too-many-translations", TIER1_ERROR,
     "a flow has more translations than it may have"},
    {"two-ways", TIER1_ERROR, "two keys exclude each other"},
    {"unknown-answer", TIER1_WARNING,
     "Lua or a case asks for what an answer can never be"},
    {"unknown-flow", TIER1_ERROR, "a call names no flow beside this one"},
    {"unknown-key", TIER1_ERROR, "there is no such key here"},
    {"unknown-name", TIER1_ERROR,
     "Lua, or a list of variables, names what nothing declares"},
    {"unknown-return", TIER1_ERROR,
     "a case names what the sub-flow never returns"},
    {"unknown-step", TIER1_ERROR,
     "a route or Lua names a step that is not there"},
    {"unreachable-step", TIER1_WARNING, "nothing leads to a step"},
    {"unreturned-call", TIER1_WARNING,
     "a called flow never comes back, and the caller has ways for that"},
    {"unset-variable", TIER1_WARNING,
     "Lua reads a variable or an answer that nothing can have set yet"},
    {"unsure-choice", TIER1_WARNING,
     "all choices of a question have conditions, and there may be none to choose"},
    {"unsure-route", TIER1_WARNING,
     "all routes have conditions, and nothing takes the rest"},
    {"untranslated", TIER1_WARNING, "a text of a flow is not translated"},
    {"unused-ignore", TIER1_WARNING, "an entry of 'ignore' takes nothing away"},
    {"unused-variable", TIER1_WARNING,
     "nothing reads a variable, or what a 'run' saves"},
    {"wrong-type", TIER1_ERROR,
     "a list, a map or a text where another is wanted"},
    {"yaml-alias", TIER1_ERROR, "an alias without its anchor, or within it"},
    {"yaml-document", TIER1_ERROR, "a second document, or none"},
    {"yaml-duplicate-key", TIER1_ERROR, "a key is there already"},
    {"yaml-encoding", TIER1_ERROR,
     "the file is not UTF-8, or holds control characters"},
    {"yaml-key", TIER1_ERROR, "a key is a list or a map"},
    {"yaml-limit", TIER1_ERROR, "a cap on files is reached"},
    {"yaml-merge-key", TIER1_ERROR, "'<<' is not supported"},
    {"yaml-syntax", TIER1_ERROR, "it is not YAML"},
    {"yaml-tag", TIER1_ERROR, "tags are not supported"},
};
#define RULES (sizeof rules / sizeof *rules)

size_t tier1_rule_count(void)
{
    return RULES;
}

const tier1_rule *tier1_rule_at(size_t index)
{
    return index < RULES ? &rules[index] : NULL;
}

const tier1_rule *tier1__rule_find(const char *name)
{
    size_t low = 0, high = RULES;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(rules[middle].name, name);

        if (order == 0)
            return &rules[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
