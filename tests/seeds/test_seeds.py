#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Faults are sown into flows without any: `tier1 check` finds each, at its
place, and finds nothing in the flows as they were.

test_seeds.py TIER1 [--count N] [--seed N] [--only DEFECT]"""

import argparse
import copy
import json
import os
import random
import subprocess
import sys
import tempfile

import clean
import defects
import tree


class Field:
    def __init__(self, tier1, folder):
        self.tier1, self.folder = tier1, folder
        for name, text in (("part", clean.PART), ("sink", clean.SINK)):
            self.write(name, text)

    def write(self, name, text):
        path = os.path.join(self.folder, name + ".yaml")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def check(self, text):
        ran = subprocess.run(
            [self.tier1, "check", "--format", "json",
             self.write("made", text)],
            capture_output=True, text=True, timeout=60, check=False)
        return [(d["rule"], (d["line"], d["column"]), d["message"])
                for d in json.loads(ran.stdout)["diagnostics"]]


def sow(seed, name):
    """A flow without a fault, and the same with one; NULL where the flow has no
    place for it."""
    chance = random.Random(seed)
    flow, maker = clean.make(chance, chance.randint(50, 1000))
    whole = tree.Written(flow)
    broken = copy.deepcopy(flow)
    rule, place = defects.DEFECTS[name](broken, maker, chance)
    written = tree.Written(broken)
    return whole, written, rule, place(written)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tier1")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only")
    args = parser.parse_args()
    names = [args.only] if args.only else sorted(defects.DEFECTS)
    wrong = steps = alarms = found_all = 0
    with tempfile.TemporaryDirectory(prefix="tier1-seeds-") as folder:
        field = Field(os.path.abspath(args.tier1), folder)
        for i in range(args.count):
            name = names[i % len(names)]
            seed = args.seed * 1000003 + i
            whole, broken, rule, place = sow(seed, name)
            steps += whole.text.count("\n  ")
            first = field.check(whole.text)
            found = field.check(broken.text)
            alarms += len(first)
            hit = (rule, place) in [f[:2] for f in found]
            found_all += hit
            if first or not hit or len(found) != 1:
                wrong += 1
                print(f"seed {seed}, {name}: want {rule} at {place}")
                for f in first:
                    print("   without a fault:", f)
                for f in found:
                    print("   found:", f)
    print(f"{found_all} of {args.count} faults of {len(names)} kinds found, "
          f"{alarms} false alarms without one; {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
