#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compares libraries with their recorded ABI, or records it.

abi.py check|record|record-change SOURCE BUILD (RECORD LIBRARY)...

`record` takes new functions; `record-change` takes whatever there is."""

import os
import sys

import abidump

HELP = """\
New functions are recorded by `ninja -C {build} abi-record`. A change of what
was there breaks programs that were linked before: docs/compatibility.md says
which are allowed, and `abi-record-change` records those."""


def compare(command, record, text):
    """Says whether this may stay as it is; writes the record where asked."""
    name = os.path.basename(record)
    old = ""
    if os.path.exists(record):
        with open(record, encoding="utf-8") as f:
            old = f.read()
    changed, report = (True, f"{name} is not there\n") if not old else \
        abidump.differ(old, text)
    if not changed:
        return True
    print(f"{name}:\n{report}")
    if command == "check":
        return False
    if command == "record" and old and not abidump.only_grew(old, text):
        print(f"{name}: more than new functions, so it is not recorded")
        return False
    with open(record, "w", encoding="utf-8") as f:
        f.write(text)
    print(f"{name}: recorded")
    return True


def main():
    command, source, build, *pairs = sys.argv[1:]
    if command not in ("check", "record", "record-change"):
        sys.exit(__doc__)
    abidump.needed()
    good = True
    for record, library in zip(pairs[::2], pairs[1::2]):
        text = abidump.dump(library, source, build)
        good = compare(command, record, text) and good
        print(f"{os.path.basename(library)}: "
              f"{text.count('<function-decl')} functions")
    if not good:
        print(HELP.format(build=os.path.relpath(build, source)))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
