#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No function is longer than 80 lines, no file longer than 600. A flat
switch may be: with the comment `/* flat dispatch */` right before it."""

import json
import os
import subprocess

import repo

FUNCTION, FILE = 80, 600
FOLDERS = ("lib/", "runner/", "examples/", "tests/", "bench/", "bindings/")
ENDS = (".c", ".h", ".cpp", ".hpp")


def functions(top, paths):
    ctags = repo.tool("ctags-universal", "ctags")
    ran = subprocess.run(
        [ctags, "--languages=C,C++", "--kinds-C=f",
         "--kinds-C++=f", "--langmap=C++:+.hpp", "--fields=+ne",
         "--output-format=json", "-f", "-", "-L", "-"],
        input="\n".join(paths), capture_output=True, text=True, cwd=top)
    if ran.returncode:
        repo.skip("universal-ctags with JSON output is not installed")
    for row in ran.stdout.splitlines():
        tag = json.loads(row)
        if tag.get("_type") == "tag" and "end" in tag:
            yield (tag["end"] - tag["line"] + 1, tag["path"], tag["line"],
                   tag["name"])


def main():
    top = repo.root()
    paths = repo.c_files(top, *FOLDERS, ends=ENDS)
    sources = {p: repo.text(top, p).splitlines() for p in paths}
    for path, rows in sources.items():
        if len(rows) > FILE:
            repo.fail(path, f"{len(rows)} lines, more than {FILE}")
    found = sorted(functions(top, paths), reverse=True)
    if paths and not found:
        repo.fail("ctags", "found no function")
    print("the longest functions")
    for length, path, line, name in found[:10]:
        print(f"  {length:4} {name} ({path}:{line})")
    for length, path, line, name in found:
        before = sources[path][max(0, line - 4):line]
        if length > FUNCTION and \
                not any("/* flat dispatch */" in row for row in before):
            repo.fail(f"{path}:{line}", f"{name} has {length} lines, more "
                                        f"than {FUNCTION}")
    lengths = sorted(f[0] for f in found)
    if lengths:
        print(f"median {lengths[len(lengths) // 2]}, "
              f"nine of ten up to {lengths[len(lengths) * 9 // 10]}")
    repo.done(f"{len(found)} functions in {len(paths)} files")


main()
