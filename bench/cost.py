# SPDX-License-Identifier: MIT
"""Putting a session away and taking it up cost the same, whatever the size of
the flow: instructions, which are the same on a busy machine, of the same walk
in a flow of 100 steps and in one of 10,000.

Arguments: the benchmark, and the percentage by which they may differ.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile

CALLS = ("tier1_session_snapshot", "tier1_session_restore")

# One instruction that sets many bytes is counted once for each of them; the C
# library has another way, which is counted as what it is. Nine bytes for each
# variable of a flow are set so.
TUNED = {**os.environ,
         "GLIBC_TUNABLES": "glibc.cpu.x86_rep_stosb_threshold=1073741824"}


def instructions(program, steps):
    """Of each call, and what it calls."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        ran = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}",
             *(f"--toggle-collect={call}" for call in CALLS), program,
             "--steps", str(steps), "--answers", "50", "--once", "1"],
            capture_output=True, text=True, env=TUNED)
        told = subprocess.run(
            ["callgrind_annotate", "--inclusive=yes", "--threshold=100", out],
            capture_output=True, text=True)
    found = [re.search(rf"^ *([0-9,]+) .*:{call}(\s|$)", told.stdout, re.M)
             for call in CALLS]
    if ran.returncode or not all(found):
        sys.exit(ran.stdout + ran.stderr + told.stderr)
    return [int(one[1].replace(",", "")) for one in found]


def main():
    program, most = sys.argv[1], float(sys.argv[2])
    if not shutil.which("valgrind"):
        print("valgrind is not installed")
        sys.exit(77)
    bad = False
    for call, few, many in zip(CALLS, instructions(program, 100),
                               instructions(program, 10000)):
        differ = (many - few) / few * 100
        bad = bad or abs(differ) > most
        print(f"{call}: {few} instructions with 100 steps, {many} with "
              f"10000, {differ:+.2f} %")
    sys.exit(1 if bad else 0)


main()
