# SPDX-License-Identifier: MIT
"""`tier1 check`: quiet when all is well, exact when it is not."""

import os
import shutil

import runner


class Check(runner.Case):
    def test_quiet(self):
        out, err = self.tier1("check", runner.MODEM,
                              runner.data("modem.test.yaml"))
        self.assertEqual((out, err), ("", ""))
        out, _ = self.tier1("check", "-v", runner.MODEM)
        self.assertEqual(out, "1 file checked, no findings\n")

    def test_flow(self):
        self.write("bad.yaml", "tier1: 1\nid: bad\ntitle: Bad\nsteps:\n"
                   "  a:\n    ask: What?\n    nxet: b\n    next: c\n"
                   "  cc:\n    resolve: Done.\n")
        out, err = self.tier1("check", "bad.yaml", status=1)
        self.assertEqual(out, "")
        self.assertRegex(err, r"bad\.yaml:7:5: error: .*nxet.*\[unknown-key\]")
        self.assertRegex(err, r"bad\.yaml:8:11: error: .*\[unknown-step\]")
        self.assertNotIn("^", err)
        _, err = self.tier1("check", "--explain", "bad.yaml", status=1)
        self.assertIn("^", err)
        found = self.json("check", "bad.yaml", status=1)
        self.assertEqual(found["errors"],
                         sum(d["severity"] == "error"
                             for d in found["diagnostics"]))
        first = found["diagnostics"][0]
        self.assertEqual(set(first), {
            "file", "line", "column", "end_line", "end_column", "severity",
            "rule", "message", "hint"})
        self.assertEqual((first["file"], first["line"], first["column"]),
                         ("bad.yaml", 7, 5))

    def test_words(self):
        flow = ("tier1: 1\nid: x\ntitle: The Blue-Box\nsteps:\n"
                "  a: {resolve: A moron of a blue boxer.}\n")
        self.write("x.yaml", flow)
        self.write("words.txt", "# ours\n\n  blue box  # an old one\n")
        found = self.json("check", "--words", "words.txt", "x.yaml")
        self.assertEqual([(d["rule"], d["line"], d["column"], d["end_column"])
                          for d in found["diagnostics"]],
                         [("code-word", 3, 12, 20), ("code-word", 5, 18, 23)])
        found = self.json("check", "x.yaml")
        self.assertEqual(found["warnings"], 1)
        self.write("words.txt", "blue box\n--\n")
        _, err = self.tier1("check", "-w", "words.txt", "x.yaml", status=3)
        self.assertIn("words.txt:2", err)
        _, err = self.tier1("check", "-w", "none.txt", "x.yaml", status=3)
        self.assertIn("none.txt", err)

    def test_standard_input(self):
        flow = "tier1: 1\nid: x\ntitle: X\nsteps:\n  a: {resolve: Done.}\n"
        self.tier1("check", "-", stdin=flow)
        _, err = self.tier1("check", "-", stdin="tier1: 1\n", status=1)
        self.assertIn("<stdin>:", err)

    def test_test_file(self):
        name = runner.data("broken.test.yaml")
        found = self.json("check", name, status=1)["diagnostics"]
        said = [(d["rule"], d["line"]) for d in found]
        self.assertIn(("unknown-key", 5), said)
        self.assertIn(("unknown-key", 7), said)
        self.assertIn("'answers'", [d for d in found
                                    if d["line"] == 5][0]["hint"])

    def test_test_names(self):
        name = runner.data("unknown.test.yaml")
        found = self.json("check", name, status=1)["diagnostics"]
        text = "\n".join(d["message"] + " " + (d["hint"] or "")
                         for d in found)
        for word in ("nmae", "ligths", "lines", "lin", "device"):
            self.assertIn(f"'{word}'", text)
        for word in ("name", "lights", "line", "devices"):
            self.assertIn(f"did you mean '{word}'?", text)

    def test_test_without_flow(self):
        self.write("x.test.yaml", "tier1-test: 1\nflow: x\ncases: []\n")
        _, err = self.tier1("check", "x.test.yaml", status=1)
        self.assertIn("x.yaml", err)

    def test_folder(self):
        shutil.copy(runner.MODEM, self.folder)
        shutil.copy(runner.data("modem.test.yaml"), self.folder)
        out, err = self.tier1("check", "-v", self.folder)
        self.assertEqual(out, "2 files checked, no findings\n")
        self.assertEqual(err, "")

    def test_once(self):
        """A sub-flow's fault is said once, though two files load it."""
        self.write("sub.yaml", "tier1: 1\nid: sub\ntitle: S\nsteps:\n"
                   "  a: {resolve: x, bad: y}\n")
        self.write("top.yaml", "tier1: 1\nid: top\ntitle: T\nsteps:\n"
                   "  a: {call: sub, next: b}\n  b: {resolve: Done.}\n")
        found = self.json("check", "top.yaml", "sub.yaml", status=1)
        bad = [d for d in found["diagnostics"] if "bad" in d["message"]]
        self.assertEqual(len(bad), 1)

    def test_unreadable(self):
        _, err = self.tier1("check", "none.yaml", status=3)
        self.assertIn("none.yaml", err)
        os.mkdir(os.path.join(self.folder, "empty"))
        self.tier1("check", "empty", status=3)

    def test_safe(self):
        """No control byte of a file reaches the terminal."""
        self.write("x.yaml", 'tier1: 1\nid: x\ntitle: X\nsteps:\n'
                   '  a: {resolve: Done., "b\\e[31m\u202Ec": x}\n')
        _, err = self.tier1("check", "--explain", "x.yaml", status=1)
        self.assertNotIn("\x1b", err)
        self.assertNotIn("\u202e", err)


runner.main()
