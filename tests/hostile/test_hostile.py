# SPDX-License-Identifier: MIT
"""Hostile hooks, run by `tier1 test` with the caps that it has by default.

Each flow of this folder is a line or two of the sandbox's table of vectors,
each of its cases one snippet, with how it must end. Here is looked at what a
test file cannot say: that none takes longer, or more memory, than it may.
What does not even load is in refused.py.

The bounds are the same in every build: 2 s, and 24 MiB more than a harmless
flow. Time is the wall's; what takes too long gets one more chance, for the
machine may be busy. Memory is what the process had at most; under a sanitizer
that has the heap that would be the sanitizer's own, and the bytes that were
live at once are counted instead (live.c).

Arguments: the command, `measure`, and how memory is counted: "resident", or
"live".
"""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

import refused

HERE = os.path.dirname(os.path.abspath(__file__))
TIER1, MEASURE = (os.path.abspath(path) for path in sys.argv[1:3])
LIVE = {"resident": False, "live": True}[sys.argv[3]]

SECONDS = 2.0
KIB = 24 * 1024


def last_line(text, word):
    """What comes before the last line, and the rest of that, which begins
    with this word."""
    before, _, last = text.rstrip("\n").rpartition("\n")
    first, *rest = last.split()
    if first != word:
        raise AssertionError(f"no line of {word}: {text}")
    return before, rest


def run(*args, folder=HERE):
    """Standard output and error, exit status, seconds, and KiB at most."""
    ran = subprocess.run([MEASURE, TIER1, *args], capture_output=True,
                         text=True, cwd=folder, timeout=120)
    said, (seconds, kib) = last_line(ran.stderr, "measured")
    if LIVE:
        said, (kib,) = last_line(said, "live")
    return ran.stdout, said, ran.returncode, float(seconds), int(kib)


def again(look):
    """What takes too long on a busy machine gets one more chance."""
    return 0.0 if look() <= SECONDS else look()


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        *_, status, _, cls.harmless = run("test", "-k", "wraps",
                                          "hostile-number.test.yaml")
        assert status == 0

    def memory(self, kib):
        self.grown = kib - self.harmless
        self.assertLess(self.grown, KIB)

    def test_memory_is_seen(self):
        """What is counted has a text of 3 MiB in it, which the caps allow."""
        self.load("return #('x'):rep(3 << 20) > 0")
        self.assertGreater(self.grown, 3 * 1024 - 512)

    def flow(self, path):
        out, err, status, _, kib = run("test", "--format", "json", path)
        document = json.loads(out)
        cases = document["files"][0]["cases"]
        bad = [f"{c['name']}: {c['message']}" for c in cases
               if c["status"] != "passed"]
        self.assertEqual((bad, err, status), ([], "", 0))
        self.assertTrue(cases)
        self.memory(kib)
        return max(c["seconds"] for c in cases)

    def test_flows(self):
        paths = sorted(glob.glob(os.path.join(HERE, "*.test.yaml")))
        self.assertGreater(len(paths), 20)
        for path in paths:
            with self.subTest(os.path.basename(path)):
                self.assertLessEqual(again(lambda p=path: self.flow(p)),
                                     SECONDS)

    def test_flows_load_without_a_finding(self):
        out, err, status, *_ = run("check", HERE)
        self.assertEqual((out, err, status), ("", "", 0))

    def load(self, text, *rules):
        """A flow with this text as a hook must not load, by these rules; by
        none given, it may."""
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "x.yaml"), "w",
                      encoding="utf-8") as f:
                f.write(refused.flow(text))
            with open(os.path.join(folder, "x.test.yaml"), "w",
                      encoding="utf-8") as f:
                f.write("tier1-test: 1\nflow: x\ncases:\n"
                        "  - {name: x, expect: {outcome: resolved}}\n")
            out, err, status, seconds, kib = run("test", "x.yaml",
                                                 folder=folder)
        self.memory(kib)
        if rules:
            found = set(re.findall(r"error: .*\[([a-z-]+)\]$", err, re.M))
            self.assertTrue(found and found <= set(rules), err)
            self.assertRegex(out, r"(?m)^0 passed, 1 failed\n\Z")
            self.assertEqual(status, 1)
        self.assertIn(status, (0, 1), err)
        return seconds

    def test_refused(self):
        for name, text, *rules in refused.TEXTS:
            with self.subTest(name):
                self.assertLessEqual(
                    again(lambda t=text, r=rules: self.load(t, *r)), SECONDS)

    def test_bombs(self):
        for name, text, *rules in refused.bombs():
            with self.subTest(name):
                self.assertLessEqual(
                    again(lambda t=text, r=rules: self.load(t, *r)), SECONDS)


unittest.main(argv=sys.argv[:1])
