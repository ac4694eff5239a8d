#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The schemas fit what there is: every flow, test file and translation that
the library takes is valid, in the tree and in the documentation; of the seeded
faults, which the library refuses, none is.

test_valid.py TIER1 ROOT"""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}: python3-yaml and python3-jsonschema")
    sys.exit(77)

TIER1, ROOT = map(os.path.abspath, sys.argv[1:3])
sys.path[:0] = [os.path.join(ROOT, "tests", "docs"),
                os.path.join(ROOT, "tests", "schema")]
import pages  # noqa: E402
import test_examples  # noqa: E402
from seeds import SEEDS  # noqa: E402

SHIPPED = ("flows/*.yaml", "examples/*.yaml", "bindings/*/tests/*.yaml")
# What else the tests have, where the library takes it.
MORE = ("tests/*/*.yaml", "tests/*/*/*.yaml", "tests/*/*/*/*.yaml")
_failed = []


class Yaml12(yaml.CSafeLoader):
    """Scalars as an editor has them: those of YAML 1.2."""

    yaml_implicit_resolvers = {}


for kind, pattern, first in (
        ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
        ("int", "[-+]?[0-9]+", "-+0123456789"),
        ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
         "-+0123456789."),
        ("null", "~|null|Null|NULL|", ["~", "n", "N", ""])):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{kind}",
                                 re.compile(f"^({pattern})$"), list(first))


def validator(name):
    path = os.path.join(ROOT, "include/tier1/schema", name + "-1.schema.json")
    with open(path, encoding="utf-8") as f:
        schema = json.load(f)
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


VALIDATORS = {"tier1-test": validator("test"),
              "translates": validator("translation"),
              "steps": validator("flow")}


def kind_of(document):
    """The key that says what a file is; None: none of ours."""
    if not isinstance(document, dict):
        return None
    return next((k for k in VALIDATORS if k in document), None)


def faults(kind, document):
    return [f"/{'/'.join(map(str, e.absolute_path))}: {e.message[:160]}"
            for e in VALIDATORS[kind].iter_errors(document)]


def load(text):
    return yaml.load(text, Yaml12)


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def refused(paths):
    """Those of the files that the library has an error for."""
    ran = subprocess.run([TIER1, "check", "--format", "json", *paths],
                         capture_output=True, text=True, timeout=120,
                         check=False)
    return {d["file"] for d in json.loads(ran.stdout)["diagnostics"]
            if d["severity"] == "error"}


def found(*patterns):
    return sorted({p for pattern in patterns
                   for p in glob.glob(os.path.join(ROOT, pattern))
                   if "/build" not in os.path.relpath(p, ROOT)})


# ---- files ------------------------------------------------------------------

def shipped():
    counts = dict.fromkeys(VALIDATORS, 0)
    for path in found(*SHIPPED):
        document = load(read(path))
        kind = kind_of(document)
        if kind is None:
            _failed.append(f"{path}: is nothing that there is a schema for")
            continue
        counts[kind] += 1
        _failed.extend(path + row for row in faults(kind, document))
    if not all(counts.values()):
        _failed.append(f"there are too few files: {counts}")
    return counts


def more():
    """Files of the tests, one by one, as many are wrong on purpose."""
    count = 0
    for path in found(*MORE):
        try:
            document = load(read(path))
            kind = kind_of(document)
        except (yaml.YAMLError, UnicodeDecodeError):
            continue
        # What is wrong with its flow is no fault of a test or a translation.
        rows = faults(kind, document) if kind else []
        if rows and not refused([path]):
            _failed.extend(path + row for row in rows)
        count += kind is not None
    return count


# ---- the documentation ------------------------------------------------------

def documents():
    """(place, text) of each flow, test file and translation of the pages."""
    for name in pages.names(ROOT) + ["tests/docs/rules.md"]:
        for block in pages.blocks(ROOT, name):
            if block.language != "yaml" or block.mark == "check-fails":
                continue
            text = block.text
            if block.mark in ("fragment", "check-warns"):
                text = test_examples.whole(text)
                if not re.search("^steps:", text, re.M):
                    text += "steps: {begin: {resolve: Done.}}\n"
            yield block.place, text


def documented():
    count = 0
    for place, text in documents():
        document = load(text)
        kind = kind_of(document)
        if kind is None:
            continue  # data for a command, or a part of a test file
        count += 1
        _failed.extend(f"{place}: {row}" for row in faults(kind, document))
    if count < 30:
        _failed.append(f"the pages show {count} files")
    return count


# ---- what is wrong ----------------------------------------------------------

def seeded():
    with tempfile.TemporaryDirectory(prefix="tier1-schema-") as folder:
        for path in found("flows/*.yaml"):
            with open(os.path.join(folder, os.path.basename(path)), "w",
                      encoding="utf-8") as f:
                f.write(read(path))
        for name, old, new in SEEDS:
            path = os.path.join(folder, name + ".yaml")
            text = read(path)
            wrong = text.replace(old, new, 1)
            document = load(wrong)
            kind = kind_of(load(text))
            what = f"{name}: {new.strip() or 'without ' + old.strip()}"
            if wrong == text:
                _failed.append(f"{what}: '{old}' is not there")
            if not faults(kind, document):
                _failed.append(f"{what}: the schema finds nothing")
            with open(path, "w", encoding="utf-8") as f:
                f.write(wrong)
            if path not in refused([path]):
                _failed.append(f"{what}: the library takes it")
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
    return len(SEEDS)


def main():
    counts = shipped()
    told = ", ".join(f"{n} by '{k}'" for k, n in counts.items())
    print(f"shipped: {told}; tests: {more()}; documentation: {documented()}; "
          f"seeded: {seeded()}")
    for row in _failed:
        print(row)
    print(f"{len(_failed)} found" if _failed else "ok")
    return 1 if _failed else 0


if __name__ == "__main__":
    sys.exit(main())
