#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The command, the examples, lib/author and the API tests know the library
by its public headers alone."""

import os

import repo

# What is made when the file is built, as the comment at its head says.
MADE = {("examples/memory.c", "flows.inc")}
# It has no symbol, and the libraries share what it says.
SHARED = {"lib/author/": {"base/options.h"}}
FOLDERS = ("runner/", "examples/", "lib/author/", "bindings/", "tests/api/",
           "tests/embed/")


def own(top, path, name):
    """Is it a header of the same part, named from there?"""
    folder = os.path.dirname(path)
    part = next(f for f in FOLDERS if path.startswith(f))
    if name in SHARED.get(part, ()):
        return True
    tries = [os.path.join(folder, name), os.path.join(part, name)]
    if part == "lib/author/":
        tries.append(os.path.join("lib", name))
    for one in tries:
        one = os.path.normpath(one) + ""
        if (one + "/").startswith(part) and \
                os.path.isfile(os.path.join(top, one)):
            return True
    return False


def main():
    top = repo.root()
    sources = repo.c_files(top, *FOLDERS,
                           ends=(".c", ".h", ".cpp", ".hpp", ".cc"))
    private = {p[len("lib/"):] for p in repo.c_files(top, "lib/", ends=".h")}
    private |= {os.path.basename(p) for p in private}
    for path in sources:
        for line, kind, name in repo.includes(repo.text(top, path)):
            place = f"{path}:{line}"
            if name.startswith("tier1/"):
                at = ["include"]
                if path.startswith("bindings/cpp/"):
                    at.append("bindings/cpp/include")
                if not any(os.path.isfile(os.path.join(top, a, name))
                           for a in at):
                    repo.fail(place, f"there is no include/{name}")
            elif kind == '"' and (path, name) not in MADE and \
                    not own(top, path, name):
                repo.fail(place, f'"{name}" is not a header of its own part')
            elif kind == "<" and "/" in name and name in private:
                repo.fail(place, f"<{name}> is private to lib/")
    repo.done(f"{len(sources)} files include public headers alone")


main()
