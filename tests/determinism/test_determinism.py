# SPDX-License-Identifier: MIT
"""The same hooks over the same inputs give the same bytes: in fresh
processes, under three locales and more, in two time zones.

Arguments: the command, the embedder's program, the one that makes sessions
again, and the flows for it. Locales are compiled for the time of the test
(localedef, of glibc); without it this is skipped.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
TIER1, WALK, SESSIONS, FLOWS = (os.path.abspath(p) for p in sys.argv[1:5])
NOW = "2026-01-05T09:00:00Z"
ANSWERS = ["0,75", "750.125", "12,50", "12.50", "2026-01-04", "<",
           "2026-01-03", "ÖL", "<", "i", "failed"]

# Name: source, letters. Commas for points; letters past ASCII in one byte;
# an i that has no dot.
COMPILED = {"de_DE.UTF-8": ("de_DE", "UTF-8"),
            "de_DE.ISO-8859-1": ("de_DE", "ISO-8859-1"),
            "tr_TR.UTF-8": ("tr_TR", "UTF-8")}
LOCALES = ["C", "C.UTF-8", *COMPILED]
ZONES = {"UTC": 0, "America/St_Johns": 12600}
TIMES = 3
RECORDS = 1000

# What is meant to differ from walk to walk: a session's id, and the packet's,
# which is made of it.
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TOOK = re.compile(r'"seconds": [0-9.e-]+')


def locales(folder):
    for name, (source, letters) in COMPILED.items():
        ran = subprocess.run(["localedef", "-i", source, "-f", letters,
                              os.path.join(folder, name)],
                             capture_output=True, text=True)
        if not os.path.exists(os.path.join(folder, name, "LC_NUMERIC")):
            print(f"{name} cannot be made: {ran.stderr}")
            sys.exit(77)


class Determinism(unittest.TestCase):
    def worlds(self):
        for locale in LOCALES:
            for zone in ZONES:
                for _ in range(TIMES):
                    yield locale, zone, {
                        **os.environ, "LC_ALL": locale, "TZ": zone,
                        "LOCPATH": FOLDER, "LANGUAGE": ""}

    def run_in(self, env, *command):
        return subprocess.run(command, capture_output=True, cwd=HERE, env=env,
                              timeout=60)

    def all_the_same(self, *command, hide=None, folder=None):
        seen = {}
        for locale, zone, env in self.worlds():
            ran = self.run_in(env, *command)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            out = ran.stdout
            if folder:
                for name in sorted(os.listdir(folder)):
                    with open(os.path.join(folder, name), "rb") as f:
                        out += f.read()
            if hide:
                out = hide.sub("…", out.decode()).encode()
            seen.setdefault(out, []).append(f"{locale} {zone}")
        self.assertEqual(sum(map(len, seen.values())),
                         len(LOCALES) * len(ZONES) * TIMES)
        self.assertEqual(len(seen), 1, list(seen.values()))
        return next(iter(seen))

    def test_the_locales_are_what_they_are_taken_for(self):
        for locale, zone, env in self.worlds():
            ran = self.run_in(env, WALK, "features.yaml", *ANSWERS)
            comma = "," if locale in COMPILED else "."
            self.assertEqual(ran.stderr.decode(),
                             f"1{comma}5 {ZONES[zone]}\n")

    def test_an_embedder(self):
        out = self.all_the_same(WALK, "features.yaml", *ANSWERS).decode()
        for shown in ("750.125", "How much, 1.5 or 2.5?", "tier1_packet",
                      "Broken after 0.5", '"code": "broken"'):
            self.assertIn(shown, out)

    def test_the_command(self):
        with tempfile.TemporaryDirectory() as folder:
            out = self.all_the_same(
                TIER1, "run", "--now", NOW, "--host", "host.yaml",
                "--answers", "answers.yaml", "--format", "json",
                "--packet", os.path.join(folder, "packet.json"),
                "features.yaml", hide=ID, folder=folder).decode()
        self.assertIn('"tier1_packet": 1', out)
        self.assertIn('"step": "broken"', out)

    def sessions(self, locale, zone, *more, **options):
        env = {**os.environ, "LC_ALL": locale, "TZ": zone, "LOCPATH": FOLDER,
               "LANGUAGE": ""}
        ran = subprocess.run([SESSIONS, FLOWS, *more], capture_output=True,
                             env=env, timeout=300, **options)
        self.assertEqual(ran.returncode, 0, ran.stderr[-1000:])
        return ran

    def test_records_and_snapshots(self):
        """Each is made again from its record and from its snapshot."""
        first = self.sessions("C", "UTC", str(RECORDS)).stdout
        parts = Counter(re.findall(rb"(?m)^([rsvp]) \d+$", first))
        self.assertEqual(parts[b"r"], RECORDS)
        self.assertGreater(parts[b"p"], RECORDS // 2)
        for locale in ("C", "de_DE.UTF-8", "tr_TR.UTF-8"):
            for zone in ZONES:
                with self.subTest(locale=locale, zone=zone):
                    ran = self.sessions(locale, zone, input=first)
                    self.assertTrue(ran.stdout == first, "by its record")
                    self.assertTrue(ran.stderr == first, "by its snapshot")
        print(f"{RECORDS} sessions, {parts[b'p']} of them ended, "
              f"{len(first)} bytes, made again {3 * len(ZONES)} times")

    def test_the_tests(self):
        out = self.all_the_same(TIER1, "test", "--format", "json",
                                "features.test.yaml", hide=TOOK)
        self.assertIn(b'"passed": 1', out)


if not shutil.which("localedef"):
    print("localedef is not installed")
    sys.exit(77)
with tempfile.TemporaryDirectory(prefix="tier1-locales-") as FOLDER:
    locales(FOLDER)
    unittest.main(argv=sys.argv[:1], exit=False).result.wasSuccessful() or \
        sys.exit(1)
