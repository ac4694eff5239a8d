#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Looks through the memory of examples/kiosk.c for what somebody typed, who has
gone.

left.py PROGRAM"""

import os
import re
import subprocess
import sys
import tempfile

FLOW = """tier1: 1
id: name
title: A name
steps:
  who:
    ask: What is your name?
    type: text
    on_leave: local copy = string.upper(answer) .. "!"
    next: thanks
  thanks:
    ask: "Thank you, {{ string.lower(who) }}. Is that right, {{ who }}?"
    type: yes_no
    "yes": done
    "no": who
  done: {resolve: "Good bye, {{ who }}."}
"""
NAME = b"Zaphod Quux"


def until(process, text):
    got = b""
    while not got.endswith(text):
        byte = process.stdout.read(1)
        if not byte:
            sys.exit(f"it ended behind {got!r}")
        got += byte
    return got


def places(pid):
    """Where the name is, in any case, in what the process can write."""
    found = []
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, \
            open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for row in maps:
            area = re.match("([0-9a-f]+)-([0-9a-f]+) rw", row)
            if area:
                start, end = (int(n, 16) for n in area.groups())
                memory.seek(start)
                found += [f"{row.split()[-1]} +{m.start()}" for m in
                          re.finditer(NAME, memory.read(end - start), re.I)]
    return found


def main():
    with tempfile.TemporaryDirectory(prefix="tier1-left-") as folder:
        flow = os.path.join(folder, "name.yaml")
        with open(flow, "w", encoding="utf-8") as f:
            f.write(FLOW)
        with subprocess.Popen([sys.argv[1], flow, folder],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              bufsize=0) as kiosk:
            until(kiosk, b"name?\n")
            kiosk.stdin.write(NAME + b"\n")
            until(kiosk, NAME + b"?\n")
            before = places(kiosk.pid)
            kiosk.stdin.write(b"yes\n")
            packet = until(kiosk, b"name?\n")
            after = places(kiosk.pid)
            kiosk.stdin.close()
    if not before or NAME not in packet:
        sys.exit("the name is nowhere to be found while it is used")
    if after:
        sys.exit("the name is left behind: " + ", ".join(after))
    print(f"ok: {len(before)} places while it is used, none afterwards")


if __name__ == "__main__":
    main()
