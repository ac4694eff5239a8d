#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every source file says its licence in its first five lines."""

import repo

ENDS = (".c", ".h", ".cpp", ".hpp", ".cc", ".py", ".sh", ".js", ".mjs",
        ".cjs", ".ts", ".go", ".rs", ".lua", ".map", ".scd", ".bash", ".fish",
        ".css", ".html", "meson.build", "meson_options.txt", ".gitignore",
        ".clang-format", ".editorconfig")
LINE = "SPDX-License-Identifier: MIT"
# Inputs of tests and hosts of examples are what they are.
NOT = ("tests/data/", "tests/corpus/", "tests/fuzz/corpus/")


def main():
    top = repo.root()
    count = 0
    for path in repo.files(top):
        name = path.rsplit("/", 1)[-1]
        if path.startswith(NOT) or path.startswith("flows/"):
            continue
        head = "\n".join(repo.text(top, path).splitlines()[:5])
        if not path.endswith(ENDS) and "." in name:
            continue
        if not path.endswith(ENDS) and not head.startswith("#"):
            continue
        count += 1
        if LINE not in head:
            repo.fail(path, f'has no line "{LINE}" at its head')
    if "MIT License" not in repo.text(top, "LICENSE"):
        repo.fail("LICENSE", "is not the MIT licence")
    repo.done(f"{count} files")


main()
