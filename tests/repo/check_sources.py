#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every C source, public header and repository check is listed in a
meson.build: none is forgotten, none only lies there."""

import os
import re

import repo

FOLDERS = ("lib/", "runner/", "examples/", "tests/", "bench/", "bindings/")


def listed(top):
    """Every path that a string in some meson.build can mean; a test may be
    listed without its .c, .cpp or .py."""
    paths = set()
    for build in repo.files(top):
        if os.path.basename(build) != "meson.build":
            continue
        folder = os.path.dirname(build)
        source = re.sub(r"^\s*#.*", "", repo.text(top, build), flags=re.M)
        for word in re.findall(r"'([^'\n]+)'", source):
            path = os.path.normpath(os.path.join(folder, word))
            paths |= {path, path + ".c", path + ".cpp", path + ".py"}
    return paths


def main():
    top = repo.root()
    paths = listed(top)
    want = repo.c_files(top, *FOLDERS, ends=(".c", ".cpp"))
    want = [p for p in want if not p.startswith("tests/embed/subproject")]
    want += repo.c_files(top, "include/", ends=".h")
    want += repo.c_files(top, "bindings/cpp/include/", ends=".hpp")
    want += [p for p in repo.files(top)
             if re.match(r"tests/repo/check_\w+\.py$", p)]
    for path in want:
        if path not in paths:
            repo.fail(path, "is in no meson.build")
    repo.done(f"{len(want)} files are built, installed or run")


main()
