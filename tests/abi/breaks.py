#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The check of the ABI can fail: the library is built with breaks in it, from
changed copies of headers and sources, and held against the record.

breaks.py SOURCE BUILD RECORD LIBRARY ..."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

import abidump

SESSION, BASE = "include/tier1/session.h", "include/tier1/base.h"
LOOK, STATUS, MAP = "lib/run/look.c", "lib/base/status.c", "lib/tier1.map"
GROWN = "TIER1_API int tier1_planted(int n);\n"


def edit(path, old, new):
    return path, old, new


# what, edits, how the linker's command is changed, what check has to say of
# it (None: nothing), whether `record` takes it
PLANTS = [
    ("nothing", [], None, None, True),
    ("a private member",
     [edit("lib/run/session.h", r"(struct tier1_session \{\n)",
           r"\1    int planted;\n")], None, None, True),
    ("another order of members",
     [edit(SESSION, r"(    const char \*flow;[^\n]*\n)"
           r"(    const char \*step;[^\n]*\n)(    const char \*phase)",
           r"\2\1\3")], None, r"'const char\* flow' offset changed", False),
    ("a member of another type",
     [edit(SESSION, r"int64_t elapsed_seconds", "int elapsed_seconds")], None,
     r"elapsed_seconds", False),
    ("a member at the end",
     [edit(SESSION, r"\n\} tier1_view;", "\n    long planted;\n} tier1_view;")],
     None, r"data member insertion(?s:.*)planted", False),
    ("another number",
     [edit(SESSION, r"TIER1_DEAD_END = 3", "TIER1_DEAD_END = 4")], None,
     r"TIER1_DEAD_END' from value '3' to '4'", False),
    ("one more number",
     [edit(SESSION, r"TIER1_DEAD_END = 3",
           "TIER1_DEAD_END = 3, TIER1_PLANTED = 4")], None,
     r"TIER1_PLANTED", False),
    ("another result",
     [edit(BASE, r"const char \*(tier1_status_text)", r"char \1"),
      edit(STATUS, r"const char \*(tier1_status_text)", r"char \1")], None,
     r"return type changed", False),
    ("one more parameter",
     [edit(BASE, r"tier1_version\(void\)", "tier1_version(int planted)"),
      edit(STATUS, r"tier1_version\(void\)", "tier1_version(int planted)")],
     None, r"parameter 1 of type 'int' was added", False),
    ("a function that went",
     [edit(MAP, r"    tier1_version;\n", "")], None,
     r"1 Removed(?s:.*)tier1_version", False),
    ("another version of symbols",
     [edit(MAP, r"TIER1_0\.1", "TIER1_0.2")], None, r"Removed", False),
    ("another soname", [], ("-soname,libtier1.so.0", "-soname,libtier1.so.1"),
     r"SONAME changed", False),
    ("a new function",
     [edit(BASE, r"(TIER1_API const char \*tier1_version)", GROWN + r"\1"),
      edit(STATUS, r"(const char \*tier1_version)",
           r"int tier1_planted(int n)\n{\n    return n;\n}\n\n\1"),
      edit(MAP, r"(    tier1_version;\n)", r"    tier1_planted;\n\1")], None,
     r"1 Added(?s:.*)tier1_planted", True),
]


class World:
    """A library that is built as this one was, of changed files."""

    def __init__(self, source, build, library, folder):
        self.source, self.build, self.folder = source, build, folder
        target = os.path.relpath(library, build)
        ran = subprocess.run(["ninja", "-C", build, "-t", "commands", target],
                             capture_output=True, text=True, check=True)
        rows = [r for r in ran.stdout.splitlines() if " -o " in r]
        self.link = next(shlex.split(r) for r in rows if f"-o {target} " in r)
        self.compiles = [shlex.split(r) for r in rows
                         if " -c " in r and f"-o {target}.p/" in r]

    def changed(self, edits):
        """Copies the tree's headers and sources, with the edits."""
        top = os.path.join(self.folder, "tree")
        shutil.rmtree(top, ignore_errors=True)
        for part in ("include", "lib"):
            shutil.copytree(os.path.join(self.source, part),
                            os.path.join(top, part))
        for path, old, new in edits:
            full = os.path.join(top, path)
            with open(full, encoding="utf-8") as f:
                text = f.read()
            after = re.sub(old, new, text, count=1)
            assert after != text, f"{path} has no {old}"
            with open(full, "w", encoding="utf-8") as f:
                f.write(after)
        return top

    def moved(self, word, top):
        """A word of the compiler's command that means a place of the tree."""
        for head in ("-I", "-Wl,--version-script,", ""):
            if not word.startswith(head):
                continue
            full = os.path.normpath(os.path.join(self.build, word[len(head):]))
            inside = os.path.relpath(full, self.source)
            if inside.split("/")[0] in ("include", "lib"):
                return head + os.path.join(top, inside)
        return word

    def compile(self, path, top):
        """Compiles one source of the changed tree; names the object that it
        takes the place of, and the new one."""
        full = os.path.join(self.source, path)
        command = next(c for c in self.compiles if os.path.realpath(
            os.path.join(self.build, c[-1])) == os.path.realpath(full))
        old = command[command.index("-o") + 1]
        new = os.path.join(self.folder, os.path.basename(old))
        words = [self.moved(w, top) for w in command]
        words[words.index("-o") + 1] = new
        if "-MF" in words:
            words[words.index("-MF") + 1] = new + ".d"
        # What is changed stands where it stood, as the debugger sees it.
        there = os.path.relpath(self.source, self.build)
        words += ["-w", "-Wno-error", f"-ffile-prefix-map={top}={there}"]
        subprocess.run(words, cwd=self.build, check=True)
        return old, new

    def make(self, edits, relink):
        top = self.changed(edits)
        paths = {p for p, _, _ in edits if p.endswith(".c")} or {LOOK}
        new = dict(self.compile(p, top) for p in sorted(paths))
        words = [new.get(w) or self.moved(w, top) for w in self.link]
        if relink:
            words = [w.replace(*relink) for w in words]
        library = os.path.join(self.folder, "planted.so")
        words[words.index("-o") + 1] = library
        subprocess.run(words, cwd=self.build, check=True)
        return library


def judge(world, plant, record):
    """What is wrong with how the check takes this, or None."""
    what, edits, relink, says, taken = plant
    library = world.make(edits, relink)
    copy = os.path.join(world.folder, os.path.basename(record))
    shutil.copy(record, copy)

    def run(command):
        ran = subprocess.run(
            [sys.executable, "-B", os.path.join(os.path.dirname(
                os.path.abspath(__file__)), "abi.py"), command, world.source,
             world.build, copy, library], capture_output=True, text=True,
            check=False)
        return ran.returncode, ran.stdout + ran.stderr

    code, out = run("check")
    if says is None:
        return None if code == 0 else f"{what} is found\n{out}"
    if code == 0 or not re.search(says, out):
        return f"{what} is not found: {code}\n{out}"
    code, out = run("record")
    if (code == 0) != taken:
        return f"{what}: `record` leaves with {code}\n{out}"
    code, out = run("check")
    if (code == 0) != taken:
        return f"{what}: after `record`, `check` leaves with {code}\n{out}"
    code, out = run("record-change")
    again, more = run("check")
    if code or again:
        return f"{what}: `record-change` leaves with {code}\n{out}{more}"
    return None


def main():
    source, build, record, library = sys.argv[1:5]
    abidump.needed()
    found = []
    with tempfile.TemporaryDirectory(prefix="tier1-breaks-") as folder:
        world = World(source, os.path.abspath(build),
                      os.path.abspath(library), folder)
        for plant in PLANTS:
            wrong = judge(world, plant, record)
            if wrong:
                found.append(wrong)
    for row in found:
        print(row)
    print(f"{len(found)} found" if found else f"ok: {len(PLANTS)} plants")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
