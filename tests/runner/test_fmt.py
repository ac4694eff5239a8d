# SPDX-License-Identifier: MIT
"""`tier1 fmt`: one layout, and not a comment, a text or a place in it lost."""

import glob
import os
import random
import stat
import subprocess
import sys

import odd_yaml
import runner

SOURCE = os.environ["TIER1_SOURCE"]
FLOWS = os.environ["TIER1_FLOWS"]
sys.path.insert(0, os.path.join(SOURCE, "tests", "docs"))
import pages  # noqa: E402


class Layout(runner.Case):
    """What each rule of docs/formatting.md makes of a file."""

    def laid(self, before, after):
        ran = subprocess.run([runner.TIER1, "fmt", "-"], input=before.encode(),
                             capture_output=True, check=False)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(ran.stdout.decode(), after)
        if before != after:
            self.laid(after, after)

    def test_levels(self):
        self.laid("a:\n      b:\n       c: 1\n       d:\n        - 2\n",
                  "a:\n  b:\n    c: 1\n    d:\n      - 2\n")
        self.laid("  a: 1\n  b: 2\n", "a: 1\nb: 2\n")

    def test_list_below_its_key(self):
        self.laid("a:\n- b\n- c:\n  - d\ne: f\n",
                  "a:\n  - b\n  - c:\n      - d\ne: f\n")

    def test_list_in_list(self):
        self.laid("-   - a\n    - b\n-\n   - c\n-  k:  v\n   l:   w\n",
                  "- - a\n  - b\n-\n  - c\n- k: v\n  l: w\n")

    def test_blanks_between(self):
        self.laid("a :   {b:   [ c,d ,e ] , 'f':1,}\ng: [  ]\n",
                  "a: {b: [c, d, e], 'f':1,}\ng: []\n"
                  .replace("'f':1", "'f': 1"))
        self.laid("a: &x   b\nc:   *x\n*x : d\n? e\n:   f\n",
                  "a: &x b\nc: *x\n*x : d\n? e\n: f\n")
        self.laid("{a: , b: }\n", "{a: , b: }\n")

    def test_brackets_over_lines(self):
        self.laid("a: [b,\n c, {d: e,\n         f: g}\n]\n",
                  "a: [b,\n  c, {d: e,\n    f: g}\n  ]\n")
        self.laid("-   {a: b,\n     c: d}\n", "- {a: b,\n    c: d}\n")

    def test_texts_keep_their_words(self):
        self.laid("a:   one\n       two\n\n       three\nb: \"x \\\n y\\ \\\n z\"\n",
                  "a: one\n  two\n\n  three\nb: \"x \\\n  y\\ \\\n  z\"\n")

    def test_block_texts_move_as_a_whole(self):
        self.laid("a:\n    b: |\n         one\n           two\n\n         # no\n"
                  "    c: >2-\n        x\n        y  \n",
                  "a:\n  b: |\n    one\n      two\n\n    # no\n"
                  "  c: >2-\n      x\n      y  \n")
        # the blank line behind the text is the text's
        self.laid("steps:\n  a: |+\n     x\n\n\n  b: y\n\n\n  c: z\n",
                  "steps:\n  a: |+\n    x\n\n\n  b: y\n\n  c: z\n")
        # a text without an end of line keeps none
        self.laid("a: |\n   x", "a: |\n  x")
        self.laid("a: |-\n   x", "a: |-\n  x\n")

    def test_comments_move_with_what_they_tell_of(self):
        self.laid("#top\na:\n      # of b\n      b:\n         c: 1\n"
                  "         # end of b\n # of d\n      d: 2\n# end\n",
                  "#top\na:\n  # of b\n  b:\n    c: 1\n"
                  "    # end of b\n  # of d\n  d: 2\n# end\n")

    def test_comments_behind(self):
        self.laid("a:\n    b: 1 # one\n    cc: 22 # two\n",
                  "a:\n  b: 1 # one\n  cc: 22 # two\n")
        self.laid("a:\n    b: 1    # one\n    cc: 22  # two\n",
                  "a:\n  b: 1    # one\n  cc: 22  # two\n")
        self.laid("a:\n    b: 1            # far\n\n    c: |  # head\n     x\n",
                  "a:\n  b: 1              # far\n\n  c: |  # head\n    x\n")

    def test_values_below_each_other(self):
        self.laid("a:    {b: 1}\nlong: {c: 2}\nx:      3\n",
                  "a:    {b: 1}\nlong: {c: 2}\nx: 3\n")
        self.laid("ä:     1\nlong:  2\n", "ä:    1\nlong: 2\n")

    def test_blank_lines(self):
        self.laid("\n\na: 1\n\n\n \nb: 2\n\n\n", "a: 1\n\nb: 2\n")

    def test_steps_and_cases_stand_apart(self):
        self.laid("steps:\n  a:\n    ask: A\n  # of b\n  b:\n    ask: B\n"
                  "    # of ask\n  c: {tell: C}\n  d: {tell: D}\n",
                  "steps:\n  a:\n    ask: A\n\n  # of b\n  b:\n    ask: B\n"
                  "    # of ask\n\n  c: {tell: C}\n  d: {tell: D}\n")
        self.laid("cases:\n- name: a\n  answers: []\n- name: b\nsteps: 1\n",
                  "cases:\n  - name: a\n    answers: []\n\n  - name: b\n"
                  "steps: 1\n")
        # only of a file, not of what is called so within
        self.laid("a:\n  steps:\n    b:\n      c: 1\n    d: 2\n",
                  "a:\n  steps:\n    b:\n      c: 1\n    d: 2\n")

    def test_line_ends(self):
        self.laid("a: 1\r\nb: |\r\n   x\r\n   y", "a: 1\r\nb: |\r\n  x\r\n  y")
        self.laid("a: 1\r\nb: 2\nc: 3", "a: 1\r\nb: 2\r\nc: 3\r\n")
        self.laid("a: 1\nb: 2\r\n", "a: 1\nb: 2\n")
        self.laid("\ufeffa: 1\n", "a: 1\n")

    def test_what_is_left(self):
        for text in ("b: 'x'\na: \"y\"\n", "%YAML 1.1\n---\na: 1\n...\n",
                     "a: !!str 1\n", "? a\n: b\n", "a:\n  b\n",
                     "a: " + "long " * 60 + "end\n"):
            self.laid(text, text)


class Command(runner.Case):
    BEFORE = "a:\n    b: 1\n"
    AFTER = "a:\n  b: 1\n"

    def test_writes_in_place(self):
        path = self.write("x.yaml", self.BEFORE)
        os.chmod(path, 0o640)
        self.assertEqual(self.tier1("fmt", "x.yaml"), ("", ""))
        self.assertEqual(self.read("x.yaml"), self.AFTER)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o640)
        self.assertEqual(os.listdir(self.folder), ["x.yaml"])
        when = os.stat(path).st_mtime_ns
        self.tier1("fmt", "x.yaml")
        self.assertEqual(os.stat(path).st_mtime_ns, when)

    def test_check_names_them(self):
        self.write("x.yaml", self.BEFORE)
        self.write("y.yaml", self.AFTER)
        self.write("z.test.yaml", self.BEFORE)
        out, err = self.tier1("fmt", "--check", ".", status=1)
        self.assertEqual((out, err), ("./x.yaml\n./z.test.yaml\n", ""))
        self.assertEqual(self.read("x.yaml"), self.BEFORE)
        self.tier1("fmt", ".")
        self.assertEqual(self.tier1("fmt", "--check", "."), ("", ""))

    def test_diff_is_a_patch(self):
        rows = [f"k{n}:\n    a: {n}\n" if n % 9 == 4 else f"k{n}: {n}\n"
                for n in range(40)]
        self.write("x.yaml", "".join(rows) + "last:   1")
        out, _ = self.tier1("fmt", "--diff", "x.yaml")
        self.assertIn("\\ No newline at end of file", out)
        self.assertEqual(self.read("x.yaml"), "".join(rows) + "last:   1")
        self.tier1("fmt", "--check", "--diff", "x.yaml", status=1)
        before = self.read("x.yaml")
        subprocess.run(["patch", "-s", "x.yaml"], input=out, text=True,
                       cwd=self.folder, check=True)
        patched = self.read("x.yaml")
        self.write("x.yaml", before)
        self.tier1("fmt", "x.yaml")
        self.assertEqual(patched, self.read("x.yaml"))
        self.assertEqual(self.tier1("fmt", "--diff", "x.yaml"), ("", ""))

    def test_standard_input(self):
        out, _ = self.tier1("fmt", "-", stdin=self.BEFORE)
        self.assertEqual(out, self.AFTER)
        out, _ = self.tier1("fmt", "-", stdin=self.AFTER)
        self.assertEqual(out, self.AFTER)
        out, _ = self.tier1("fmt", "--check", "-", stdin=self.BEFORE, status=1)
        self.assertEqual(out, "<stdin>\n")

    def test_a_file_that_cannot_be_read(self):
        bad = "a:\n\tb: 1\n"
        self.write("bad.yaml", bad)
        self.write("good.yaml", self.BEFORE)
        out, err = self.tier1("fmt", "bad.yaml", "good.yaml", status=1)
        self.assertEqual(out, "")
        self.assertRegex(err, r"^bad.yaml:2:\d+: error: .*\[yaml-syntax\]\n$")
        self.assertEqual(self.read("bad.yaml"), bad)
        self.assertEqual(self.read("good.yaml"), self.AFTER)
        _, err = self.tier1("fmt", "-", stdin="a: 1\n---\nb: 2\n", status=1)
        self.assertIn("[yaml-document]", err)
        _, err = self.tier1("fmt", "none.yaml", "good.yaml", status=3)
        self.assertIn("none.yaml", err)
        os.mkdir(os.path.join(self.folder, "empty"))
        self.tier1("fmt", "empty", status=3)
        self.tier1("fmt", status=2)

    def test_a_link_stays_one(self):
        self.write("x.yaml", self.BEFORE)
        os.symlink("x.yaml", os.path.join(self.folder, "y.yaml"))
        self.tier1("fmt", "y.yaml")
        self.assertTrue(os.path.islink(os.path.join(self.folder, "y.yaml")))
        self.assertEqual(self.read("x.yaml"), self.AFTER)


class Kept(runner.Case):
    """Whatever is formatted says what it said. PyYAML is asked, not tier1."""

    def hold(self, texts, least):
        """Formats them, in one folder; those that can be read are the same in
        events and comments, and once is enough."""
        for n, text in enumerate(texts):
            with open(os.path.join(self.folder, f"{n:05}.yaml"), "w",
                      encoding="utf-8", newline="") as f:
                f.write(text)
        ran = subprocess.run([runner.TIER1, "fmt", self.folder],
                             capture_output=True, text=True, check=False)
        self.assertNotIn("left as it is", ran.stderr)
        refused = {int(os.path.basename(row.split(".yaml:")[0]))
                   for row in ran.stderr.splitlines() if ": error: " in row}
        ran = subprocess.run([runner.TIER1, "fmt", "--check", self.folder],
                             capture_output=True, text=True, check=False)
        self.assertEqual(ran.stdout, "")
        held = 0
        for n, text in enumerate(texts):
            with open(os.path.join(self.folder, f"{n:05}.yaml"),
                      encoding="utf-8", newline="") as f:
                after = f.read()
            if n in refused:
                self.assertEqual(after, text)
                continue
            self.assertEqual(odd_yaml.events(text), odd_yaml.events(after),
                             text)
            self.assertEqual(odd_yaml.comments(text), odd_yaml.comments(after),
                             text)
            held += 1
        self.assertGreaterEqual(held, least)

    def sources(self):
        texts = []
        for path in sorted(glob.glob(os.path.join(SOURCE, "**", "*.yaml"),
                                     recursive=True)):
            if "/build" in path[len(SOURCE):]:
                continue
            with open(path, encoding="utf-8", errors="replace",
                      newline="") as f:
                texts.append(f.read())
        return texts

    def test_every_file(self):
        self.hold(self.sources(), 300)

    def test_every_sample_of_the_documentation(self):
        texts = [block.text for name in pages.names(SOURCE)
                 for block in pages.blocks(SOURCE, name)
                 if block.language == "yaml"]
        self.hold(texts, 60)

    def test_random_documents(self):
        seed = int(os.environ.get("FMT_SEED", "1"))
        count = int(os.environ.get("FMT_DOCUMENTS", "600"))
        self.hold([odd_yaml.document(random.Random(seed * 1000003 + n))
                   for n in range(count)], count * 3 // 5)

    def test_damaged_documents(self):
        seed = int(os.environ.get("FMT_SEED", "1"))
        count = int(os.environ.get("FMT_DOCUMENTS", "600"))
        texts = []
        for n in range(count):
            chance = random.Random(seed * 1000033 + n)
            texts.append(odd_yaml.damaged(odd_yaml.document(chance), chance))
        self.hold(texts, count // 6)

    def test_damaged_files(self):
        chance = random.Random(int(os.environ.get("FMT_SEED", "1")))
        sources = [t for t in self.sources() if len(t) < 20000]
        texts = [odd_yaml.damaged(chance.choice(sources), chance)
                 for _ in range(400)]
        self.hold(texts, 80)

    def test_shipped_files_are_laid_out(self):
        self.assertEqual(self.tier1("fmt", "--check", FLOWS), ("", ""))


runner.main()
