#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each public function of the library is called by each binding, or
bindings/unbound.txt says why it is not."""

import re

import repo

SOURCES = {"cpp": "bindings/cpp/include/", "lua": "bindings/lua/src/",
           "python": "bindings/python/ext/"}
UNBOUND = "bindings/unbound.txt"
ROW = re.compile(r"(tier1_\w*\*?) +((?:(?:cpp|lua|python) ?)+): (\S.*)$")


def called(top, folder, functions):
    words = set()
    for name in repo.c_files(top, folder, ends=(".c", ".h", ".hpp")):
        words |= set(re.findall(r"\btier1_\w+", repo.bare(repo.text(top, name))))
    return words & functions


def unbound(top):
    """(line, pattern, languages) of every row."""
    for line, row in enumerate(repo.text(top, UNBOUND).splitlines(), 1):
        if not row or row.startswith("#"):
            continue
        match = ROW.match(row)
        if match:
            yield line, match.group(1), match.group(2).split()
        else:
            repo.fail(f"{UNBOUND}:{line}", "is no name, bindings and reason")


def main():
    top = repo.root()
    if UNBOUND not in repo.files(top):
        repo.done("no bindings are here")
    functions = set(repo.map_names(top, "lib/tier1.map"))
    missing = {language: functions - called(top, folder, functions)
               for language, folder in SOURCES.items()}
    excused = {language: set() for language in SOURCES}
    for line, pattern, languages in unbound(top):
        exact = re.compile(re.escape(pattern).replace(r"\*", r"\w+"))
        for language in languages:
            these = {f for f in missing[language] if exact.fullmatch(f)}
            if not these:
                repo.fail(f"{UNBOUND}:{line}",
                          f"{pattern} is bound for {language}, or is none")
            excused[language] |= these
    for language in sorted(SOURCES):
        for name in sorted(missing[language] - excused[language]):
            repo.fail(SOURCES[language], f"{name} is not called; bind it, or "
                      f"say in {UNBOUND} why not")
    repo.done(f"{len(functions)} functions in {len(SOURCES)} bindings")


main()
