# SPDX-License-Identifier: MIT
"""`tier1 run` with a person, over a pipe and in a terminal."""

import unicodedata

import runner
import terminal


class Talk(runner.Case):
    def talk(self, *lines, args=(), status=0):
        out, err = self.tier1("run", *args, runner.MODEM,
                              stdin="".join(f"{x}\n" for x in lines),
                              status=status)
        self.assertEqual(err, "")
        return out

    def test_numbers(self):
        out = self.talk("2", "1")
        self.assertIn("Blinking amber", out)
        self.assertIn("Good, it works again.", out)
        self.assertNotIn("\x1b", out)

    def test_all_kinds(self):
        out = self.talk("1", "x", "2", "1,3", "", "Kim", "", "")
        self.assertIn("! ", out)  # x is no number
        self.assertIn("Good, it works again.", out)

    def test_end_of_input(self):
        out = self.talk("1")
        self.assertIn("'devices'", out)
        self.assertIn('["green"]', out)

    def test_answers_so_far_are_answers(self):
        """One that was left out is in the list, too."""
        self.write("x.yaml", "tier1: 1\nid: x\ntitle: X\nsteps:\n"
                   "  a: {ask: A?, type: integer, optional: true, next: b}\n"
                   "  b: {ask: B?, type: text, next: c}\n"
                   "  c: {ask: C?, type: text, next: d}\n"
                   "  d: {resolve: Done.}\n")
        out, _ = self.tier1("run", "x.yaml", stdin="\nhere\nq\n")
        self.assertIn('["", "here"]', out)
        self.write("answers.yaml", '["", "here"]\n')
        self.assertEqual(
            self.json("run", "x.yaml", "--answers", "answers.yaml")["at"], "c")

    def test_leave(self):
        self.assertIn("not kept", self.talk("1", "q", "9"))

    def test_the_way(self):
        out = self.talk("w", "1", "w", "q")
        self.assertEqual(out.count("first step"), 1)
        self.assertRegex(out, r"(?m)^lights +green$")

    def test_help(self):
        out = self.talk("?", "q")
        self.assertIn("The light on the front.", out)
        self.assertIn("Look at the record first.", out)
        out = self.talk("?", "q", args=("--audience", "customer"))
        self.assertNotIn("Look at the record first.", out)

    def test_back(self):
        out = self.talk("1", "b", "2", "1")
        self.assertEqual(out.count("What colour is the light?"), 2)
        self.assertIn("Good, it works again.", out)

    def test_escalate(self):
        out = self.talk("1", "e asked for a person")
        self.assertIn("asked for a person", out)
        self.assertIn("Tier 2", out)

    def test_transfer(self):
        self.assertIn("kim", self.talk("t kim", "q"))

    def test_host_is_asked(self):
        out = self.talk("3", "{up: true}")
        self.assertIn("host.line_test(", out)
        self.assertIn("Good, it works again.", out)
        out = self.talk("3", "")
        self.assertIn("untested", out)

    def test_json(self):
        out, err = self.tier1("run", runner.MODEM, "--format", "json",
                              stdin="2\n1\n")
        self.assertTrue(out.startswith("{"))
        self.assertIn("What colour", err)

    def test_waits(self):
        self.write("w.yaml", "tier1: 1\nid: w\ntitle: W\nsteps:\n"
                   "  look: {run: host.look(), save: seen, on_error: kim,\n"
                   "    retry: {times: 1, delay: 1s}, next: good}\n"
                   "  kim: {consult: May it be lifted?, to: kim,\n"
                   "    type: yes_no, timeout: 2h, on_timeout: none,\n"
                   "    'yes': good, next: none}\n"
                   "  good: {resolve: Good.}\n"
                   "  none: {escalate: Nobody answered.}\n")
        out, _ = self.tier1("run", "w.yaml", stdin="\n\nmaybe\n1\n")
        self.assertIn("trying again in 1 s", out)
        self.assertIn("Waits for kim, for at most 2 h.", out)
        self.assertIn("! ", out)
        self.assertIn("Good.", out)
        out, _ = self.tier1("run", "w.yaml", stdin="\n\nx\n")
        self.assertIn("Nobody answered.", out)
        d = self.json("run", "w.yaml", "--answers", "-", "--now",
                      "2026-01-05T09:00:00Z", stdin="[]")
        self.assertEqual((d["outcome"], d["at"]), ("waiting", "kim"))
        d = self.json("run", "w.yaml", "--answers", "-", "--now",
                      "2026-01-05T09:00:00Z", stdin="[{advice: 'yes'}]")
        self.assertEqual(d["at"], "good")

    def test_literal(self):
        """A backslash gives what would be a key as an answer."""
        self.write("x.yaml", "tier1: 1\nid: x\ntitle: X\nsteps:\n"
                   "  a: {ask: Which letter?, next: b}\n"
                   "  b: {resolve: 'It is {{ a }}.'}\n")
        out, _ = self.tier1("run", "x.yaml", stdin="\\q\n")
        self.assertIn("It is q.", out)

    def test_given_is_asked(self):
        self.write("x.yaml", "tier1: 1\nid: x\ntitle: X\nvars:\n"
                   "  n: {type: integer, given: required, label: How many}\n"
                   "steps:\n  b: {resolve: 'There are {{ n + 1 }}.'}\n")
        out, _ = self.tier1("run", "x.yaml", stdin="4\n")
        self.assertIn("How many", out)
        self.assertIn("There are 5.", out)


class Terminal(runner.Case):
    def test_secret_is_not_shown(self):
        shown, status = terminal.walk(
            [runner.TIER1, "run", runner.MODEM],
            ["1", "2", "1", "topsecret", "Kim", "", ""], self.folder)
        self.assertEqual(status, 0)
        self.assertIn("Good, it works again.", shown)
        self.assertNotIn("topsecret", shown)
        self.assertIn("\x1b[", shown)

    def test_scripts_without_blanks(self):
        """Lines are filled by columns, and begin with no closing mark."""
        words = ("\u30eb\u30fc\u30bf\u30fc\u306e\u96fb\u6e90\u3092\u5207\u3063\u3066\u3001"
                 "\u4e09\u5341\u79d2\u5f85\u3063\u3066\u304b\u3089\u3001\u5165\u308c\u3066"
                 "\u304f\u3060\u3055\u3044\u3002 Wi-Fi \u306e\u300c\u540d\u524d\u300d\u306f"
                 "\u898b\u3048\u307e\u3059\u304b\uff1f") * 3
        self.write("x.yaml", "tier1: 1\nid: x\ntitle: X\nsteps:\n"
                   f"  a: {{ask: '{words}', type: text, next: b}}\n"
                   "  b: {resolve: Done.}\n")
        for columns in (30, 41, 80):
            shown, _ = terminal.walk([runner.TIER1, "run", "x.yaml"], ["q"],
                                     self.folder, columns=columns)
            lines = shown.split("\n\n")[2].split("\n")
            self.assertGreater(len(lines), 2)
            self.assertEqual("".join(lines).replace(" ", ""),
                             words.replace(" ", ""))
            for line in lines:
                width = sum(1 + (unicodedata.east_asian_width(c) in "WF")
                            for c in line)
                self.assertLessEqual(width, columns)
                self.assertNotIn(line[0], "\u3001\u3002\uff1f\u300d\u30fc")


runner.main()
