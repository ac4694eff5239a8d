# SPDX-License-Identifier: MIT
"""Runs a fuzz target for a while, from the corpus of the tree, which stays as
it is. FUZZ_SECONDS says for how long (default 5).

Arguments: the target, and the folders of its corpus.
"""

import os
import re
import subprocess
import sys
import tempfile

SECONDS = int(os.environ.get("FUZZ_SECONDS") or 5)


def main():
    target, *corpora = sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="tier1-fuzz-") as folder:
        ran = subprocess.run(
            [os.path.abspath(target), f"-max_total_time={SECONDS}",
             "-timeout=20", "-rss_limit_mb=2048", "-max_len=4096",
             "-print_final_stats=1", folder,
             *(os.path.abspath(c) for c in corpora)],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace", timeout=SECONDS + 120)
    lines = ran.stdout.splitlines()
    runs = [int(m[1]) for m in (
        re.match(r"stat::number_of_executed_units:\s+(\d+)", line)
        for line in lines) if m]
    if ran.returncode or not runs or not runs[0]:
        print("\n".join(lines[-60:]))
        if ran.returncode == 0:
            print("no input was run")
        sys.exit(1)
    print(f"{os.path.basename(target)}: {runs[0]} inputs in {SECONDS} s")


main()
