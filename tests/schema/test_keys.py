#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The schemas know the keys that the library knows, at every place: each key of
all is put at each place of a flow, for each type of a question, of a
translation and of a test file, and what the library says of it is held against
the schema.

test_keys.py TIER1 ROOT"""

import collections
import json
import os
import subprocess
import sys
import tempfile

TIER1, ROOT = map(os.path.abspath, sys.argv[1:3])


def schema(name):
    path = os.path.join(ROOT, "include/tier1/schema", name + "-1.schema.json")
    with open(path, encoding="utf-8") as f:
        return json.load(f)


SCHEMA, TONGUE, TEST = map(schema, ("flow", "translation", "test"))
DEFINITIONS = SCHEMA["definitions"]
KINDS = [name[5:] for name in DEFINITIONS if name.startswith("step_")]
TYPES = DEFINITIONS["step_ask"]["properties"]["type"]["enum"]
VARS = SCHEMA["properties"]["vars"]["additionalProperties"]["anyOf"][1]
MORE = {
    "form": "fields: {f: F}", "branch": "else: done", "offer": "kind: upgrade",
    "consult": "to: kim", "call": "next: done",
}
OF_TYPE = {"choice": "choices: {a: A, b: B}", "multi": "choices: {a: A, b: B}",
           "money": "currency: EUR", "scale": "min: 1, max: 5"}
HEAD = "tier1: 1\nid: {0}\ntitle: T\n"
STEPS = "steps:\n  first: {tell: Hello., next: done}\n  done: {resolve: D.}\n"


def the(name, *way):
    """The keys of a place in the schema."""
    at = DEFINITIONS[name] if name else SCHEMA
    for key in way:
        at = at[key]
    return set(at["properties"])


def places():
    """(place, keys of the schema, flows with %s for one more key)."""
    for kind in KINDS:
        own = f"{kind}: X" if kind != "branch" else "branch: visits.first"
        own += ", " + MORE[kind] if kind in MORE else ""
        own = own.replace("else: done", "cases: {else: done}")
        types = TYPES if kind in ("ask", "consult") else [None]
        yield kind, the("step_" + kind), [
            HEAD + "steps:\n  first: {" + own
            + (f", type: {t}" if t else "")
            + (", " + OF_TYPE[t] if t in OF_TYPE else "")
            + ", %s}\n  done: {resolve: D.}\n" for t in types]
    choice = "steps:\n  first: {%s: X, next: done, choices: {a: {%%s}}}\n" \
             "  done: {resolve: D.}\n"
    kinds = ["try", "ask", "ask, type: multi"]
    yield "a choice", the("choice", "anyOf", 2), [
        HEAD + (choice % k.split(",")[0]).replace(
            "X,", "X," + k.partition(",")[2] + "," if "," in k else "X,")
        for k in kinds]
    yield "a field", the("fields", "additionalProperties", "anyOf", 1), [
        HEAD + "steps:\n  first: {form: X, next: done, fields: {f: {type: "
        + t + (", " + OF_TYPE[t] if t in OF_TYPE else "")
        + ", %s}}}\n  done: {resolve: D.}\n" for t in TYPES]
    yield "a variable", set(VARS["properties"]), [
        HEAD + "vars:\n  v: {type: " + t
        + (", " + OF_TYPE[t] if t in OF_TYPE else "") + ", %s}\n" + STEPS
        for t in VARS["properties"]["type"]["enum"]]
    yield "a flow", the(None), [HEAD + STEPS + "%s\n"]
    for name in ("escalation", "questions"):
        yield name, the(None, "properties", name), [
            HEAD + name + ": {%s}\n" + STEPS]
    yield "ignore", the(None, "properties", "ignore", "items"), [
        HEAD + "ignore: [{%s}]\n" + STEPS]
    yield "a route", the("route", "anyOf", 1), [
        HEAD + "steps:\n  first: {tell: X, next: [{%s}]}\n"
        "  done: {resolve: D.}\n"]
    yield "retry", the("step_run", "properties", "retry"), [
        HEAD + "steps:\n  first: {run: host.x(), retry: {%s}, next: done}\n"
        "  done: {resolve: D.}\n"]
    yield "media", the("step_tell", "properties", "media", "anyOf", 0), [
        HEAD + "steps:\n  first: {tell: X, media: {%s}, next: done}\n"
        "  done: {resolve: D.}\n"]


# What a translation and a test file are beside.
BESIDE = """steps:
  first: {ask: X, choices: {a: {label: A, help: H}}, next: pic}
  pic: {tell: X, media: {file: f.png, alt: A}, next: form}
  form: {form: X, fields: {f: F}, next: done}
  done: {resolve: D.}
"""


def beside():
    """The same of translations and test files, with what follows the flow's
    id in their names."""
    head = "tier1: 1\ntranslates: {0}\nlanguage: gl\n"
    within = TONGUE["definitions"]

    def of(schema_):
        return set(schema_["properties"])

    for place, known, text in (
            ("a translation", of(TONGUE), "%s"),
            ("messages", of(TONGUE["properties"]["messages"]),
             "messages: {%s}"),
            ("a step's translation", of(within["step"]),
             "steps: {first: {%s}}"),
            ("a choice's translation",
             of(within["choices"]["additionalProperties"]["anyOf"][1]),
             "steps: {first: {choices: {a: {%s}}}}"),
            ("a field's translation", of(within["field"]["anyOf"][1]),
             "steps: {form: {fields: {f: {%s}}}}"),
            ("a picture's translation",
             of(within["step"]["properties"]["media"]["anyOf"][0]),
             "steps: {pic: {media: {%s}}}")):
        yield ".gl", place, known, head + text + "\n"
    head = "tier1-test: 1\nflow: {0}\n"
    case = TEST["properties"]["cases"]["items"]
    for place, known, text in (
            ("a test file", of(TEST), "%s"),
            ("a case", of(case), "cases: [{%s}]"),
            ("expect", of(case["properties"]["expect"]),
             "cases: [{name: X, expect: {%s}}]"),
            ("history", of(case["properties"]["history"]["items"]),
             "cases: [{name: X, expect: {at: done}, history: [{%s}]}]")):
        yield ".test", place, known, head + text + "\n"


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def main():
    all_places = [(place, known, texts, "")
                  for place, known, texts in places()]
    all_places += [(place, known, [text], end)
                   for end, place, known, text in beside()]
    keys = sorted(set().union(*(known for _, known, _, _ in all_places))
                  | {"nonsense"})
    where = {}
    with tempfile.TemporaryDirectory(prefix="tier1-schema-") as folder:
        for i, (_, _, texts, end) in enumerate(all_places):
            for j, text in enumerate(texts):
                for k, key in enumerate(keys):
                    # A flow's folder is searched for its translations, so
                    # there are many with few.
                    some = f"f{len(where) // 100}"
                    flow = f"p{i}-{j}-{k}"
                    name = os.path.join(some, flow + end + ".yaml")
                    where[name] = (i, key)
                    write(os.path.join(folder, name), text.replace(
                        "{0}", flow).replace("%s", f'"{key}": 1'))
                    if end:
                        write(os.path.join(folder, some, flow + ".yaml"),
                              HEAD.replace("{0}", flow) + BESIDE)
        unknown = collections.Counter()
        for start in range(0, len(where), 500):
            names = list(where)[start:start + 500]
            ran = subprocess.run([TIER1, "check", "--format", "json", *names],
                                 cwd=folder, capture_output=True, text=True,
                                 timeout=300, check=False)
            for d in json.loads(ran.stdout)["diagnostics"]:
                if d["rule"] == "unknown-key" and \
                        f"'{where[d['file']][1]}'" in d["message"]:
                    unknown[where[d["file"]]] += 1
    wrong = 0
    for i, (place, known, texts, _) in enumerate(all_places):
        for key in keys:
            # Two kinds at once are an error of another rule, and a flow with
            # `translates` is none.
            if place in KINDS and key in KINDS or \
                    (place, key) == ("a flow", "translates"):
                continue
            library = unknown[i, key] < len(texts)
            if library != (key in known):
                wrong += 1
                print(f"{place}: '{key}' is "
                      f"{'known' if library else 'unknown'} to the library, "
                      f"and not so to the schema")
    print(f"{len(where)} files, {len(keys)} keys, {wrong} wrong")
    sys.exit(1 if wrong or not unknown else 0)


main()
