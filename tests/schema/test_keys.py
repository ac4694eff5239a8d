#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The schema for flows knows the keys that the library knows, at every place:
each key of all is put at each place of a flow, for each type of a question,
and what the library says of it is held against the schema.

test_keys.py TIER1 ROOT"""

import collections
import json
import os
import subprocess
import sys
import tempfile

TIER1, ROOT = map(os.path.abspath, sys.argv[1:3])
with open(os.path.join(ROOT, "include/tier1/schema/flow-1.schema.json"),
          encoding="utf-8") as file:
    SCHEMA = json.load(file)
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


def main():
    all_places = list(places())
    keys = sorted(set().union(*(known for _, known, _ in all_places))
                  | {"nonsense"})
    where = {}
    with tempfile.TemporaryDirectory(prefix="tier1-schema-") as folder:
        for i, (_, _, flows) in enumerate(all_places):
            for j, text in enumerate(flows):
                for k, key in enumerate(keys):
                    # A flow's folder is searched for its translations, so
                    # there are many with few.
                    some = f"f{len(where) // 100}"
                    flow = f"p{i}-{j}-{k}"
                    os.makedirs(os.path.join(folder, some), exist_ok=True)
                    where[f"{some}/{flow}.yaml"] = (i, key)
                    text_of = text.replace("{0}", flow)
                    with open(os.path.join(folder, some, flow + ".yaml"), "w",
                              encoding="utf-8") as f:
                        f.write(text_of.replace("%s", f'"{key}": 1'))
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
    for i, (place, known, flows) in enumerate(all_places):
        for key in keys:
            # Two kinds at once are an error of another rule.
            if place in KINDS and key in KINDS:
                continue
            library = unknown[i, key] < len(flows)
            if library != (key in known):
                wrong += 1
                print(f"{place}: '{key}' is "
                      f"{'known' if library else 'unknown'} to the library, "
                      f"and not so to the schema")
    print(f"{len(where)} flows, {len(keys)} keys, {wrong} wrong")
    sys.exit(1 if wrong or not unknown else 0)


main()
