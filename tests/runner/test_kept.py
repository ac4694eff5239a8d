# SPDX-License-Identifier: MIT
"""Walks in a terminal that are left, killed, and taken up again."""

import os
import stat

import runner
import terminal

FLOW = ("tier1: 1\nid: x\ntitle: X\nsteps:\n"
        "  a: {ask: A?, type: text, next: b}\n"
        "  b: {ask: B?, type: text, next: c}\n"
        "  c: {ask: C?, type: text, next: d}\n"
        "  d: {resolve: Done.}\n")


class Kept(runner.Case):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", FLOW)

    def walk(self, *lines, args=(), status=0):
        shown, code = terminal.walk(
            [runner.TIER1, "run", *args, "x.yaml"], lines, self.folder)
        self.assertEqual(code, status, shown)
        return shown

    def open(self):
        return terminal.Terminal([runner.TIER1, "run", "x.yaml"], self.folder)

    def files(self):
        folder = os.path.join(self.folder, "tier1", "walks")
        names = os.listdir(folder) if os.path.isdir(folder) else []
        return [os.path.join(folder, n) for n in sorted(names)]

    def test_left_and_taken_up(self):
        self.assertIn("kept", self.walk("one", "two", "q"))
        files = self.files()
        self.assertEqual(len(files), 1)
        mode = stat.S_IMODE(os.stat(files[0]).st_mode)
        self.assertEqual(mode & 0o077, 0)
        shown = self.walk("1", "w", "three")
        self.assertIn("2 answers, the last at 'b'", shown)
        self.assertNotIn("A?", shown)
        self.assertRegex(shown, r"(?m)^b +two$")
        self.assertIn("Done.", shown)
        self.assertEqual(self.files(), [])

    def test_end_of_input(self):
        self.walk("one")
        self.assertIn("Done.", self.walk("1", "two", "three"))

    def test_power_cut(self):
        there = self.open()
        there.type("one", "two")
        there.read()
        there.kill()
        self.assertIn("Done.", self.walk("1", "three"))
        self.assertEqual(self.files(), [])

    def test_nothing_answered(self):
        self.assertIn("not kept", self.walk("q"))
        self.assertEqual(self.files(), [])

    def test_a_new_one(self):
        self.walk("one", "q")
        self.assertIn("A?", self.walk("", "other", "q"))
        self.assertEqual(len(self.files()), 2)
        shown = self.walk("3", "x", "2", "q")
        self.assertEqual(shown.count("number of the list"), 2)
        self.assertIn("B?", shown)

    def test_thrown_away(self):
        self.walk("one", "q")
        self.walk("", "one", "two", "q")
        shown = self.walk("d 2", "d 1", "q")
        self.assertEqual(shown.count("2 answers"), 2)
        self.assertIn("A?", shown)
        self.assertEqual(self.files(), [])

    def test_end_of_input_at_the_offer(self):
        self.walk("one", "q")
        self.assertIn("before the start", self.walk())
        self.assertEqual(len(self.files()), 1)

    def test_one_that_is_walked_is_not_offered(self):
        there = self.open()
        there.type("one")
        there.read()
        self.assertNotIn("not at its end", self.walk("q"))
        there.type("q")
        there.finish()
        self.assertIn("not at its end", self.walk("", "q"))

    def test_of_another_flow(self):
        self.walk("one", "q")
        self.write("x.yaml", FLOW.replace("id: x", "id: y"))
        self.assertNotIn("not at its end", self.walk("q"))

    def test_flow_has_changed(self):
        self.walk("one", "two", "q")
        self.write("x.yaml", FLOW.replace("B?", "What else?"))
        shown = self.walk("1", "again", "three")
        self.assertIn("has changed", shown)
        self.assertIn("asked again: b", shown)
        self.assertIn("Done.", shown)
        self.assertEqual(self.files(), [])

    def test_cannot_be_taken_up(self):
        self.walk("one", "q")
        path = self.files()[0]
        with open(path, encoding="utf-8") as f:
            text = f.read()
        with open(path, "w", encoding="utf-8") as f:
            f.write(text.replace('"one"', '"two"'))
        shown = self.walk("1", "", "one", "q")
        self.assertIn("! ", shown)
        self.assertIn("B?", shown)
        self.assertIn(path, self.files())

    def test_odd_file(self):
        self.walk("one", "q")
        odd = os.path.join(os.path.dirname(self.files()[0]), "odd.json")
        with open(odd, "w", encoding="utf-8") as f:
            f.write("{")
        shown = self.walk("1", "two", "three")
        self.assertIn("odd.json", shown)
        self.assertIn("Done.", shown)
        self.assertEqual(self.files(), [odd])

    def test_half_written(self):
        self.walk("one", "q")
        with open(self.files()[0] + ".part", "w", encoding="utf-8") as f:
            f.write("{")
        self.walk("1", "two", "three")
        self.assertEqual(self.files(), [])

    def test_not_wanted(self):
        self.assertIn("not kept", self.walk("one", "q", args=["--no-keep"]))
        self.assertEqual(self.files(), [])
        self.walk("one", "q")
        self.assertIn("A?", self.walk("q", args=["--no-keep"]))

    def test_no_place(self):
        self.write("tier1", "")
        shown = self.walk("one", "two", "three")
        self.assertIn("not kept: ", shown)
        self.assertIn("Done.", shown)

    def test_not_over_a_pipe(self):
        self.tier1("run", "x.yaml", stdin="one\nq\n",
                   env={"XDG_STATE_HOME": self.folder})
        self.assertEqual(self.files(), [])

    def test_packet_that_cannot_be_written(self):
        """The walk stays until all that it was for is done."""
        self.walk("one", "two", "three", args=["--record", "none/x.json"],
                  status=3)
        self.assertEqual(len(self.files()), 1)
        self.walk("1", args=["--record", "x.json"])
        self.assertIn('"three"', self.read("x.json"))
        self.assertEqual(self.files(), [])


runner.main()
