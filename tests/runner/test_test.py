# SPDX-License-Identifier: MIT
"""`tier1 test`: what passed, what failed, where and why."""

import runner


class Test(runner.Case):
    def test_passed(self):
        out, err = self.tier1("test", runner.MODEM)
        self.assertEqual((out, err), ("5 passed, 0 failed\n", ""))
        out, _ = self.tier1("test", "-v", runner.MODEM)
        self.assertIn("modem.test.yaml: a restart\n", out)

    def test_failed(self):
        out, _ = self.tier1("test", runner.data("failing.test.yaml"), status=1)
        self.assertTrue(out.endswith("\n1 passed, 6 failed\n"), out)
        for said in (
                r"failing\.test\.yaml:8: failed: another way\n"
                r"    path: after 'lights' expected 'line', got 'restart'\n",
                r"failing\.test\.yaml:10: failed: a refused answer\n"
                r"    answer 'blue' to 'lights' was refused: ",
                r":13: failed: .*\n    answer 'green' to 'lights' was to be "
                r"refused, and was taken",
                r":16: failed: .*\n    .*'done' with 2 answers left",
                r":20: failed: .*\n    vars\.devices: expected 3, got 2",
                r":23: failed: .*\n    packet\.escalation\.code: expected "
                r"other, got untested"):
            self.assertRegex(out, said)

    def test_json(self):
        document = self.json("test", runner.MODEM,
                             runner.data("failing.test.yaml"), status=1)
        self.assertEqual((document["passed"], document["failed"]), (6, 6))
        good, bad = document["files"]
        self.assertEqual(good["flow"], "modem")
        first = good["cases"][0]
        self.assertEqual(
            {k: first[k] for k in ("name", "line", "status", "message",
                                   "outcome", "reason", "at", "path")},
            {"name": "a restart", "line": 4, "status": "passed",
             "message": None, "outcome": "resolved", "reason": "solved",
             "at": "done", "path": ["lights", "restart", "done"]})
        self.assertGreaterEqual(first["seconds"], 0)
        self.assertEqual(bad["cases"][0]["status"], "failed")
        steps = document["coverage"]["steps"]
        self.assertEqual((steps["reached"], steps["total"]), (11, 11))

    def test_keyword(self):
        out, _ = self.tier1("test", "-k", "RESTART", runner.MODEM)
        self.assertEqual(out, "1 passed, 0 failed\n")

    def test_twice_the_same(self):
        one = self.json("test", runner.MODEM)
        two = self.json("test", runner.MODEM)
        for document in (one, two):
            for case in document["files"][0]["cases"]:
                del case["seconds"]
        self.assertEqual(one, two)

    def test_broken(self):
        out, err = self.tier1("test", runner.data("broken.test.yaml"),
                              status=1)
        self.assertIn("[unknown-key]", err)
        self.assertTrue(out.endswith("0 passed, 1 failed\n"), out)
        self.write("x.yaml", "tier1: 1\n")
        self.write("x.test.yaml", "tier1-test: 1\nflow: x\ncases:\n"
                   "  - {name: a, expect: {outcome: open}}\n")
        out, err = self.tier1("test", "x.yaml", status=1)
        self.assertIn("x.yaml:", err)
        self.assertTrue(out.endswith("0 passed, 1 failed\n"), out)

    def test_unreadable(self):
        self.tier1("test", "none.yaml", status=3)
        self.write("x.yaml", "tier1: 1\nid: x\ntitle: X\nsteps:\n"
                   "  a: {resolve: Done.}\n")
        _, err = self.tier1("test", "x.yaml", status=3)
        self.assertIn("x.test.yaml", err)

    def test_cap(self):
        out, _ = self.tier1("test", "--cap", "path=2", runner.MODEM, status=1)
        self.assertRegex(out, r"\d passed, [1-9] failed\n$")


runner.main()
