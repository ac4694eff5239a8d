#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the benchmarks; where valgrind is installed, counts the instructions
of a step as well."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

WALKS, STEPS, ROUNDS = 5, 50, 7


def instructions(step, kind):
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            ["valgrind", "--tool=callgrind",
             "--toggle-collect=tier1_session_answer",
             f"--callgrind-out-file={folder}/out", step,
             "--walks", str(WALKS), "--only", kind],
            capture_output=True, text=True)
    found = re.search(r"Collected : (\d+)", ran.stderr)
    if found:
        each = int(found[1]) / (WALKS * STEPS * ROUNDS)
        print(f"an answer, {kind}: {each:.0f} instructions")


def main():
    for program in sys.argv[1:]:
        more = ["--table"] if "load" in program else []
        subprocess.run([program, *more], check=True)
        if os.path.basename(program) == "bench_step" and \
                shutil.which("valgrind"):
            instructions(program, "plain")
            instructions(program, "hooks")


main()
