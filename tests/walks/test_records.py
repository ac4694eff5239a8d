#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Records of random walks over the shipped flows, each made a test case by the
command, into a test file of its own; `tier1 test` passes them all.

    test_records.py TIER1 RANDOM_WALKS FLOWS [WALKS]"""

import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile

TIER1, WALKS, FLOWS = (os.path.abspath(a) for a in sys.argv[1:4])
COUNT = sys.argv[4] if len(sys.argv) > 4 else "320"


def run(*args):
    return subprocess.run(args, capture_output=True, text=True, timeout=120)


def retell(record):
    """Makes a test file beside the flows; says what went wrong."""
    ran = run(TIER1, "replay", record, "--flow", FLOWS, "--into",
              record[:-len(".json")] + ".test.yaml", "--with-sensitive")
    return ran.stdout + ran.stderr if ran.returncode else None


def copy_flows(folder):
    for name in os.listdir(FLOWS):
        if name.endswith(".yaml") and not name.endswith(".test.yaml"):
            shutil.copy(os.path.join(FLOWS, name), folder)


def main():
    with tempfile.TemporaryDirectory(prefix="tier1-records-") as folder:
        ran = run(WALKS, FLOWS, "--walks", COUNT, "--cases", "1", "--seed",
                  "20260105", "--records", folder)
        if ran.returncode:
            sys.exit(ran.stdout + ran.stderr)
        records = [os.path.join(folder, n) for n in sorted(os.listdir(folder))]
        copy_flows(folder)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            wrong = [(r, w) for r, w in zip(records, pool.map(retell, records))
                     if w]
        for record, why in wrong[:5]:
            with open(record, encoding="utf-8") as f:
                print(f.read(), why, sep="\n")
        ran = run(TIER1, "test", folder)
        print(ran.stdout, ran.stderr)
        print(f"{len(records)} records of {COUNT} walks, {len(wrong)} failed")
        good = ran.stdout == f"{len(records)} passed, 0 failed\n"
        sys.exit(0 if good and len(records) >= int(COUNT) else 1)


main()
