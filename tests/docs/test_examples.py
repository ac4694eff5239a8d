#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs what the documentation shows: flows are checked, tests are run, C and
C++ are compiled, commands print what stands there. The blocks of one page share a
folder, in the order of the page.

test_examples.py TIER1 ROOT LIBRARY FLAGS CC...

LIBRARY is libtier1 as a shared object, or "" to compile only."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import pages

HEAD = "tier1: 1\nid: example\ntitle: Example\n"
FLOW_KEYS = ("audience", "vars", "questions", "anywhere", "data", "lua",
             "escalation", "start", "steps", "language", "target_time", "tags",
             "version", "summary", "owner", "ignore")
# What a part of a flow may break, as the rest is not shown.
PART = {"unreachable-step", "early-remedy", "unused-variable"}
BODY = """#include <string.h>
#include <tier1/sys/posix.h>
#include <tier1/sys/yaml.h>
#include <tier1/tier1.h>
#include <tier1/author.h>
#include <stdio.h>
"""
INSIDE = """int example(tier1_engine *engine, tier1_library *library,
            const tier1_flow *flow, tier1_session *session);
int example(tier1_engine *engine, tier1_library *library,
            const tier1_flow *flow, tier1_session *session)
{
    int rc = 0;
    (void)engine, (void)library, (void)flow, (void)session;
%s
    return rc;
}
"""


class World:
    """What the examples are run with."""

    def __init__(self, argv):
        self.tier1, self.root = map(os.path.abspath, argv[1:3])
        self.library, flags = argv[3:5]
        self.cc = argv[5:]
        found = re.findall(r"\w+", flags)
        self.flags = ["-fsanitize=" + ",".join(found)] \
            if found and found != ["none"] else []
        self.env = dict(os.environ, LC_ALL="C.UTF-8", TZ="UTC", NO_COLOR="1",
                        COLUMNS="80", TERM="dumb")
        self.env["PATH"] = os.path.dirname(self.tier1) + ":" + \
            self.env.get("PATH", "/usr/bin:/bin")
        self.counts = {}
        self.folder = None

    def run(self, args, given="", **more):
        return subprocess.run(args, input=given, text=True, cwd=self.folder,
                              env=self.env, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60,
                              check=False, **more)

    def check(self, name):
        ran = subprocess.run([self.tier1, "check", "--format", "json", name],
                             cwd=self.folder, env=self.env, text=True,
                             stdout=subprocess.PIPE, timeout=60, check=False)
        return json.loads(ran.stdout)["diagnostics"]


def write(world, name, text):
    path = os.path.join(world.folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return name


def told(found):
    return "\n".join("    {file}:{line}:{column}: {message} [{rule}]"
                     .format(**d) for d in found)


# ---- flows ------------------------------------------------------------------

def whole(text):
    """A flow of a fragment: with a head, and under `steps` where it has no
    key of a flow."""
    if re.search(r"^tier1:", text, re.M):
        return text
    first = re.search(r"^([\w-]+):", text, re.M)
    if not first or first.group(1) not in FLOW_KEYS:
        text = "steps:\n" + re.sub(r"^(?=.)", "  ", text, flags=re.M)
    return HEAD + text


def fill(world, name, text, but=None):
    """Adds the steps that a fragment leads to and does not show."""
    write(world, name, text)
    missing = []
    for d in world.check(name):
        m = re.fullmatch(r"there is no step '(\w+)'.*", d["message"])
        if d["rule"] == "unknown-step" and but != "unknown-step" and m:
            missing.append(m.group(1))
    for step in sorted(set(missing)):
        text += f"  {step}: {{resolve: The example ends here.}}\n"
    write(world, name, text)
    return world.check(name)


def flow(world, block):
    found = world.check(write(world, block.argument, block.text))
    if found:
        pages.fail(block.place, "the flow has findings\n" + told(found))


def fragment(world, block):
    if "steps:" not in block.text and whole(block.text).find("steps:") < 0:
        block.rows += ["steps:", "  begin: {resolve: Done.}"]
    found = [d for d in fill(world, "example.yaml", whole(block.text))
             if d["rule"] not in PART]
    if found:
        pages.fail(block.place, "the fragment has findings\n" + told(found))


def finds(world, block):
    rule, severity = block.argument, block.mark.removeprefix("check-")
    found = fill(world, "example.yaml", whole(block.text), rule)
    severity = {"fails": "error", "warns": "warning"}[severity]
    worst = [d for d in found if d["severity"] == severity]
    got = {d["rule"] for d in worst}
    if got != {rule} or (severity == "warning" and
                         any(d["severity"] == "error" for d in found)):
        pages.fail(block.place, f"{severity}s of {sorted(got)}, not {rule}\n"
                   + told(found))


def test(world, block):
    name = write(world, block.argument, block.text)
    ran = world.run([world.tier1, "test", name])
    if ran.returncode:
        pages.fail(block.place, "the test fails\n" + ran.stdout)


def keep(world, block):
    write(world, block.argument, block.text)


# ---- Lua --------------------------------------------------------------------

def lua(world, block):
    """`expression --> result` a line; the argument is YAML of `data`."""
    pairs = [re.fullmatch(r"(.*?)\s+--> (.*)", r) for r in block.rows
             if r.strip() and not r.startswith("--")]
    if not all(pairs):
        pages.fail(block.place, "a line without a result")
        return
    text = HEAD + (f"data: {{{block.argument}}}\n" if block.argument else "")
    text += "steps:\n"
    for i, m in enumerate(pairs):
        source = json.dumps(m.group(1), ensure_ascii=False)
        text += f"  r{i}: {{run: {source}, next: r{i + 1}}}\n"
    text += f"  r{len(pairs)}: {{resolve: Done.}}\n"
    write(world, "lua.yaml", text)
    write(world, "lua.answers", "[]\n")
    ran = world.run([world.tier1, "run", "--answers", "lua.answers", "--now",
                     "2026-01-05T09:00:00Z", "--format", "json", "lua.yaml"])
    try:
        got = json.loads(ran.stdout)["variables"]
    except ValueError:
        pages.fail(block.place, ran.stdout)
        return
    for i, m in enumerate(pairs):
        want = None if m.group(2) == "nil" else json.loads(m.group(2))
        if got.get(f"r{i}") != want:
            pages.fail(block.place, f"{m.group(1)} is {got.get(f'r{i}')!r}")


# ---- C ----------------------------------------------------------------------

def program(world, block):
    source = write(world, block.argument + ".c", block.text)
    args = world.cc + world.flags + [
        "-std=c11", "-pedantic", "-Wall", "-Wextra", "-Werror",
        "-I", os.path.join(world.root, "include"), source]
    if world.library:
        args += ["-o", block.argument, world.library,
                 "-Wl,-rpath," + os.path.dirname(world.library)]
    else:
        args += ["-fsyntax-only"]
    ran = world.run(args)
    if ran.returncode:
        pages.fail(block.place, "it does not compile\n" + ran.stdout)


def snippet(world, block):
    file_level = re.search(r"^[a-z].*\)\n\{", block.text, re.M)
    text = BODY + (block.text if file_level else INSIDE % block.text)
    name = write(world, "snippet.c", text)
    ran = world.run(world.cc + [
        "-std=c11", "-pedantic", "-Wall", "-Wextra", "-Werror",
        "-Wno-unused-function", "-Wno-unused-variable", "-fsyntax-only",
        "-I", os.path.join(world.root, "include"), name])
    if ran.returncode:
        pages.fail(block.place, "it does not compile\n" + ran.stdout)


# ---- C++ --------------------------------------------------------------------

BODY_CPP = """#include <iostream>
#include <map>
#include <string>
#include <vector>
#include <tier1/tier1.hpp>
"""
INSIDE_CPP = """void example(tier1::engine &engine, tier1::library &library,
             tier1::session &session);
void example(tier1::engine &engine, tier1::library &library,
             tier1::session &session)
{
    (void)engine, (void)library, (void)session;
%s
}
"""


def compile_cpp(world, block, name, more):
    cxx = next((c for c in ("c++", "g++", "clang++") if shutil.which(c)), None)
    if cxx is None:
        return
    ran = world.run([cxx, "-std=c++17", "-Wall", "-Wextra", "-Wpedantic",
                     "-Werror", "-Wno-unused-variable",
                     "-Wno-unused-function",
                     "-I", os.path.join(world.root, "bindings/cpp/include"),
                     "-I", os.path.join(world.root, "include"), name] + more)
    if ran.returncode:
        pages.fail(block.place, "it does not compile\n" + ran.stdout)


def snippet_cpp(world, block):
    file_level = re.search(r"^[a-z].*\)\n\{", block.text, re.M)
    text = BODY_CPP + (block.text if file_level else INSIDE_CPP % block.text)
    compile_cpp(world, block, write(world, "snippet.cpp", text),
                ["-fsyntax-only"])


# ---- Lua with the binding ---------------------------------------------------

BODY_LUA = """local tier1 = require "tier1"
local file <close> = assert(io.open("lamp.yaml"))
local lamp_text = file:read("a")
local engine = assert(tier1.engine())
local library = assert(engine:load("lamp.yaml"))
local session = assert(engine:start(library))
"""


def snippet_lua(world, block):
    """TIER1_LUA is a program that runs Lua with the module in it."""
    program = os.environ.get("TIER1_LUA")
    if not program:
        return
    write(world, "lamp.yaml",
          pages.read(world.root, "bindings/lua/tests/lamp.yaml"))
    ran = world.run([program, write(world, "snippet.lua",
                                    BODY_LUA + block.text)])
    if ran.returncode:
        pages.fail(block.place, "it fails\n" + ran.stdout)


def same(world, block):
    """The block is what stands in this file of the tree, of a program behind
    its head; something else makes or runs that."""
    text = pages.read(world.root, block.argument)
    head = {"lua": "^local", "python": "^import",
            "text": ""}.get(block.language, "^#include")
    if block.text != text[re.search(head, text, re.M).start():]:
        pages.fail(block.place, f"it is not what {block.argument} has")


def part(world, block):
    """The block is a part of this file of the tree, as it stands there;
    something else builds and runs that."""
    if block.text not in pages.read(world.root, block.argument):
        pages.fail(block.place, f"it does not stand in {block.argument}")


# ---- Python ---------------------------------------------------------------

def run_elsewhere(_, block):
    """The tests of the binding run the block; here it is only read."""
    try:
        compile(block.text, block.place, "exec")
    except SyntaxError as e:
        pages.fail(block.place, f"no Python: {e}")


# ---- commands ---------------------------------------------------------------

def commands(block):
    """(command, what it prints) of a block."""
    found = []
    for row in block.rows:
        if row.startswith("$ "):
            found.append((row[2:], []))
        elif found and found[-1][0].endswith("\\"):
            found[-1] = (found[-1][0][:-1] + row.removeprefix("> "), [])
        elif found:
            found[-1][1].append(row)
    return found


def fits(want, got):
    """Rows against rows; "…" alone stands for any rows, in a row for any
    letters. What is typed behind a prompt does not come back from a pipe."""
    parts = []
    for row in want:
        if row.strip() == "…":
            parts.append(r"(?:.*\n)*?")
            continue
        whole_row = re.escape(row.rstrip()).replace("…", ".*")
        if row.startswith("> "):
            whole_row = "> ?(?:" + whole_row[3:] + ")?"
        parts.append(whole_row + r"[ \t]*\n")
    return re.fullmatch("".join(parts), "".join(r + "\n" for r in got))


def edit(world, block):
    """FILE: OLD → NEW, where a text of the page says that somebody edits."""
    name, old, new = re.fullmatch(r"([\w.-]+): (.*) → (.*)",
                                  block.argument).groups()
    old, new = (t.replace("\\n", "\n") for t in (old, new))
    with open(os.path.join(world.folder, name), encoding="utf-8") as f:
        text = f.read()
    if old not in text:
        pages.fail(block.place, f"{name} does not hold '{old}'")
    write(world, name, text.replace(old, new))
    console(world, block)


def console(world, block):
    status = 0
    for command, want in commands(block):
        typed = [r[2:] for r in want if r.startswith("> ")]
        ran = world.run(["sh", "-c", f"(exit {status}); {command}"],
                        "".join(t + "\n" for t in typed))
        status = ran.returncode
        got = ran.stdout.split("\n")
        if got[-1] == "":
            got.pop()
        if not fits(want, got):
            pages.fail(block.place, f"$ {command}\nprints\n" + ran.stdout)


def is_json(_, block):
    try:
        json.loads(block.text)
    except ValueError as e:
        pages.fail(block.place, f"no JSON: {e}")


HOW = {
    ("yaml", "flow"): flow,
    ("yaml", "test"): test,
    ("yaml", "fragment"): fragment,
    ("yaml", "check-fails"): finds,
    ("yaml", "check-warns"): finds,
    ("lua", "results"): lua,
    ("c", "program"): program,
    ("c", "snippet"): snippet,
    ("c", "part"): part,
    ("cpp", "snippet"): snippet_cpp,
    ("cpp", "same"): same,
    ("text", "same"): same,
    ("lua", "snippet"): snippet_lua,
    ("lua", "same"): same,
    ("python", "run"): run_elsewhere,
    ("python", "same"): same,
    ("console", None): console,
    ("console", "edit"): edit,
    ("json", None): is_json,
}


def run_page(world, name):
    for block in pages.blocks(world.root, name):
        how = HOW.get((block.language, block.mark))
        if block.mark == "file":
            how = keep
        elif block.mark == "not run" or \
                 block.language in ("text", "sh"):
            continue
        if how is None:
            pages.fail(block.place, f"nothing says what this {block.language} "
                                    f"is ({block.mark})")
            continue
        key = block.mark or block.language
        world.counts[key] = world.counts.get(key, 0) + 1
        how(world, block)


def main():
    world = World(sys.argv)
    for name in pages.names(world.root) + ["tests/docs/rules.md"]:
        with tempfile.TemporaryDirectory(prefix="tier1-docs-") as folder:
            world.folder = folder
            run_page(world, name)
    return pages.done(", ".join(f"{n} {k}" for k, n in
                                sorted(world.counts.items())))


if __name__ == "__main__":
    sys.exit(main())
