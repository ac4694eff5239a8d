#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every public function is documented, and the documents name no function
and no status code that is not there."""

import re

import repo

CALL = re.compile(r"\btier1_\w+(?=\()")
CODE = re.compile(r"\bTIER1_E[A-Z]+\b")


def known_names(top):
    """Every name of the headers, private ones and Lua's too."""
    names = set()
    for path in repo.c_files(top, "include/", "lib/", ends=".h"):
        names |= set(re.findall(r"\btier1_\w+", repo.text(top, path)))
        names |= set(re.findall(r"\bTIER1_E[A-Z]+\b",
                                repo.bare(repo.text(top, path))))
    base = repo.text(top, "include/tier1/base.h")
    names |= {"TIER1_" + n for n in re.findall(r"X\((\w+), -?\d+,", base)}
    return names


def check_headers(top):
    functions = repo.public_functions(top)
    for name, header, line, doc in functions:
        place = f"{header}:{line}"
        if not doc.startswith("/**"):
            repo.fail(place, f"{name} has no doc comment")
        elif not re.search(r"Since:\s+\d+\.\d+", doc):
            repo.fail(place, f'the comment of {name} has no "Since:"')
    return functions


def check_text(top, path, names):
    for number, row in enumerate(repo.text(top, path).splitlines(), 1):
        for name in CALL.findall(row) + CODE.findall(row):
            if name not in names:
                repo.fail(f"{path}:{number}", f"there is no {name}")


def main():
    top = repo.root()
    functions = check_headers(top)
    names = known_names(top)
    public = {f[0] for f in functions}
    pages = [n for n in repo.files(top)
             if n.endswith((".md", ".scd")) and not n.startswith("tests/")]
    for path in pages:
        check_text(top, path, names)
    for path in repo.c_files(top, "include/", ends=".h"):
        for number, row in enumerate(repo.text(top, path).splitlines(), 1):
            for name in re.findall(r"\b(tier1_\w+)\(\)", row):
                if name not in public:
                    repo.fail(f"{path}:{number}", f"there is no {name}()")
            for name in CODE.findall(row):
                if name not in names:
                    repo.fail(f"{path}:{number}", f"there is no {name}")
    repo.done(f"{len(functions)} functions documented, {len(pages)} pages "
              "name what is there")


main()
