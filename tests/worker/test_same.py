#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the command says is the same with a worker and without.

test_same.py TIER1 WORKER"""

import glob
import json
import os
import subprocess
import sys
import tempfile
import unittest

TIER1, WORKER = map(os.path.abspath, sys.argv[1:3])
FLOWS = os.environ["TIER1_FLOWS"]
DATA = os.path.join(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))), "runner", "data")

HOSTILE = {
    "loop": "while true do pcall(function() while true do end end) end",
    "memory": "local s = 'x' while true do s = s .. s end",
    "pattern": "x = ('a'):rep(40):find(('a?'):rep(40) .. ('a'):rep(40))",
    "error": "error('on purpose')",
    "nil": "x = nothing.at.all",
    "type": "x = {1, b = 2}",
    "host": "x = host.unknown()",
    "fine": "x = 42",
}
FLOW = """tier1: 1
id: hostile
title: Hostile
vars:
  x: {type: map}
  nothing: {type: map}
steps:
  one:
    set: |
      %s
    next: done
  done:
    resolve: "It is {{x}}."
"""


def run(*args):
    ran = subprocess.run([TIER1, *args], capture_output=True, text=True,
                         timeout=120)
    return ran.returncode, ran.stdout, ran.stderr


def without_times(text):
    document = json.loads(text)
    for file in document.get("files", ()):
        for case in file["cases"]:
            case.pop("seconds", None)
    return document


class Same(unittest.TestCase):
    def both(self, *args):
        here = run(*args)
        there = run(*args, "--worker-program", WORKER)
        self.assertEqual(here[0], there[0], there)
        self.assertEqual(here[2], there[2])
        return here, there

    def test_flows(self):
        paths = [FLOWS] + sorted(glob.glob(os.path.join(DATA, "*.test.yaml")))
        for path in paths:
            with self.subTest(path):
                here, there = self.both("test", "--format", "json", path)
                self.assertEqual(without_times(here[1]),
                                 without_times(there[1]))

    def test_hooks(self):
        for name, hook in HOSTILE.items():
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "hostile.yaml")
                answers = os.path.join(folder, "none.yaml")
                with open(path, "w", encoding="utf-8") as f:
                    f.write(FLOW % hook)
                with open(answers, "w", encoding="utf-8") as f:
                    f.write("[]\n")
                here, there = self.both(
                    "run", "--format", "json", "--now", "2026-01-05T09:00:00Z",
                    "--answers", answers, path)
                for each in here, there:
                    self.assertTrue(each[1], each)
                one, other = (json.loads(x[1]) for x in (here, there))
                for d in one, other:
                    self.drop_ids(d)
                self.assertEqual(one, other)

    def drop_ids(self, value):
        """The only part of a walk that is random."""
        if isinstance(value, dict):
            value.pop("id", None)
            value.pop("session_id", None)
            value = list(value.values())
        if isinstance(value, list):
            for one in value:
                self.drop_ids(one)

    def test_broken_flow(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "hostile.yaml")
            with open(path, "w", encoding="utf-8") as f:
                f.write(FLOW % "x = = 1")
            here, _ = self.both("run", path)
            self.assertEqual(here[0], 1)

    def test_no_worker(self):
        status, _, said = run("run", "--worker-program", "/nowhere", DATA)
        self.assertEqual(status, 3)
        self.assertIn("the worker '/nowhere' cannot be started", said)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
