# SPDX-License-Identifier: MIT
"""Whether every message that the library can print is in the corpus.

    inventory.py SOURCE CORPUS

The messages are read out of the sources: the calls that make a diagnostic
stand in MAKERS, and a function that hands its message on to one of them is
followed to its callers. Each message is to be brought about by a file of the
corpus, where its rule and its place are held to be right, or to stand in
ELSEWHERE with the test that brings it about. What of either has become
superfluous is told too.
"""

import collections
import glob
import os
import re
import subprocess
import sys

LAYERS = ("diag", "data", "compile", "image", "author")
FOLDERS = ("refused", "accepted", "linted", "tests")

# A file, unless it is any; a function: its argument that is the rule, and the
# one that is the message, which for those in JOINED goes on to the end.
MAKERS = {
    (None, "tier1__diag_add"): (2, 5),
    (None, "tier1__diag"): (2, 6),
    (None, "tier1__error"): (2, 4),
    (None, "tier1__warn"): (3, 5),
    (None, "tier1__find"): (2, 4),
    (None, "tier1__find_near"): (2, 6),
    ("lib/data/json_read.c", "fail"): (("no rule",), 2),
}
JOINED = ("tier1__find", "tier1__find_near")
# Tables whose texts become messages: file, its name, and which string of an
# entry it is, from the end.
TABLES = (("lib/data/yaml_error.c", "wording", -2),)

# File of the source, a piece of the message: the test, and what of it.
ELSEWHERE = {
    ("lib/author/diff.c", "so it is no flow"):
        ("tests/runner/test_diff.py", "def test_trouble("),
    ("lib/author/script.c", "'host' is a map"):
        ("tests/runner/test_run.py", "test_host_that_is_none"),
    ("lib/author/translate.c", "a text cannot be put"):
        ("tests/i18n/test_merge.py", "def test_no_room("),
    ("lib/compile/flow.c", "than the cap `steps`"):
        ("tests/limits/test_limits.c", "void steps("),
    ("lib/compile/load.c", "a compiled file is a whole library"):
        ("tests/image/test_hostile.c", "void not_alone("),
    ("lib/compile/load.c", "cannot be read"):
        ("tests/api/test_load.c", "void a_callee_that_cannot_be_read("),
    ("lib/compile/load.c", "than the cap `flows`"):
        ("tests/api/test_load.c", "void a_callee_that_is_one_too_many("),
    ("lib/compile/translation.c", "to translate"):
        ("tests/api/test_translation.c", "void is_of_a_flow("),
    ("lib/compile/translation.c", "the flow is in"):
        ("tests/api/test_translation.c", "void is_of_a_flow("),
    ("lib/compile/translation.c", "is a translation into"):
        ("tests/api/test_translation.c", "void is_of_a_flow("),
    ("lib/compile/translation.c", "a flow has at most"):
        ("tests/api/test_translation.c", "void asks_the_host("),
    ("lib/compile/translation_find.c", "cannot be read"):
        ("tests/api/test_translation.c", "void asks_the_host("),
    ("lib/compile/translation_find.c", "cannot be listed"):
        ("tests/api/test_translation.c", "void asks_the_host("),
    ("lib/data/json_read.c", "out of memory"):
        ("tests/unit/test_json_read.c", "TIER1_ENOMEM"),
    ("lib/data/json_read.c", "nested too deep"):
        ("tests/unit/test_json_read.c", "void nesting_is_bounded("),
    ("lib/data/json_read.c", ""):
        ("tests/unit/test_json_read.c", "void refuses_everything_else("),
    ("lib/diag/sort.c", "more left out"):
        ("tests/unit/test_sort.c", "void says_how_many_were_dropped("),
    ("lib/image/load.c", "than the cap `"):
        ("tests/image/test_hostile.c", "void caps("),
    ("lib/image/load.c", "which reads"):
        ("tests/image/test_hostile.c", "void a_later_format("),
    ("lib/image/load.c", "the compiled file is damaged"):
        ("tests/image/test_damage.c", "damaged.tier1"),
    ("lib/image/load.c", "this is no compiled file"):
        ("tests/image/test_hostile.c", "void not_alone("),
    ("lib/image/load.c", "the compiled file is not sound"):
        ("tests/image/test_hostile.c", "sound"),
}
# Texts that come from elsewhere: a table, a caller, Lua, libyaml.
HANDED = {
    ("lib/compile/hook.c", "problem.message"),  # of Lua; lua-syntax*.yaml
    ("lib/data/document.c", "d->message"),      # of tier1_diagnostics_add()
    ("lib/data/yaml_error.c", "w->message"),    # of TABLES
    ("lib/data/yaml_error.c", "c->problem"),    # of libyaml, where it is new
}

WORD = re.compile(r"\w+$")
VERB = re.compile(r"(%%|%[a-z])")
STRING = re.compile(r'"((?:\\.|[^"\\])*)"')

Message = collections.namedtuple("Message", "file line rules parts")


def without_comments(text):
    """Comments become blanks; strings stay, and so do the lines."""
    def blank(match):
        if match.group(0)[0] in "\"'":
            return match.group(0)
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|/\*.*?\*/",
                  blank, text, flags=re.S)


def unescaped(text):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(
        m.group(1), m.group(1)), text)


def arguments(text, at):
    """The arguments of a call; `at` is behind its bracket."""
    found, depth, start = [], 0, at
    while True:
        if text[at] in "\"'":
            at = re.compile(r"(['\"])(?:\\.|(?!\1)[^\\])*\1").match(
                text, at).end()
            continue
        if text[at] in ")]}" and depth == 0 or text[at] == "," and depth == 0:
            found.append(text[start:at].strip())
            start = at + 1
            if text[at] != ",":
                return found
        depth += (text[at] in "([{") - (text[at] in ")]}")
        at += 1


def branches(expression):
    """What an expression may be: both sides of each `? :`."""
    bare = STRING.sub(lambda m: '"' + "x" * (len(m.group(0)) - 2) + '"',
                      expression)
    cut = bare.find("?")
    if cut < 0:
        return [expression.strip()]
    return [part for begin, end in split(bare, cut + 1)
            for part in branches(expression[begin:end])]


def split(bare, begin):
    """The two sides of the `? :` whose `?` is before `begin`."""
    depth = 0
    for at in range(begin, len(bare)):
        depth += bare[at] == "?"
        if bare[at] == ":":
            if depth == 0:
                return (begin, at), (at + 1, len(bare))
            depth -= 1
    raise ValueError(bare)


class Function:
    def __init__(self, file, line, head, body):
        self.file, self.line, self.body = file, line, body
        opening = head.index("(")
        self.name = re.search(r"(\w+)$", head[:opening]).group(1)
        self.static = head.startswith("static")
        self.parameters = [re.search(r"(\w+)\W*$", p).group(1)
                           for p in arguments(head, opening + 1)
                           if re.search(r"\w", p)]

    def values(self, name):
        """What is assigned to a local variable."""
        found = re.findall(r"(?<![\w.>])%s(?:\[\])? = ([^;]*);" % name,
                           self.body)
        return [f for f in found if f != "NULL"]

    def formats(self, name):
        """What is written into a buffer."""
        return [arguments(self.body, m.end())[0] for m in re.finditer(
            r"buf_v?format\(&%s," % name, self.body)]


class Sources:
    def __init__(self, root):
        self.functions, self.text, self.messages, self.open = [], {}, [], []
        for layer in LAYERS:
            for path in sorted(glob.glob(f"{root}/lib/{layer}/*.c")):
                self.read(os.path.relpath(path, root), path)
        todo = [key + places for key, places in MAKERS.items()]
        done = set()
        while todo:
            maker = todo.pop()
            if repr(maker) not in done:
                done.add(repr(maker))
                todo += self.follow(*maker)
        for file, name, which in TABLES:
            self.table(file, name, which)

    def read(self, file, path):
        with open(path, encoding="utf-8") as f:
            text = without_comments(f.read())
        self.text[file] = text
        for m in re.finditer(r"^(\w[^;{}#]*?\))\n\{\n(.*?)^\}", text,
                             re.S | re.M):
            line = text.count("\n", 0, m.start(2)) + 1
            self.functions.append(Function(file, line, m.group(1), m.group(2)))

    def follow(self, file, name, rule, message):
        """Notes what the calls of a maker say; gives those who hand on."""
        handing = []
        for f in self.functions:
            if file not in (None, f.file) or (None, f.name) in MAKERS:
                continue
            for m in re.finditer(r"\b%s\(" % name, f.body):
                line = f.line + f.body.count("\n", 0, m.start())
                call = arguments(f.body, m.end())
                own = (self.rules(f, call[rule]) if isinstance(rule, int)
                       else rule)
                if name in JOINED:
                    self.add(f.file, line, own, joined(call[message:-1]))
                    continue
                for said in self.said(f, call[message]):
                    if said is None and (f.file, call[message]) in HANDED:
                        continue
                    if said is None:
                        self.open.append(f"{f.file}:{line}: {call[message]}")
                    elif isinstance(said, int):
                        handing.append((f.file if f.static else None, f.name,
                                        own, said))
                    else:
                        self.add(f.file, line, own, pieces(said))
        return handing

    def rules(self, f, expression):
        """A call's rules; which argument they are; or None: not known."""
        if expression in f.parameters:
            return f.parameters.index(expression)
        found = []
        for one in branches(expression):
            if one.isupper():
                one = re.search(r"#define %s (.*)" % one,
                                self.text[f.file]).group(1)
            if not STRING.fullmatch(one):
                return None
            found.append(STRING.fullmatch(one).group(1))
        return tuple(found)

    def said(self, f, expression):
        """The texts that an expression may be; the number of a parameter of
        the function; None where neither is found."""
        for one in branches(expression):
            buffer = re.fullmatch(r"tier1__buf_str\(&(\w+)\)", one)
            if not STRING.sub("", one).strip():
                yield unescaped("".join(STRING.findall(one)))
            elif one in f.parameters:
                yield f.parameters.index(one)
            elif buffer or WORD.match(one):
                values = (f.formats(buffer.group(1)) if buffer
                          else f.values(one))
                for value in values or ():
                    yield from self.said(f, value)
                if not values:
                    yield None
            else:
                yield None

    def add(self, file, line, rules, parts):
        self.messages.append(Message(file, line, rules, tuple(parts)))

    def table(self, file, name, which):
        text = self.text[file]
        begin = text.index(f" {name}[] = {{")
        for entry in arguments(text, text.index("{", begin) + 1):
            if entry:
                line = text.count("\n", 0, text.index(entry, begin)) + 1
                one = "".join(STRING.findall(arguments(entry, 1)[which]))
                self.add(file, line, None, pieces(unescaped(one)))


def joined(texts):
    """The parts of a message of several texts; None: any."""
    return [unescaped(STRING.fullmatch(one).group(1))
            if STRING.fullmatch(one) else None for one in texts]


def pieces(text):
    """The parts of a format; None: any."""
    return ["%" if part == "%%" else None if VERB.fullmatch(part) else part
            for part in VERB.split(text) if part]


def shown(parts):
    return "".join("…" if part is None else part for part in parts)


def pattern(parts):
    return re.compile("".join(".*" if part is None else re.escape(part)
                              for part in parts), re.S)


def found_in(corpus, root):
    """All findings in the corpus: about tests? The rule, the message."""
    found = set()
    for folder in FOLDERS:
        run = subprocess.run([corpus, "--list",
                              f"{root}/tests/corpus/{folder}"], check=True,
                             stdout=subprocess.PIPE, encoding="utf-8")
        for line in run.stdout.splitlines():
            rule, _, message = line.partition("\t")
            found.add((folder == "tests", rule, message))
    return found


def covered(messages, found):
    """The messages that stand in the corpus. One that fits several is taken
    for the one that has the most of its text."""
    ready = [(m, pattern(m.parts), len(shown(m.parts))) for m in messages]
    good = set()
    for of_tests, rule, text in found:
        fits = [(length, m) for m, p, length in ready
                if m.file.startswith("lib/author/") == of_tests
                and (m.rules is None or rule in m.rules)
                and p.fullmatch(text)]
        most = max((length for length, _ in fits), default=0)
        good |= {m for length, m in fits if length == most}
    return good


def main(root, corpus):
    sources = Sources(root)
    found = found_in(corpus, root)
    good = covered(sources.messages, found)
    wrong = [f"{one}: not followed to its texts" for one in sources.open]
    used = set()
    for m in sorted(set(sources.messages), key=lambda m: (m.file, m.line)):
        text = shown(m.parts)
        other = [key for key in ELSEWHERE
                 if key[0] == m.file and key[1] in text]
        used.update(other)
        if m not in good and not other:
            wrong.append(f"{m.file}:{m.line}: in no file of the corpus: {text}")
        if m in good and other:
            wrong.append(f"{m.file}:{m.line}: in the corpus, so that it need "
                         f"not stand in ELSEWHERE: {text}")
    for key, (file, name) in ELSEWHERE.items():
        if key not in used:
            wrong.append(f"ELSEWHERE: no such message: {key}")
        with open(f"{root}/{file}", encoding="utf-8") as f:
            if name not in f.read():
                wrong.append(f"ELSEWHERE: {file} has no '{name}': {key}")
    print("\n".join(wrong))
    print(f"{len(set(sources.messages))} messages, "
          f"{len(good)} in the corpus, {len(used)} elsewhere")
    return 1 if wrong or len(found) < 100 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
