#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every member of the model's structures has a line in the tables of
lib/image/fields.h, and the other way round: a member that is added to a flow
is not forgotten in compiled files."""

import re

import repo

MODEL = "lib/model/flow.h"
TABLES = "lib/image/fields.h"
# What a library itself holds is put together by hand: lib/image/load.c.
OTHERS = {"tier1_library"}


def structures(source):
    """name -> members, of a header without comments."""
    found = {}
    for name, body in re.findall(r"struct (\w+) \{(.*?)\n?\};", source, re.S):
        members = []
        for line in body.split(";"):
            line = re.sub(r"\[[^]]*\]|: \d+", "", line).strip()
            if not line:
                continue
            first, *more = line.split(",")
            for part in [first.split()[-1], *more]:
                members.append(part.strip().lstrip("*"))
        found[name] = members
    return found


def tables(source):
    """name -> members, of the tables; a part of a member is that member."""
    found = {}
    source = source.replace("\\\n", " ")
    for name, body in re.findall(r"#define IMAGE_(\w+)\(X\)(.*)", source):
        members = []
        for entry in re.findall(r"X\((\w+, [^()]*(?:\([^()]*\))?[^()]*)\)",
                                body):
            kind, *words = [w.strip() for w in entry.split(",")]
            members.append(words[0].split(".")[0])
            if kind in ("WORDS", "LIST"):
                members.append(words[1].split(".")[0])
        found[name.lower()] = members
    return found


def main():
    top = repo.root()
    model = structures(repo.bare(repo.text(top, MODEL)))
    known = tables(repo.bare(repo.text(top, TABLES)))
    if "flow" in known:
        known["tier1_flow"] = known.pop("flow")
    for name, members in model.items():
        if name in OTHERS:
            continue
        if name not in known:
            repo.fail(MODEL, f"struct {name} has no table in {TABLES}")
            continue
        for member in members:
            if member not in known[name]:
                repo.fail(MODEL, f"struct {name}: `{member}` is not in its "
                                 f"table in {TABLES}; write and read it, or "
                                 "say MADE")
        for member in set(known[name]) - set(members):
            repo.fail(TABLES, f"struct {name} has no `{member}`")
    for name in set(known) - set(model):
        repo.fail(TABLES, f"there is no struct {name}")
    repo.done(f"{len(known)} tables")


main()
