#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The pages against the tree: links resolve; the tables of caps, status codes
and rules are those of the sources; every key and every name that Lua has here
is in the reference.

test_pages.py ROOT"""

import glob
import os
import re
import sys

import pages

BASE = "include/tier1/base.h"
FORMAT = "docs/flow-format.md"
TABLE = "lib/diag/rules.c"
# Rules of the list of diagnostics itself.
OTHERS = {"too-many"}
# Want more files, or larger ones, than an example has.
MANY = {"duplicate-flow", "too-many-flows", "too-many-steps",
        # of a translation, beside its flow
        "added-name", "duplicate-language", "extra-text", "placeholder",
        "stale-text", "too-many-translations", "untranslated"}
# Calls whose first argument that is a text is a rule.
RULE = re.compile(
    r"\b(?:tier1__(?:error|warn|diag|yaml_note|find)\w*|lua_error|refuse)\s*\("
    r"|\.rule = ")
KEY = re.compile(
    r"\b(?:tier1__field\w*|read_bound|text|hook|routes|required|read_hook"
    r"|read_end)\(\s*&?\w+(?:, &?\w+)?,\s*\"([a-z0-9_]+)\"")


def sources(root, *patterns):
    for pattern in patterns:
        for path in sorted(glob.glob(os.path.join(root, pattern))):
            yield pages.read(root, os.path.relpath(path, root))


def check_links(root, names):
    count = 0
    for name in names:
        for line, target in pages.links(root, name):
            count += 1
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            other = os.path.normpath(os.path.join(os.path.dirname(name), path)
                                     if path else name)
            place = f"{name}:{line}"
            if not os.path.exists(os.path.join(root, other)):
                pages.fail(place, f"the link leads to no file: {target}")
            elif anchor and other.endswith(".md") and \
                    anchor not in pages.anchors(root, other):
                pages.fail(place, f"the link leads to no heading: {target}")
    return count


def check_table(root, page, head, want):
    """A table's first cells are exactly these, with these after them."""
    got = {pages.code(row[0]): [pages.code(c) for c in row[1:]]
           for row in pages.tables(root, page, head)}
    for name, cells in want.items():
        if name not in got:
            pages.fail(page, f"the table has no {name}")
        elif got[name][:len(cells)] != cells:
            pages.fail(page, f"{name} is {cells}, not {got[name]}")
    for name in got:
        if name not in want:
            pages.fail(page, f"there is no {name}")
    return len(want)


def caps(root):
    source = pages.read(root, BASE).split("TIER1_CAP_MAP(X)")[1]
    source = source.split("/**")[0]
    return {name.replace("_", "-"): [number, text] for name, number, text in
            re.findall(r"X\((\w+), (\d+), \"([^\"]*)\"\)", source)}


def statuses(root):
    source = pages.read(root, BASE).split("TIER1_STATUS_MAP(X)")[1]
    source = source.split("/**")[0]
    return {"TIER1_" + name: [number, text] for name, number, text in
            re.findall(r"X\((\w+), (-?\d+),\s*\"([^\"]*)\"\)", source)}


def messages(root):
    """What the library says to whoever answers, by its name."""
    source = pages.read(root, "lib/model/messages.inc")
    return {name: [re.sub(r"\{\{.*?\}\}", r"`\g<0>`", text)]
            for name, text in re.findall(
                r'^MESSAGE\(\w+, "(\w+)", "\w*",\s*"(.*)"\)$', source, re.M)}


def first_text(source, at):
    """The first argument of a call, from behind its "(", that is a text; None
    where there is none."""
    depth = 0
    for m in re.compile(r'"((?:\\.|[^"\\])*)"|[();]').finditer(source, at):
        if m.group(1) is not None and depth == 0:
            return m.group(1)
        depth += {"(": 1, ")": -1}.get(m.group(0), 0)
        if depth < 0 or m.group(0) == ";":
            return None
    return None


def rules(root, *patterns):
    found = set()
    for source in sources(root, *patterns):
        texts = [first_text(source, m.end()) for m in RULE.finditer(source)]
        found |= {t for t in texts if t and re.fullmatch("[a-z][a-z-]*", t)}
    return {rule: [] for rule in found}


def plain(text):
    """A cell of a table as the program says it."""
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    return text.replace("`", "'").removeprefix("a warning: ")


def check_table_of_rules(root, flow, test):
    """The rules that the program knows are those that the sources name, and
    are told as the reference tells them."""
    rows = re.findall(r'\{"([a-z-]+)",\s*TIER1_(\w+),\s*("[^}]*")\},',
                      pages.read(root, TABLE))
    known = {name: (severity, "".join(re.findall(r'"([^"]*)"', text)))
             for name, severity, text in rows}
    told = {}
    for head in ("Rule of a test file", "Rule"):
        for row in pages.tables(root, FORMAT, head):
            told[pages.code(row[0])] = row[1]
    for rule in sorted((set(flow) | set(test) | OTHERS) ^ set(known)):
        pages.fail(TABLE, f"{rule} is not both here and in the sources")
    for rule in sorted(set(told) & set(known)):
        severity, about = known[rule]
        warns = told[rule].startswith("a warning: ")
        if plain(told[rule]) != about:
            pages.fail(TABLE, f"{rule} is told in {FORMAT} as "
                              f"{plain(told[rule])!r}, not {about!r}")
        if warns != (severity == "WARNING"):
            pages.fail(TABLE, f"{rule} is no {severity} in {FORMAT}")
    if sorted(known) != list(known):
        pages.fail(TABLE, "the rules are not in the order of their names")


def check_rules(root):
    flow = rules(root, "lib/compile/*.c", "lib/data/*.c")
    test = rules(root, "lib/author/*.c", "runner/*.c")
    check_table_of_rules(root, flow, test)
    return check_table(root, FORMAT, "Rule", flow) + \
        check_table(root, FORMAT, "Rule of a test file", test)


def check_shown(root):
    """Every rule has a page of its own; that of a rule of flows has an example
    that brings it about."""
    flow = rules(root, "lib/compile/*.c", "lib/data/*.c")
    every = {*flow, *rules(root, "lib/author/*.c", "runner/*.c"), *OTHERS}
    for rule in sorted(every):
        name = f"docs/rules/{rule}.md"
        if not os.path.exists(os.path.join(root, name)):
            pages.fail(name, f"{rule} has no page")
            continue
        shown = {b.argument for b in pages.blocks(root, name)
                 if b.mark in ("check-fails", "check-warns")}
        if rule in flow and rule not in MANY and shown != {rule}:
            pages.fail(name, f"has examples of {sorted(shown)}")
        if not pages.read(root, name).startswith(f"# `{rule}`\n"):
            pages.fail(name, "does not begin with its rule")
    for name in pages.names(root):
        rule = os.path.basename(name)[:-3]
        if os.path.dirname(name) == "docs/rules" and rule not in every:
            pages.fail(name, f"there is no rule {rule}")


def check_words(root):
    """Keys of the format, types, and members of Lua's tables are named."""
    reference = pages.read(root, FORMAT)
    compiler = "".join(sources(root, "lib/compile/*.c"))
    words = set(KEY.findall(compiler))
    kinds = pages.read(root, "lib/model/kinds.c")
    words |= set(re.findall(r"TIER1_(?:KIND|TYPE)_\w+\] = \"(\w+)\"", kinds))
    contexts = pages.read(root, "lib/model/names.c")
    words |= set(re.findall(r"\[CONTEXT_\w+\] = \"(\w+)\"", contexts))
    for word in sorted(words - {"none"}):
        if not re.search(rf"(?<![A-Za-z0-9_]){word}(?![A-Za-z0-9_])",
                         reference):
            pages.fail(FORMAT, f"does not speak of '{word}'")
    script = pages.read(root, "lib/script/script.c")
    for table, body in re.findall(
            r"\*const (\w+)_members\[\] = \{(.*?)NULL\};", script, re.S):
        for member in re.findall(r"\"(\w+)\"", body):
            word = member if table == "base" else f"{table}.{member}"
            if f"`{word}`" not in reference and f"`{word}(" not in reference:
                pages.fail(FORMAT, f"does not speak of `{word}`")
    return len(words)


def main():
    root = sys.argv[1]
    names = pages.names(root)
    links = check_links(root, names)
    rows = check_table(root, "docs/limits.md", "Cap", caps(root))
    rows += check_table(root, "docs/errors.md", "Code", statuses(root))
    rows += check_table(root, "docs/translating.md", "Message", messages(root))
    rows += check_rules(root)
    check_shown(root)
    words = check_words(root)
    return pages.done(f"{len(names)} pages, {links} links, {rows} rows of "
                      f"tables, {words} words")


if __name__ == "__main__":
    sys.exit(main())
