#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the benchmarks, one after the other.

    run.py PROGRAM... [--json FILE] [--gate] [--full]

Leaves with 1 where one of them does: with --gate, where a figure is beyond
its bound. The command and the scanner, if given, are of the cold start.
"""

import json
import os
import subprocess
import sys
import tempfile

# They print in their own way; some have the form of all as well.
PLAIN = {"bench_hook": [], "bench_lint": [], "bench_when": []}
FIGURES = ("bench_compiled", "bench_load", "bench_packet")
OTHERS = ("tier1", "bench_scan")


def main():
    words = sys.argv[1:]
    out = None
    if "--json" in words:
        at = words.index("--json")
        out = words[at + 1]
        del words[at:at + 2]
    options = [word for word in words if word.startswith("--")]
    programs = {os.path.basename(word): word for word in words
                if not word.startswith("--")}
    figures, failed = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name, program in programs.items():
            if name in OTHERS:
                continue
            print(f"# {name}", flush=True)
            part = os.path.join(folder, name)
            if name in PLAIN:
                more = PLAIN[name]
            else:
                more = ["--json", part, *options]
            if name in FIGURES:
                more = ["--figures", *more]
            if name == "bench_cold":
                more = [programs[other] for other in OTHERS] + more
            if subprocess.run([program, *more]).returncode:
                failed.append(name)
            if os.path.exists(part):
                with open(part, encoding="utf-8") as file:
                    figures += [{"program": name, **one}
                                for one in json.load(file)]
    if out:
        with open(out, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)
            file.write("\n")
    if failed:
        sys.exit("failed: " + " ".join(failed))


main()
