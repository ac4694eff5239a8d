# SPDX-License-Identifier: MIT
"""`tier1 test --coverage`: what tests reach, and what they do not."""

import json
import os
import re

import runner

FLOWS = os.environ["TIER1_FLOWS"]
FLOW = """tier1: 1
id: x
title: X
vars: {n: {type: integer, default: 1}}
steps:
  a:
    ask: "A {{ n }}?"
    choices:
      go: {label: Go, goto: b}
      no: {label: No, goto: c}
    on_leave: n = n + 1
  b:
    ask: B?
    type: integer
    check: answer > n
    next:
      - {when: b == 7, goto: c}
      - goto: d
  c: {escalate: C., code: c}
  d: {resolve: D.}
"""
CASES = """tier1-test: 1
flow: x
cases:
  - {name: one, answers: [go, 3], expect: {path: a b d}}
  - {name: two, answers: [go, {back: 1}, go, {reject: 1}, 5],
     expect: {path: a b d}}
"""
REST = """  - {name: three, answers: [no], expect: {path: a c}}
  - {name: four, answers: [go, 7], expect: {path: a b c}}
"""


class Cover(runner.Case):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", FLOW)
        self.write("x.test.yaml", CASES)

    def test_text(self):
        out, _ = self.tier1("test", "--coverage", "x.yaml")
        lines = out.splitlines()
        self.assertEqual(lines[0], "x: steps 3 of 4, routes 2 of 4, "
                         "conditions 3 of 4, hooks 2 of 2")
        self.assertEqual([tuple(re.match(r"  (\S+): (.*)", line).groups())
                          for line in lines[1:-1]],
                         [("x.yaml:19:3", "not reached: c"),
                          ("x.yaml:6:3", "not taken: a: choice no to c"),
                          ("x.yaml:17:16", "not taken: b: next 1 to c"),
                          ("x.yaml:17:16", "never true: when of b")])
        self.assertEqual(lines[-1], "2 passed, 0 failed")

    def test_all_reached(self):
        self.write("x.test.yaml", CASES + REST)
        out, _ = self.tier1("test", "-c", "--coverage-least", "100", "x.yaml")
        self.assertEqual(out.splitlines(), [
            "x: steps 4 of 4, routes 4 of 4, conditions 4 of 4, hooks 2 of 2",
            "4 passed, 0 failed"])

    def test_least(self):
        out, err = self.tier1("test", "--coverage-least", "75", "x.yaml",
                              status=1)
        self.assertEqual(out, "2 passed, 0 failed\n")
        self.assertIn("routes: 2 of 4", err)
        self.assertNotIn("steps", err)
        self.tier1("test", "--coverage-least", "50", "x.yaml")
        for wrong in ("0", "101", "many", "50%"):
            _, err = self.tier1("test", "--coverage-least", wrong, "x.yaml",
                                status=2)
            self.assertIn("--coverage-least", err)

    def test_file(self):
        out, _ = self.tier1("test", "--coverage-file", "c.json", "x.yaml")
        self.assertEqual(out, "2 passed, 0 failed\n")
        document = json.loads(self.read("c.json"))
        self.assertEqual(document["format_version"], 1)
        flow, = document["flows"]
        self.assertEqual((flow["id"], flow["file"]), ("x", "x.yaml"))
        self.assertRegex(flow["fingerprint"], r"^[0-9a-f]{16,}$")
        # the step that was taken back was entered all the same
        self.assertEqual([(s["step"], s["line"], s["count"])
                          for s in flow["steps"]],
                         [("a", 6, 3), ("b", 12, 3), ("c", 19, 0),
                          ("d", 20, 2)])
        self.assertEqual(
            [(r["step"], r["rule"], r["choice"], r["number"], r["to"],
              r["count"]) for r in flow["routes"]],
            [("a", "choice", "go", 0, "b", 3),
             ("a", "choice", "no", 0, "c", 0),
             ("b", "next", None, 1, "c", 0), ("b", "next", None, 2, "d", 2)])
        check, = [h for h in flow["hooks"] if h["field"] == "check"]
        self.assertEqual((check["condition"], check["true"], check["false"],
                          check["failed"], check["line"]),
                         (True, 2, 1, 0, 15))
        hooks = {h["field"]: h for h in flow["hooks"]}
        self.assertEqual(hooks["when"]["false"], 2)
        self.assertFalse(hooks["on_leave"]["condition"])

    def test_file_on_standard_output(self):
        out, _ = self.tier1("test", "--coverage-file", "-", "x.yaml")
        self.assertIn('"format_version": 1', out)
        self.tier1("test", "--coverage-file", "-", "-f", "tap", "x.yaml",
                   status=2)
        self.tier1("test", "--coverage-file", "none/c.json", "x.yaml",
                   status=3)

    def test_json(self):
        coverage = self.json("test", "x.yaml")["coverage"]
        self.assertEqual(coverage["steps"], {"reached": 3, "total": 4,
                                             "missing": ["x/c"]})
        self.assertEqual(coverage["routes"], {"reached": 2, "total": 4})
        self.assertEqual(coverage["conditions"], {"reached": 3, "total": 4})
        self.assertEqual(coverage["hooks"], {"reached": 2, "total": 2})

    def test_of_callees(self):
        """What a caller's tests reach of a flow counts for it, where it is
        tested too; and nothing else of other flows does."""
        self.write("y.yaml", "tier1: 1\nid: y\ntitle: Y\nsteps:\n"
                   "  s: {call: x, next: e}\n  e: {resolve: E.}\n")
        self.write("y.test.yaml", "tier1-test: 1\nflow: y\ncases:\n"
                   "  - {name: y, answers: [no], expect: {outcome: "
                   "escalated}}\n")
        alone, _ = self.tier1("test", "-c", "y.yaml")
        self.assertNotRegex(alone, r"(?m)^x: ")
        both, _ = self.tier1("test", "-c", "x.yaml", "y.yaml")
        self.assertIn("x: steps 4 of 4, routes 3 of 4", both)
        self.assertRegex(both, r"\nall: steps 5 of 6, ")

    def test_ways_of_steps_that_are_not_entered(self):
        """Passed over, and visited too often."""
        self.write("y.yaml", "tier1: 1\nid: y\ntitle: Y\n"
                   "vars: {n: {type: integer, default: 0}}\nsteps:\n"
                   "  a: {ask: A?, when: n > 0, type: text, next: b}\n"
                   "  b: {ask: B?, type: yes_no, limit: 1, on_limit: d,\n"
                   "      'yes': c, 'no': b}\n"
                   "  c: {resolve: C.}\n  d: {escalate: D.}\n")
        self.write("y.test.yaml", "tier1-test: 1\nflow: y\ncases:\n"
                   "  - {name: y, answers: ['no'], expect: {path: b d}}\n")
        self.tier1("test", "--coverage-file", "c.json", "y.yaml")
        flow, = json.loads(self.read("c.json"))["flows"]
        self.assertEqual([(r["step"], r["rule"], r["count"])
                          for r in flow["routes"]],
                         [("a", "next", 1), ("b", "yes", 0), ("b", "no", 1),
                          ("b", "on_limit", 1)])
        self.assertEqual([s["count"] for s in flow["steps"]], [0, 1, 0, 1])

    def test_compiled(self):
        """The same of a compiled file."""
        self.tier1("compile", "-o", "x.tier1", "x.yaml")
        text, _ = self.tier1("test", "-c", "x.yaml")
        compiled, _ = self.tier1("test", "-c", "x.tier1")
        self.assertEqual(text, compiled)

    def test_shipped_flows(self):
        out, _ = self.tier1("test", "-c", FLOWS)
        self.assertRegex(out, r"\nall: steps (\d+) of \1, ")


runner.main()
