#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No file names a path of the machine that it was written on."""

import re

import repo

# Put together here, so that this file does not hold them.
PATHS = ["/" + "work/", "/" + "root/", "/" + "home/[a-z]"]
PATTERN = re.compile(r"(?<![\w.~$}*-])(" + "|".join(PATHS) + ")")


def main():
    top = repo.root()
    count = 0
    for path in repo.files(top):
        count += 1
        for number, row in enumerate(repo.text(top, path).splitlines(), 1):
            m = PATTERN.search(row)
            if m:
                repo.fail(f"{path}:{number}", f"names {m.group(0)}")
    repo.done(f"{count} files")


main()
