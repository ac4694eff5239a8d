# SPDX-License-Identifier: MIT
"""What `tier1 test` says of cases: TAP and JUnit as others read them, the walk
of a case that failed, and the same bytes however many run at once."""

import os
import re
import xml.etree.ElementTree as ElementTree

import yaml

import runner

FLOWS = os.environ["TIER1_FLOWS"]
FLOW = """tier1: 1
id: x
title: X
steps:
  a: {ask: "Is <it> & on?", type: yes_no, "yes": b, "no": c}
  b: {ask: How many?, type: integer, next: c}
  c: {ask: Which colour has it?, type: text, next: d}
  d: {resolve: Done.}
"""
TESTS = """tier1-test: 1
flow: x
cases:
  - name: "good # one <&>\\"'"
    answers: ["yes", 1, red]
    expect: {path: a b c d}
  - name: "bad \\\\ # todo \\u202e one <&>\\"'"
    answers: ["no", "]]> \\"red\\" <b>"]
    expect: {path: a b c d}
  - name: not run
    answers: [perhaps]
    expect: {outcome: resolved}
  - name: left open
    answers: ["yes"]
    expect: {outcome: resolved}
"""


def read_tap(text):
    """A reader of TAP 14, as its specification has it."""
    lines = text.splitlines()
    assert lines[0] == "TAP version 14", lines[0]
    plan = re.fullmatch(r"1\.\.(\d+)", lines[1])
    points, at = [], 2
    while at < len(lines):
        line = lines[at]
        m = re.fullmatch(r"(not )?ok (\d+) - (.*)", line)
        assert m, line
        # A directive begins at a '#' that is not escaped.
        parts = re.split(r"(?<!\\)(?:\\\\)*#", m[3])
        assert len(parts) == 1, line
        point = {"ok": not m[1], "number": int(m[2]),
                 "name": re.sub(r"\\([\\#])", r"\1", m[3]), "about": None}
        at += 1
        if at < len(lines) and lines[at] == "  ---":
            end = lines.index("  ...", at)
            point["about"] = yaml.safe_load(
                "\n".join(line[2:] for line in lines[at + 1:end]))
            at = end + 1
        points.append(point)
    assert len(points) == int(plan[1])
    assert [p["number"] for p in points] == list(range(1, len(points) + 1))
    return points


class Reports(runner.Case):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", FLOW)
        self.write("x.test.yaml", TESTS)

    def test_tap(self):
        out, _ = self.tier1("test", "-f", "tap", "x.yaml", status=1)
        good, bad, refused, left = read_tap(out)
        self.assertTrue(good["ok"])
        self.assertEqual(good["name"], "x.test.yaml: good # one <&>\"'")
        self.assertIsNone(good["about"])
        self.assertFalse(bad["ok"])
        about = bad["about"]
        self.assertEqual(about["expected"], ["a", "b", "c", "d"])
        self.assertEqual(about["path"], ["a", "c", "d"])
        self.assertEqual((about["file"], about["line"]), ("x.test.yaml", 9))
        self.assertIn("'b'", about["message"])
        self.assertEqual(refused["about"]["severity"], "fail")
        self.assertEqual(left["about"]["outcome"], "open")

    def test_junit(self):
        self.write("y.yaml", "tier1: 1\n")
        self.write("y.test.yaml", TESTS.replace("flow: x", "flow: y"))
        out, _ = self.tier1("test", "-f", "junit", "x.yaml", "y.yaml",
                            status=1)
        root = ElementTree.fromstring(out)
        self.assertEqual(root.tag, "testsuites")
        self.assertEqual((root.get("tests"), root.get("failures"),
                          root.get("errors")), ("8", "3", "4"))
        first, second = root.findall("testsuite")
        self.assertEqual((first.get("tests"), first.get("failures"),
                          first.get("errors")), ("4", "3", "0"))
        self.assertEqual(second.get("errors"), "4")
        good, bad = first.findall("testcase")[:2]
        self.assertEqual(good.get("name"), "good # one <&>\"'")
        self.assertEqual(list(good), [])
        self.assertGreaterEqual(float(good.get("time")), 0)
        # what turns letters round is there, as a reference
        self.assertNotIn("\u202e", out)
        self.assertEqual(bad.get("name"), "bad \\ # todo \u202e one <&>\"'")
        self.assertEqual((bad.get("file"), bad.get("line")),
                         ("x.test.yaml", "7"))
        failure = bad.find("failure")
        self.assertIn("'b'", failure.get("message"))
        self.assertIn("x.test.yaml:9\n", failure.text)
        self.assertIn("expected: a b c d\n", failure.text)
        self.assertIn("taken: a c d\n", failure.text)
        error = second.find("testcase").find("error")
        self.assertIn("flow", error.get("message"))

    def test_walk_beside_the_expected_one(self):
        out, _ = self.tier1("test", "-k", "bad", "x.yaml", status=1)
        rows = [re.split(r"  +", line.strip()) for line in out.splitlines()
                if re.match(r"    [ >] ", line)]
        self.assertEqual(rows[1][:2], ["a", "a"])
        self.assertEqual(rows[2][:2], ["> b", "c"])
        self.assertEqual([len(r) > 1 and r[1] for r in rows[3:]], ["d", "(end)"])
        # what was asked where the ways part, and what was answered
        self.assertIn("Is <it> & on?", rows[1][2])
        self.assertIn("no", rows[1][2].rsplit("?", 1)[1])
        self.assertNotIn("\x1b", out)

    def test_walk_that_stops(self):
        out, _ = self.tier1("test", "-k", "left open", "x.yaml", status=1)
        self.assertRegex(out, r"\n    walk: a b\n")
        self.assertIn("How many?", out)

    def test_long_walk_is_cut(self):
        steps = "".join(
            f"  s{i}: {{ask: '{'Long ' * 40}?', type: text, next: s{i + 1}}}\n"
            for i in range(30))
        self.write("l.yaml", "tier1: 1\nid: l\ntitle: L\nsteps:\n" + steps +
                   "  s30: {resolve: Done.}\n")
        want = " ".join(f"s{i}" for i in range(20)) + " s25 s30"
        self.write("l.test.yaml", "tier1-test: 1\nflow: l\ncases:\n"
                   "  - name: long\n    answers: [" +
                   ", ".join(["w"] * 30) + "]\n"
                   f"    expect: {{path: {want}}}\n")
        out, _ = self.tier1("test", "l.yaml", status=1)
        self.assertLess(max(map(len, out.splitlines())), 81)
        self.assertLess(len(out.splitlines()), 16)
        self.assertIn("17 steps alike", out)
        self.assertRegex(out, r"> s25 +s20 ")

    def test_json_tells_the_walk(self):
        cases = self.json("test", "x.yaml", status=1)["files"][0]["cases"]
        self.assertEqual(cases[1]["expected"], ["a", "b", "c", "d"])
        self.assertEqual(cases[1]["same"], 1)
        self.assertEqual(cases[1]["walk"][0],
                         {"step": "a", "question": "Is <it> & on?",
                          "answer": "no"})
        self.assertNotIn("walk", cases[0])

    def test_any_number_of_jobs_says_the_same(self):
        for name in os.listdir(FLOWS):
            if name.endswith(".yaml"):
                with open(os.path.join(FLOWS, name), encoding="utf-8") as f:
                    text = f.read()
                if name == "no-sound.test.yaml":
                    text = text.replace("outcome: resolved",
                                        "outcome: escalated")
                self.write(name, text)
        for form in ("text", "json", "tap", "junit"):
            ran = set()
            for jobs in ("1", "2", "7", "64"):
                out, err = self.tier1("test", "-v", "-c", "-f", form, "-j",
                                      jobs, ".", status=1)
                self.assertEqual(err, "")
                out = re.sub(r'("seconds": |time=")[-.e\d]+', r"\1", out)
                ran.add(out)
            self.assertEqual(len(ran), 1, form)

    def test_jobs_wrong(self):
        for jobs in ("0", "-1", "two", "", "1025"):
            _, err = self.tier1("test", "--jobs", jobs, "x.yaml", status=2)
            self.assertIn("--jobs", err)

    def test_the_same_cases_in_each_form(self):
        names = [c["name"] for c in self.json(
            "test", "x.yaml", status=1)["files"][0]["cases"]]
        tap, _ = self.tier1("test", "-f", "tap", "x.yaml", status=1)
        self.assertEqual(len(read_tap(tap)), len(names))
        xml, _ = self.tier1("test", "-f", "junit", "x.yaml", status=1)
        found = ElementTree.fromstring(xml).iter("testcase")
        self.assertEqual([c.get("name") for c in found],
                         names)

    def test_names_of_files_are_any_bytes(self):
        """XML has no BEL, not even escaped."""
        name = os.path.join(os.fsencode(self.folder), b"a\x07b\xff.test.yaml")
        with open(name, "wb") as f:
            f.write(TESTS.encode())
        for form in ("junit", "tap"):
            out, _ = self.tier1("test", "-f", form, name, status=1)
            self.assertNotIn("\x07", out)
            if form == "junit":
                root = ElementTree.fromstring(out)
                self.assertIn("ab\ufffd.test.yaml",
                              root.find("testsuite").get("name"))
            else:
                self.assertEqual(len(read_tap(out)), 4)


runner.main()
