# SPDX-License-Identifier: MIT
"""Hooks by the hundred, written in every way that YAML has for a text, each
with one slip in it: what is told of it is the line where that stands.

A hook is words with gaps between them. A soft gap is white in any shape; a
hard one ends a comment, so that the text has a line break there; a gap within
a literal is one space of the text. A style writes words and gaps.

Arguments: the command, and the worker's program where there is one.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import unittest

TIER1 = os.path.abspath(sys.argv[1])
WORKER = [os.path.abspath(path) for path in sys.argv[2:3]]
SEED = int(os.environ.get("TIER1_SEED", "1"))
FILES, HOOKS = 12, 40
SOFT, HARD, INNER = "soft", "hard", "inner"
MARKS = "@%"  # of slips: what is looked for in the file


# ---- hooks ---------------------------------------------------------------

def words(text):
    """Words with soft gaps between."""
    out = []
    for word in text.split():
        out += [word, SOFT]
    return out


def filler(rng):
    kind = rng.randrange(9)
    if kind == 0:
        return words("local a = 1")
    if kind == 1:
        return words("local b = { 1 , x = 'y' }")
    if kind == 2:
        return words("local c =") + ["'two", INNER, "words'", SOFT]
    if kind == 3:
        return ["--", INNER, "a", INNER, "note", HARD]
    if kind == 4:
        return ["--[[", SOFT, "a", SOFT, "long", SOFT, "note]]", SOFT]
    if kind == 5:
        return words("if true then local d = 2 end")
    if kind == 6:
        return words("local e =") + ['"\u00e4', INNER, '\\"it"', SOFT]
    if kind == 7:
        return words("local f = [[x") + ["]]", SOFT]
    return words("local g = (function ( ) return 1 end)( )")


def hook(rng, slip):
    out = []
    for _ in range(rng.randrange(4)):
        out += filler(rng)
    out += words("local z =") + slip
    for _ in range(rng.randrange(3)):
        out += filler(rng)
    return out + words("return 1")[:-1]


# ---- styles --------------------------------------------------------------
# Each gives the lines below `KEY:`, the first of them behind it.

def some(rng, least, most):
    return " " * rng.randint(least, most)


def literal(rng, parts):
    lines, head = [""], "|" + rng.choice(["", "-", "+"])
    for part in parts:
        if part == INNER:
            lines[-1] += " "
        elif part == HARD or (part == SOFT and rng.random() < .4):
            lines += [""] * rng.randrange(2) + [some(rng, 0, 3)]
        else:
            lines[-1] += " " if part == SOFT else part
    return block(rng, head, lines)


def block(rng, head, lines):
    depth = rng.randint(1, 4)
    if lines[0].startswith(" ") or rng.random() < .2:
        head = head[0] + rng.choice([head[1:] + str(depth),
                                     str(depth) + head[1:]])
    if rng.random() < .3:
        head += "  # a note"
    return [head] + [" " * (4 + depth) + line if line else
                     some(rng, 0, 4 + depth) if i > 0 else ""
                     for i, line in enumerate(lines)] + [
                         "" for _ in range(rng.randrange(3))]


def folded(rng, parts):
    lines = [some(rng, 0, 2) if rng.random() < .2 else ""]
    for part in parts:
        deep = lines[-1].startswith((" ", "\t"))
        if part == INNER:
            if not deep and rng.random() < .4:
                lines.append("")
            else:
                lines[-1] += " "
        elif part == HARD:
            more = some(rng, 0, 3)
            if not deep and not more:
                lines += [""] * rng.randint(1, 2)
            lines += [""] * rng.randrange(2) + [more]
        elif part == SOFT and rng.random() < .4:
            lines += [""] * rng.choice([0, 0, 0, 1, 2])
            lines.append(rng.choice(["", "", "", " ", "   ", "\t"]))
        elif part == SOFT:
            lines[-1] += rng.choice([" ", " ", "  ", "\t"])
        else:
            lines[-1] += part
    return block(rng, ">" + rng.choice(["", "-", "+"]), lines)


def flowing(rng, parts, write, fold):
    """Plain or quoted: `write` a word; `fold` a gap, or None for a break."""
    lines = [""]
    for part in parts:
        hard = part == HARD
        if part not in (SOFT, HARD, INNER):
            lines[-1] += write(part)
            continue
        told = fold(hard) if rng.random() < .3 else None
        if told is not None:
            text, breaks = told
            lines[-1] += text
            lines += [some(rng, 5, 9) for _ in range(breaks)]
        elif hard or rng.random() < .4:
            lines[-1] += rng.choice(["", "", " ", "\t "])
            empty = rng.randint(1, 2) if hard else \
                rng.choice([0, 0, 0, 1]) if part == SOFT else 0
            lines += [some(rng, 0, 9) for _ in range(empty)]
            lines.append(some(rng, 5, 9))
        else:
            lines[-1] += " "
    return lines


def plain(rng, parts):
    if parts[0].startswith(("-", "'", '"')):
        parts = ["do", SOFT, "end", SOFT] + parts
    lines = flowing(rng, parts, lambda word: word, lambda hard: None)
    return lines if rng.random() < .7 else ["", some(rng, 5, 9) + lines[0],
                                           *lines[1:]]


def single(rng, parts):
    lines = flowing(rng, parts, lambda word: word.replace("'", "''"),
                    lambda hard: None)
    return quoted(rng, "'", lines)


def double(rng, parts):
    def write(word):
        out = ""
        for c in word:
            if c in "\\\"":
                c = "\\" + c
            elif c not in MARKS and rng.random() < .05:
                c = rng.choice([f"\\u{ord(c):04x}", f"\\U{ord(c):08X}",
                                f"\\x{ord(c):02x}"])
            out += c
        return out

    def fold(hard):
        if hard:
            return rng.choice([("\\n", 0), ("\\n \\", 1), (" \\x0A", 0)])
        return rng.choice([(" \\", 1), ("\\x20\\", 1), ("\\u0020", 0)])

    return quoted(rng, '"', flowing(rng, parts, write, fold))


def quoted(rng, quote, lines):
    if rng.random() < .2:
        lines = ["", some(rng, 5, 9) + lines[0], *lines[1:]]
    if rng.random() < .2:
        lines.append(some(rng, 5, 9))
    lines[0] = quote + lines[0]
    lines[-1] += quote
    return lines


STYLES = [literal, folded, folded, folded, plain, single, double, double]


def scalar(rng, style, parts, number):
    lines = style(rng, parts)
    how = rng.random()
    if how < .05:
        return [f" &a{number} {lines[0]}", *lines[1:]]
    if how < .1:
        return [" !!str # a note", "", "     " + lines[0], *lines[1:]]
    return [" " + lines[0], *lines[1:]]


# ---- flows ---------------------------------------------------------------

def flow(rng, slip):
    """A flow of steps with a slip in each, as text."""
    lines = ["tier1: 1", "id: folds", "title: Slips",
             "vars: {none: {type: text}}", "steps:"]
    for number in range(HOOKS):
        rows = scalar(rng, rng.choice(STYLES), hook(rng, slip(rng)), number)
        lines += [f"  s{number}:", "    run:" + rows[0], *rows[1:],
                  f"    on_error: s{number + 1}", f"    next: s{number + 1}"]
    lines += [f"  s{HOOKS}: {{resolve: Done.}}", ""]
    text = "\n".join(lines)
    return text.replace("\n", "\r\n") if rng.random() < .3 else text


def lines_with(text, mark):
    return [i for i, line in enumerate(text.split("\n"), 1) if mark in line]


class Folds(unittest.TestCase):
    def each(self, slip):
        for number in range(FILES):
            rng = random.Random(f"{SEED} {self.id()} {number}")
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "folds.yaml")
                text = flow(rng, slip)
                with open(path, "w", encoding="utf-8", newline="") as f:
                    f.write(text)
                yield text, path

    def findings(self, path, rule):
        ran = subprocess.run([TIER1, "check", path], capture_output=True,
                             encoding="utf-8", timeout=60)
        self.assertEqual(ran.returncode, 1, ran.stderr)
        return [(int(line), int(column)) for line, column in re.findall(
            rf"\.yaml:(\d+):(\d+): error: .*\[{rule}\]", ran.stderr)]

    def same(self, text, told, known):
        if told == known:
            return
        rows = text.split("\n")
        for a, b in zip(told, known):
            if a != b:
                line = b[0] if isinstance(b, tuple) else b
                self.fail(f"told {a}, is {b}:\n" + "\n".join(
                    f"{i + 1}: {rows[i]!r}" for i in
                    range(max(0, line - 16), min(len(rows), line + 4))))
        self.fail(f"{len(told)} told of {len(known)}")

    def test_syntax(self):
        """At load."""
        def slip(rng):
            return ["1", SOFT, "@", SOFT]
        for text, path in self.each(slip):
            told = self.findings(path, "lua-syntax")
            self.same(text, [line for line, _ in told], lines_with(text, "@"))

    def test_names(self):
        """At load, with the column. (No letter of it is an escape.)"""
        def slip(rng):
            return ["'\u00e4'", SOFT, "..", SOFT, "@", SOFT]
        for text, path in self.each(slip):
            text = text.replace("@", "unknown_name")
            with open(path, "w", encoding="utf-8", newline="") as f:
                f.write(text)
            known = [(i, row.index("unknown_name") + 1)
                     for i, row in enumerate(text.split("\n"), 1)
                     if "unknown_name" in row]
            self.same(text, self.findings(path, "unknown-name"), known)

    def walks(self, *more):
        def slip(rng):
            return ["1", SOFT, "%", SOFT, "none", SOFT]
        for text, path in self.each(slip):
            ran = subprocess.run(
                [TIER1, "run", "--format", "json", "--answers", "-", *more,
                 path], input="[]", capture_output=True, encoding="utf-8",
                timeout=60)
            self.assertEqual((ran.returncode, ran.stderr), (0, ""), text)
            told = [int(re.search(r"folds\.yaml:(\d+): attempt to perform "
                                  "arithmetic on a nil value",
                                  check["error"]).group(1))
                    for check in json.loads(ran.stdout)["packet"]["checks"]]
            self.same(text, told, lines_with(text, "%"))

    def test_walks(self):
        self.walks()

    @unittest.skipUnless(WORKER, "there is no worker")
    def test_walks_in_worker(self):
        self.walks("--worker-program", *WORKER)


unittest.main(argv=sys.argv[:1])
