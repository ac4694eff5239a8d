# SPDX-License-Identifier: MIT
"""What the tests of the command share: it is run, and looked at."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data")
MODEM = os.path.join(DATA, "modem.yaml")
TIER1 = os.path.abspath(sys.argv[1])


def data(name):
    return os.path.join(DATA, name)


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tier1-runner-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def tier1(self, *args, stdin="", status=0, env=None):
        """Runs the command; gives its standard output and error."""
        ran = subprocess.run(
            [TIER1, *args], input=stdin, capture_output=True, text=True,
            cwd=self.folder, timeout=60, env={**os.environ, **(env or {})})
        self.assertEqual(ran.returncode, status,
                         f"{args}\n{ran.stdout}\n{ran.stderr}")
        return ran.stdout, ran.stderr

    def json(self, *args, stdin="", status=0):
        out, _ = self.tier1(*args, "--format", "json", stdin=stdin,
                            status=status)
        document = json.loads(out)
        self.assertEqual(document["format_version"], 1)
        return document

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def read(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8") as f:
            return f.read()


def main():
    unittest.main(argv=sys.argv[:1])
