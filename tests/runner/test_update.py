# SPDX-License-Identifier: MIT
"""`tier1 test --update`: what is expected becomes what is, and nothing else
changes: not a comment, not a byte."""

import os
import random
import re
import stat

import runner

FLOWS = os.environ["TIER1_FLOWS"]
FLOW = """tier1: 1
id: x
title: X
vars:
  n: {type: integer, default: 3}
  words: {type: list, default: [p, q, r]}
  about: {type: map, default: {k: "1", l: [1, 2], m: {z: "it's"}}}
  said: {type: text, default: "say \\"no\\": yes"}
steps:
  a: {ask: A?, type: yes_no, "yes": b, "no": c}
  b: {tell: B., next: c}
  c: {ask: C?, type: text, next: d}
  d: {tell: D., next: e}
  e: {escalate: E., code: tier-two}
"""
HEAD = """# top
tier1-test: 1   # format
flow: x
cases:
  # before
  - name: one   # its name
    answers: ["yes", red]
    expect:
"""


class Forms(runner.Case):
    """Each form that an expectation may have."""

    def update(self, expect, after, told=None, status=0, head=HEAD):
        self.write("x.yaml", FLOW)
        with open(os.path.join(self.folder, "x.test.yaml"), "wb") as f:
            f.write((head + expect).encode())
        out, _ = self.tier1("test", "--update", "x.yaml", status=status)
        with open(os.path.join(self.folder, "x.test.yaml"), "rb") as f:
            self.assertEqual(f.read().decode(), head + after)
        if told:
            self.assertIn(told, out)
        if status == 0:
            self.tier1("test", "x.yaml")
        return out

    def test_words(self):
        self.update("      outcome: resolved # why\n"
                    "      at: 'd'  # there\n"
                    "      # between\n"
                    "      path: a c d e   # the way\n",
                    "      outcome: escalated # why\n"
                    "      at: 'e'  # there\n"
                    "      # between\n"
                    "      path: a b c d e   # the way\n",
                    "x.test.yaml:6: updated: one (outcome, at, path)")

    def test_only_what_is_not_met(self):
        self.update("      outcome: 'escalated'\n      at: \"d\"\n",
                    "      outcome: 'escalated'\n      at: \"e\"\n", "(at)")

    def test_quoted_path(self):
        self.update("      path: \"a e\"\n", "      path: \"a b c d e\"\n")
        self.update("      path: 'a e'\n", "      path: 'a b c d e'\n")

    def test_folded_path(self):
        self.update("      path: >- # folded\n        a b c d\n        b e e\n"
                    "      at: e\n",
                    "      path: >- # folded\n        a b c d\n        e\n"
                    "      at: e\n")
        self.update("      path: |\n          a\n          b\n\n"
                    "      # kept\n      at: e\n",
                    "      path: |\n          a\n          b\n"
                    "          c\n          d\n          e\n\n"
                    "      # kept\n      at: e\n")

    def test_path_on_several_lines(self):
        self.update("      path: a b\n        c e\n",
                    "      path: a b\n        c d e\n")
        self.update("      path: \"a b\n        c e\" # z\n",
                    "      path: \"a b\n        c d e\" # z\n")

    def test_list_in_brackets(self):
        for before, after in (
                ("[a, c, e]", "[a, b, c, d, e]"),
                ("[e]", "[a, b, c, d, e]"),
                ("[a, b]", "[a, b, c, d, e]"),
                ("[a, b, c, d, e, e, a]", "[a, b, c, d, e]"),
                ("[c, a, b, c, d, e]", "[a, b, c, d, e]"),
                ("[a, b, x, 'y', c, d, e]", "[a, b, c, d, e]"),
                ("[\"a\", x, c, d, e]", "[\"a\", b, c, d, e]"),
                ("[]", "[a, b, c, d, e]")):
            self.update(f"      path: {before} # z\n",
                        f"      path: {after} # z\n")

    def test_comments_in_brackets(self):
        self.update("      path: [a, # first\n"
                    "        x, # second\n"
                    "        y, # third\n"
                    "        z # last\n"
                    "      ]\n",
                    "      path: [a, # first\n"
                    "        b, # second\n"
                    "        c, # third\n"
                    "        d, e # last\n"
                    "      ]\n")
        out = self.update("      path: [a, b, c, d, e, # end\n"
                          "        x, # more\n        y ]\n",
                          "      path: [a, b, c, d, e, # end\n"
                          "        # more\n         ]\n")
        self.assertIn("updated", out)

    def test_list_on_lines(self):
        self.update("      path: # way\n      - a # 1\n      - x # 2\n"
                    "      # between\n      - e # 3\n      at: e\n",
                    "      path: # way\n      - a # 1\n      - b # 2\n"
                    "      - c\n      - d\n"
                    "      # between\n      - e # 3\n      at: e\n")
        self.update("      path:\n        - a\n        - b\n        - x # no\n"
                    "        - y\n        - c\n        - d\n        - e\n",
                    "      path:\n        - a\n        - b\n        # no\n"
                    "        - c\n        - d\n        - e\n")
        self.update("      path:\n        - c\n        - d\n        - e\n",
                    "      path:\n        - a\n        - b\n        - c\n"
                    "        - d\n        - e\n")

    def test_visits(self):
        self.update("      visits: [b, x, c] # z\n",
                    "      visits: [b, c] # z\n", "(visits)")
        self.update("      visits: b x y c\n", "      visits: b c\n")
        self.update("      visits: x\n", "      visits: e\n")

    def test_vars(self):
        self.update("      vars: # all\n"
                    "        n: 4 # number\n"
                    "        words: [p, x, r, s] # some\n"
                    "        about: {k: '2', l: [1, 3], m: {z: \"x\"}}\n"
                    "        said: 'x' # text\n",
                    "      vars: # all\n"
                    "        n: 3 # number\n"
                    "        words: [p, q, r] # some\n"
                    "        about: {k: '1', l: [1, 2], m: {z: \"it's\"}}\n"
                    "        said: 'say \"no\": yes' # text\n", "(vars)")
        self.update("      vars:\n        n: # none\n        c:\n"
                    "        words: {}\n",
                    "      vars:\n        n: 3 # none\n        c: red\n"
                    "        words: [p, q, r]\n")
        self.update("      vars:\n        words:\n          - z # 1\n"
                    "          - q # 2\n        n:\n          - 1\n",
                    "      vars:\n        words:\n          - p # 1\n"
                    "          - q # 2\n          - r\n        n: 3\n")

    def test_packet(self):
        self.update("      packet:\n        escalation: {code: other} # code\n"
                    "        path:\n          - {step: a}\n"
                    "          - {step: x} # which\n",
                    "      packet:\n        escalation: {code: tier-two} "
                    "# code\n"
                    "        path:\n          - {step: a}\n"
                    "          - {step: b} # which\n", "(packet)")

    def test_line_ends(self):
        head = HEAD.replace("\n", "\r\n")
        self.update("      path:\r\n        - a\r\n        - e\r\n",
                    "      path:\r\n        - a\r\n        - b\r\n        - c"
                    "\r\n        - d\r\n        - e\r\n", head=head)
        self.update("      at: d", "      at: e")

    def test_wide_letters_before(self):
        head = "\ufeff" + HEAD.replace("expect:\n", "")
        self.update("expect: {vars: {said: 'ü€𝄞'}, at: d} # ü€\n",
                    "expect: {vars: {said: 'say \"no\": yes'}, at: e} # ü€\n",
                    head=head)

    def test_on_one_line(self):
        head = HEAD.split("  # before")[0]
        self.update("  - {name: é, answers: [yes, no], expect: "
                    "{path: [a, e], at: d, vars: {n: }}}\n",
                    "  - {name: é, answers: [yes, no], expect: "
                    "{path: [a, b, c, d, e], at: e, vars: {n: 3}}}\n",
                    head=head)

    def test_left_as_it_is(self):
        """Whatever is not the expectation's fault."""
        for expect, why in (
                ("      at: &one d\n", "anchor"),
                ("      vars:\n        n:\n          - 1\n          # here\n"
                 "          - 2\n", "comment"),
                ("      vars:\n        n: # here\n          - 1\n",
                 "comment")):
            out = self.update(expect, expect, why, status=1)
            self.assertIn("not updated", out)

    def test_script_that_does_not_fit(self):
        for answers, why in (
                ('["yes"]', "end"), ('["yes", red, more]', "left"),
                ("[perhaps]", "refused"), ('[{reject: "yes"}]', "taken")):
            head = HEAD.replace('["yes", red]', answers)
            out = self.update("      outcome: resolved\n",
                              "      outcome: resolved\n", "not updated",
                              status=1, head=head)
            self.assertIn(why, out)

    def test_walk_that_stays_open(self):
        head = HEAD.replace('["yes", red]', '["yes"]')
        self.update("      outcome: open\n      path: a c\n",
                    "      outcome: open\n      path: a b c\n", head=head)

    def test_shared_by_an_alias(self):
        second = ("  - name: two\n    answers: [\"no\", red]\n"
                  "    expect: *e\n")
        before = ("      at: d\n" + second)
        head = HEAD.replace("expect:", "expect: &e")
        out = self.update(before, "      at: e\n" + second, head=head)
        self.assertIn("not updated: two", out)

    def test_only_chosen(self):
        self.write("x.yaml", FLOW)
        text = (HEAD + "      at: d\n  - name: two\n"
                "    answers: [\"no\", red]\n    expect: {at: c}\n")
        self.write("x.test.yaml", text)
        self.tier1("test", "-u", "-k", "two", "x.yaml")
        self.assertEqual(self.read("x.test.yaml"),
                         text.replace("{at: c}", "{at: e}"))

    def test_file(self):
        """Its rights stay, and a link to it stays one; where all passes it is
        not touched."""
        self.write("x.yaml", FLOW)
        path = self.write("real.test.yaml", HEAD + "      at: d\n")
        os.chmod(path, 0o640)
        link = os.path.join(self.folder, "x.test.yaml")
        os.symlink("real.test.yaml", link)
        self.tier1("test", "-u", "x.yaml")
        self.assertTrue(os.path.islink(link))
        about = os.stat(path)
        self.assertEqual(stat.S_IMODE(about.st_mode), 0o640)
        self.tier1("test", "-u", "x.yaml")
        self.assertEqual(os.stat(path).st_ino, about.st_ino)
        self.assertEqual(sorted(os.listdir(self.folder)),
                         ["real.test.yaml", "x.test.yaml", "x.yaml"])

    def test_told_beside_a_document(self):
        self.write("x.yaml", FLOW)
        self.write("x.test.yaml", HEAD + "      at: d\n")
        out, err = self.tier1("test", "-u", "-f", "tap", "x.yaml")
        self.assertTrue(out.startswith("TAP version"), out)
        self.assertIn("updated: one (at)", err)

    def test_standard_input(self):
        self.tier1("test", "-u", "-", status=2)


CASE = re.compile(r"^  - name: ")
EXPECT = re.compile(r"^    expect:")


def comments(text):
    return re.findall(r"# note \d+$", text, re.M)


class Breaker:
    """Expectations of shipped cases, broken and written in another form."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.notes = 0

    def note(self):
        if self.random.random() < 0.5:
            return ""
        self.notes += 1
        return f" # note {self.notes}"

    def wrong(self, words, all_words):
        words = list(words)
        for _ in range(self.random.randint(0, 4)):
            at = self.random.randrange(len(words) + 1)
            act = self.random.random()
            if act < 0.4:
                words.insert(at, self.random.choice(all_words))
            elif words and act < 0.7:
                del words[at - 1]
            elif words:
                words[at - 1] = self.random.choice(all_words)
        return words

    def path(self, key, words):
        form = self.random.randrange(6)
        if not words:
            return [f"      {key}: []{self.note()}"]
        if form == 0:
            return [f"      {key}: {' '.join(words)}{self.note()}"]
        if form == 1:
            quote = self.random.choice("'\"")
            return [f"      {key}: {quote}{' '.join(words)}{quote}"
                    f"{self.note()}"]
        if form == 2:
            return [f"      {key}: [{', '.join(words)}]{self.note()}"]
        if form == 3:
            lines = [f"      {key}:{self.note()}"]
            for word in words:
                lines.append(f"        - {word}{self.note()}")
            return lines
        if form == 4:
            middle = len(words) // 2
            lines = [f"      {key}: >-{self.note()}"]
            for part in (words[:middle], words[middle:]):
                if part:
                    lines.append("        " + " ".join(part))
            return lines
        lines = [f"      {key}: [{self.note()}"]
        for i, word in enumerate(words):
            comma = "," if i + 1 < len(words) else ""
            lines.append(f"        {word}{comma}{self.note()}")
        return lines + [f"      ]{self.note()}"]

    def scalars(self, line):
        """A line of `vars` or `packet`, with some values made others."""
        def other(m):
            if self.random.random() < 0.5:
                return m[0]
            return m[1] + self.random.choice(
                ["wrong", "'wrong'", '"wrong"', "17", "true", "[]", "null"])
        return re.sub(r"(: )(?:\"[^\"]*\"|[\w.-]+)(?=[,}\]])", other,
                      line.rstrip()) + self.note()

    def expect(self, case, old, all_words):
        """The lines of an expectation of a case, as JSON tells it."""
        outcome = case["outcome"]
        if outcome not in ("open", "waiting"):
            outcome = self.random.choice(["resolved", "escalated", "dead_end"])
        parts = [[f"      outcome: {outcome}{self.note()}"]]
        if self.random.random() < 0.7:
            at = self.random.choice([case["at"], "elsewhere", "a_b"])
            parts.append([f"      at: {at}{self.note()}"])
        if self.random.random() < 0.8:
            parts.append(self.path("path", self.wrong(case["path"],
                                                      all_words)))
        if self.random.random() < 0.4:
            parts.append(self.path("visits", self.wrong(case["path"][:3],
                                                        all_words)))
        for line in old:
            if re.match(r"      (vars|packet): \{.*\}$", line):
                parts.append([self.scalars(line)])
        self.random.shuffle(parts)
        lines = [f"    expect:{self.note()}"]
        for part in parts:
            lines += part
            if self.random.random() < 0.3:
                lines.append("      " + (self.note().strip() or "# note 0"))
        return lines


class Shipped(runner.Case):
    """Random breakages of the shipped tests are mended."""

    def broken(self, name, breaker):
        """The text of a test file with broken expectations; and the lines that
        are none of them."""
        with open(os.path.join(FLOWS, name), encoding="utf-8") as f:
            lines = f.read().splitlines()
        cases = self.json("test", name)["files"][0]["cases"]
        all_words = sorted({w for c in cases for w in c["path"]})
        out, at, rest = [], 0, []
        number = -1
        while at < len(lines):
            number += bool(CASE.match(lines[at]))
            if not EXPECT.match(lines[at]):
                out.append(lines[at])
                rest.append(lines[at])
                at += 1
                continue
            end = at + 1
            while end < len(lines) and lines[end].startswith("      "):
                end += 1
            out += breaker.expect(cases[number], lines[at + 1:end], all_words)
            at = end
        return "\n".join(out) + "\n", rest

    @staticmethod
    def rest(text):
        """The lines outside of expectations."""
        rest, inside = [], False
        for line in text.splitlines():
            if EXPECT.match(line):
                inside = True
            elif not line.startswith("      "):
                inside = False
            if not inside:
                rest.append(line)
        return rest

    def test_random_breakages(self):
        for name in os.listdir(FLOWS):
            if name.endswith(".yaml"):
                with open(os.path.join(FLOWS, name), encoding="utf-8") as f:
                    self.write(name, f.read())
        mended = 0
        tests = sorted(n for n in os.listdir(FLOWS) if ".test." in n)
        for seed, name in enumerate(tests * 3):
            breaker = Breaker(seed)
            with open(os.path.join(FLOWS, name), encoding="utf-8") as f:
                self.write(name, f.read())
            text, rest = self.broken(name, breaker)
            self.write(name, text)
            with self.subTest(name=name, seed=seed):
                out, _ = self.tier1("test", "--update", name)
                self.assertNotIn("not updated", out)
                now = self.read(name)
                self.assertEqual(comments(now), comments(text))
                self.assertEqual(self.rest(now), rest)
                self.assertEqual(
                    re.findall(r"^      (\w+):", now, re.M),
                    re.findall(r"^      (\w+):", text, re.M))
                mended += out.count(" updated: ")
                self.tier1("test", name)
                # once more there is nothing to do
                self.tier1("test", "--update", name)
                self.assertEqual(self.read(name), now)
        self.assertGreater(mended, 200)


runner.main()
