# SPDX-License-Identifier: MIT
"""`tier1 diff`: each change is named, and nothing else is."""

import os
import random
import re
import unicodedata

import flow_edits
import runner

FLOWS = os.environ["TIER1_FLOWS"]
OLD = """tier1: 1
id: x
title: X
steps:
  a:
    ask: Is the lamp on?
    choices:
      lit: {label: It is on, goto: good}
      dark: {label: It is off, goto: plug}
    limit: 3
    next: good
  plug:
    try: Push the plug in, firmly. Is there light?
    worked: good
    next: bad
  good: {resolve: Good.}
  bad: {escalate: It is broken., code: broken}
"""
TESTS = """tier1-test: 1
flow: x
cases:
  - name: lit
    answers: [lit]
    expect: {at: good}
  - name: dark
    answers: [dark, failed]
    expect: {at: bad}
  - name: never right
    answers: [dark, failed]
    expect: {at: good}
"""


class Edits(runner.Case):
    """Pairs of versions that known edits have made."""

    def differences(self, old, new, status):
        self.write("old.yaml", old)
        self.write("new.yaml", new)
        return self.json("diff", "old.yaml", "new.yaml",
                         status=status)["flows"][0]["differences"]

    def test_each_is_named_and_nothing_else(self):
        seed = int(os.environ.get("DIFF_SEED", "1"))
        done = set()
        for n in range(int(os.environ.get("DIFF_PAIRS", "500"))):
            m = flow_edits.Maker(random.Random(seed * 1000003 + n))
            old, new, wanted, edits, renames = flow_edits.pair(
                m, 1 if n % 2 else 6)
            found = self.differences(
                flow_edits.write(m, old),
                flow_edits.write(m, flow_edits.respell(m, new)), 1)
            now = dict(renames)
            self.assertEqual(
                sorted(str((d["how"], d["what"], d["step"], d["field"]))
                       for d in found),
                sorted(str((how, what, now.get(step, step), field))
                       for how, what, step, field in wanted), (n, edits))
            was = {d["step"]: d["old_step"] for d in found}
            for before, after in renames:
                self.assertEqual(was[after], before)
            done |= set(edits)
        every = {f.__name__ for f in
                 flow_edits.EDITS + flow_edits.FLOW_EDITS}
        self.assertEqual(done, every)

    def test_other_forms_are_no_difference(self):
        for n in range(150):
            m = flow_edits.Maker(random.Random(n))
            flow = m.flow()
            self.assertEqual(self.differences(
                flow_edits.write(m, flow),
                flow_edits.write(m, flow_edits.respell(m, flow)), 0), [])

    def test_a_layout_is_no_difference(self):
        for name in sorted(os.listdir(FLOWS)):
            path = os.path.join(FLOWS, name)
            if not name.endswith(".yaml") or name.endswith(".test.yaml"):
                continue
            with open(path, encoding="utf-8") as f:
                text = f.read()
            other = re.sub(r"^(  \w+:\n)", r"\n# why\n\1", text, flags=re.M)
            self.assertNotEqual(text, other)
            self.assertEqual(self.differences(text, other, 0), [])
            self.assertEqual(self.differences(
                text, text.replace("\n", "\r\n"), 0), [])


class Told(runner.Case):
    def diff(self, old, new, *options, status=1):
        self.write("old.yaml", old)
        self.write("new.yaml", new)
        return self.tier1("diff", *options, "old.yaml", "new.yaml",
                          status=status)[0]

    def test_values_and_places(self):
        new = OLD.replace("limit: 3", "limit: 4").replace(
            "next: good\n", "next: bad\n").replace("the lamp on", "it on")
        self.write("old.yaml", OLD)
        self.write("new.yaml", new)
        found = self.json("diff", "old.yaml", "new.yaml", status=1)
        told = {d["field"]: d for d in found["flows"][0]["differences"]}
        self.assertEqual(found["differences"], 3)
        self.assertEqual((told["limit"]["before"], told["limit"]["after"]),
                         ("3", "4"))
        self.assertEqual((told["next"]["before"], told["next"]["after"]),
                         ("good", "bad"))
        self.assertEqual((told["next"]["old_line"], told["next"]["line"],
                          told["next"]["column"]), (11, 11, 11))
        out, _ = self.tier1("diff", "old.yaml", "new.yaml", status=1)
        self.assertEqual(out, "step a\n"
                         "  ~ text: Is [-the lamp-] {+it+} on?\n"
                         "  ~ limit: 3 → 4\n"
                         "  ~ next: good → bad\n")

    def test_routes_tell_their_conditions(self):
        old = OLD.replace("next: bad", "next:\n      - {when: x > 1, "
                          "goto: a}\n      - bad")
        out = self.diff(old, old.replace("x > 1", "x > 2"))
        self.assertIn("~ next, route 1: a when x > 1 → a when x > 2", out)

    def test_a_step_that_is_gone_is_not_the_one_that_is_new(self):
        out = self.diff(OLD, OLD.replace(
            "  plug:\n    try: Push the plug in, firmly. Is there light?\n"
            "    worked: good\n    next: bad\n",
            "  bulb:\n    try: Put another one there. Does that help?\n"
            "    worked: good\n    wait: 3m\n").replace("plug}", "bulb}"))
        self.assertIn("+ step bulb (try)", out)
        self.assertIn("- step plug (try)", out)
        self.assertIn("~ choices.dark.goto: plug → bulb", out)

    def test_nothing(self):
        self.assertEqual(self.diff(OLD, "# new\n" + OLD, status=0),
                         "no difference in meaning\n")

    def test_columns(self):
        """80, also of wide letters and of words that are longer."""
        new = OLD.replace("It is on", "日本語の" * 30 + " and " + "x" * 200)
        new = new.replace("It is broken.", "Any words. " * 40)
        new = new.replace("code: broken", "code: " + "y" * 90)
        new = new.replace("title: X", "title: " + "long title " * 20)
        for row in self.diff(OLD, new).splitlines():
            wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1
                       for c in row)
            self.assertLessEqual(wide, 80, row)

    def test_hostile_texts(self):
        new = OLD.replace("It is on", r'"\u001b[31m\u202e red"') \
            .replace("title: X", 'title: "a\u202eb"')
        self.write("old.yaml", OLD)
        self.write("new.yaml", new)
        # an escape of the terminal is no text of a flow
        out, err = self.tier1("diff", "old.yaml", "new.yaml", status=2)
        self.assertNotIn("\x1b", out + err)
        self.write("new.yaml", new.replace(r"\u001b", ""))
        out, err = self.tier1("diff", "old.yaml", "new.yaml", status=1)
        self.assertNotIn("\u202e", out + err)
        self.assertIn("\ufffd", out)
        out, _ = self.tier1("diff", "old.yaml", "new.yaml", "-f", "json",
                            status=1)
        self.assertNotIn("\u202e", out)

    def test_trouble(self):
        self.write("old.yaml", OLD)
        self.write("bad.yaml", "a: [")
        self.write("none.yaml", "a: 1\n")
        _, err = self.tier1("diff", "old.yaml", "bad.yaml", status=2)
        self.assertIn("bad.yaml:1", err)
        _, err = self.tier1("diff", "none.yaml", "old.yaml", status=2)
        self.assertIn("steps", err)
        self.tier1("diff", "old.yaml", "gone.yaml", status=2)
        self.tier1("diff", "old.yaml", ".", status=2)
        self.tier1("diff", "old.yaml", status=2)
        self.tier1("diff", "old.yaml", "old.yaml", "--tests", status=2)

    def test_standard_input(self):
        self.write("old.yaml", OLD)
        out, _ = self.tier1("diff", "old.yaml", "-", stdin=OLD, status=0)
        self.assertEqual(out, "no difference in meaning\n")

    def test_folders(self):
        for folder in ("old", "new"):
            os.mkdir(os.path.join(self.folder, folder))
            self.write(f"{folder}/x.yaml", OLD)
            self.write(f"{folder}/x.test.yaml", TESTS)
        self.tier1("diff", "old", "new", status=0)
        self.write("old/gone.yaml", OLD)
        self.write("new/fresh.yaml", OLD)
        self.write("new/x.yaml", OLD.replace("limit: 3", "limit: 5"))
        out, _ = self.tier1("diff", "old", "new", status=1)
        self.assertIn("+ flow new/fresh.yaml", out)
        self.assertIn("- flow old/gone.yaml", out)
        self.assertIn("new/x.yaml", out)
        self.assertIn("limit: 3 → 5", out)
        found = self.json("diff", "old", "new", status=1)
        self.assertEqual(found["differences"], 3)
        self.assertEqual([(f["old"], f["new"]) for f in found["flows"]],
                         [(None, "new/fresh.yaml"), ("old/gone.yaml", None),
                          ("old/x.yaml", "new/x.yaml")])


class Broken(runner.Case):
    def setUp(self):
        super().setUp()
        for folder in ("old", "new", "records"):
            os.mkdir(os.path.join(self.folder, folder))
        self.write("old/x.yaml", OLD)
        self.write("new/x.test.yaml", TESTS)

    def test_tests(self):
        self.write("new/x.yaml", OLD.replace("next: bad", "next: good"))
        out, _ = self.tier1("diff", "old/x.yaml", "new/x.yaml", "--tests",
                            status=1)
        self.assertIn("1 of 2 tests fail now:", out)
        self.assertIn("new/x.test.yaml:7 dark: ", out)
        self.assertNotIn("never right", out)
        found = self.json("diff", "old", "new", "--tests", status=1)
        self.assertEqual(found["tests_run"], 2)
        self.assertEqual([(t["file"], t["name"], t["line"])
                          for t in found["tests"]],
                         [("new/x.test.yaml", "dark", 7)])
        self.write("new/x.yaml", OLD.replace("limit: 3", "limit: 9"))
        out, _ = self.tier1("diff", "old", "new", "--tests", status=1)
        self.assertIn("0 of 2 tests fail now\n", out)

    def test_a_flow_with_errors_has_no_tests(self):
        self.write("new/x.yaml", OLD.replace("next: bad", "next: nowhere"))
        self.tier1("diff", "old", "new", status=1)
        _, err = self.tier1("diff", "old", "new", "--tests", status=2)
        self.assertIn("nowhere", err)

    def record(self, name, answers):
        self.write("answers.yaml", answers)
        self.tier1("run", "old/x.yaml", "--answers", "answers.yaml",
                   "--record", f"records/{name}.json")

    def test_records(self):
        self.record("lit", "[lit]")
        self.record("dark", "[dark, failed]")
        self.record("worked", "[dark, worked]")
        self.record("open", "[dark]")
        self.write("new/x.yaml", OLD.replace("next: bad", "next: good"))
        found = self.json("diff", "old", "new", "--records", "records",
                          status=1)
        self.assertEqual((found["records_replayed"],
                          found["records_left_out"]), (4, 0))
        self.assertEqual([r["file"] for r in found["records"]],
                         ["records/dark.json"])
        self.write("new/x.yaml", OLD.replace(
            "dark: {label: It is off, goto: plug}",
            "gone: {label: It has no lamp, goto: plug}"))
        out, _ = self.tier1("diff", "old", "new", "--records", "records",
                            status=1)
        self.assertIn("3 of 4 records do not fit now:", out)
        self.assertNotIn("lit.json", out)
        # the words alone keep every session
        self.write("new/x.yaml", OLD.replace("code: broken", "code: other"))
        found = self.json("diff", "old", "new", "--records", "records",
                          status=1)
        self.assertEqual([r["file"] for r in found["records"]],
                         ["records/dark.json"])
        self.assertIn("(other)", found["records"][0]["message"])

    def test_records_of_other_versions_are_left_out(self):
        self.record("lit", "[lit]")
        self.write("old/x.yaml", OLD.replace("limit: 3", "limit: 8"))
        self.write("new/x.yaml", OLD)
        out, _ = self.tier1("diff", "old", "new", "--records",
                            "records/lit.json", status=1)
        self.assertIn("1 of other flows or versions was left out", out)
        self.write("records/none.json", "{}")
        self.tier1("diff", "old", "new", "--records", "records", status=2)


runner.main()
