# SPDX-License-Identifier: MIT
"""Damaged PO files: none ends the command, each that is refused is so with a
line, and what msgfmt cannot read is refused too."""

import os
import random
import re
import subprocess

import chance as made
import po
import runner

SEED = int(os.environ.get("I18N_SEED", "1"))
COUNT = int(os.environ.get("I18N_DAMAGED", "300"))


def damaged(data, chance):
    """Cut, or with bytes that are others, gone, or twice there."""
    kind = chance.random()
    at = chance.randrange(len(data))
    if kind < 0.35:
        return data[:at]
    out = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 2, 5])):
        at = chance.randrange(len(out))
        what = chance.random()
        if what < 0.4:
            out[at] = chance.randrange(256)
        elif what < 0.6:
            out[at] = chance.choice(b'"\\\n#msgidctxt~,|\0')
        elif what < 0.8:
            del out[at]
        else:
            end = min(len(out), at + chance.randrange(60))
            out[at:at] = out[at:end]
    return bytes(out)


class Damage(po.Case):
    def setUp(self):
        super().setUp()
        chance = random.Random(SEED)
        self.put("f.yaml", made.linked(made.flow(chance, "f", 4)))
        header, *entries = po.parse(self.extract("f.yaml", language="xx"))
        for entry in entries:
            entry.said = made.said(chance, entry)
        self.file = (po.joined([header, *entries]) +
                     '\n#~ msgctxt "f/gone"\n#~ msgid "a"\n#~ msgstr "b"\n')
        self.put("f.xx.yaml", "tier1: 1\ntranslates: f\nlanguage: xx\n")
        self.before = self.get("f.xx.yaml")

    def merge(self, data):
        self.put("x.po", data)
        ran = subprocess.run(
            [runner.TIER1, "i18n", "merge", "f.yaml", "x.po"],
            capture_output=True, cwd=self.folder, check=False, timeout=60)
        err = ran.stderr.decode("utf-8", "strict")
        self.assertIn(ran.returncode, (0, 1), err)
        if ran.returncode:
            self.assertRegex(err, r"(?m)^x\.po:[1-9]\d*:\d+: error: ", data)
            self.assertEqual(self.get("f.xx.yaml"), self.before)
        return ran.returncode, err

    def test_random(self):
        refused = 0
        for n in range(COUNT):
            chance = random.Random(SEED * 100003 + n)
            data = damaged(self.file.encode(), chance)
            status, err = self.merge(data)
            if status:
                refused += 1
                continue
            self.put("f.xx.yaml", self.before)
            theirs = subprocess.run(
                ["msgfmt", "-o", "/dev/null", "x.po"], capture_output=True,
                cwd=self.folder, check=False)
            wrong = [row for row in theirs.stderr.decode().splitlines()
                     # that is a matter of taste, in flows
                     if re.match(r"x\.po:\d", row) and
                     not re.search(r"do not both (begin|end) with", row)]
            self.assertEqual(wrong, [], err)
        self.assertGreater(refused, COUNT // 5)

    def test_line_of_what_is_wrong(self):
        rows = self.file.splitlines(keepends=True)
        starts = [n for n, row in enumerate(rows) if row.startswith("msg")]
        chance = random.Random(SEED)
        for n in chance.sample(starts, 12):
            for bad, hint in (("msgfoo \"x\"\n", "in this order"),
                              ("msgid_plural \"x\"\n", "no plural"),
                              ("nonsense\n", "in this order"),
                              (rows[n].rstrip("\n")[:-1] + "\n", "closed"),
                              (rows[n].rstrip("\n") + "x\n", "behind"),
                              (rows[n][:rows[n].index('"') + 1] + "\\q\"\n",
                               "escape"),
                              (rows[n][:rows[n].index('"') + 1] + "a\\001\"\n",
                               "control"),
                              ("\0\n", "NUL")):
                _, err = self.merge("".join(rows[:n] + [bad] + rows[n + 1:]))
                self.assertRegex(
                    err, r"^x\.po:\d+:1: error: .*" + re.escape(hint))
                line = int(err.split(":")[1])
                if hint != "control":  # is told at the entry
                    self.assertEqual(line, n + 1, err)

    def test_what_is_no_utf8(self):
        data = self.file.encode()
        at = data.index(b'msgstr "', 400) + 8
        status, err = self.merge(data[:at] + b"\xff" + data[at:])
        self.assertEqual(status, 1)
        self.assertIn("msgconv -t UTF-8", err)
        status, err = self.merge(self.file.replace("charset=UTF-8",
                                                   "charset=ISO-8859-1"))
        self.assertEqual(status, 1)
        self.assertIn("msgconv -t UTF-8", err)

    def test_twice(self):
        at = self.file.index("\n\n") + 1
        end = self.file.index("\n\n", at) + 1
        status, err = self.merge(self.file[:end] + self.file[at:])
        self.assertEqual(status, 1)
        self.assertRegex(err, r"the same msgctxt stands in line \d+")

    def test_what_is_no_po(self):
        for data in ("", "\n\n", "tier1: 1\n", "\0" * 100, "#", '"',
                     "msgid", 'msgid ""', "msgstr \"\"\n" * 3,
                     'msgid "a"\n"b" "c"\nmsgctxt "x"\n', "\xff\xfe"):
            status, _ = self.merge(data)
            self.assertEqual(status, 1, data)
        self.merge('msgid ""\nmsgstr "Language: xx\\n"\n')

    def test_other_forms(self):
        """The same in another hand: wrapped, escaped, with all comments."""
        status, _ = self.merge(self.file)
        self.assertEqual(status, 0)
        want = self.get("f.xx.yaml")
        self.put("x.po", self.file)
        forms = [self.tool("msgcat", *args, "x.po")[0] for args in (
            ("-w", "20"), ("--escape", "-w", "40"), ("--sort-output",),
            ("--indent",), ("--no-location",), ("--add-location=file",),
            ("--strict",))]
        forms.append("\ufeff" + self.file.replace("\n", "\r\n"))
        forms.append(self.file.replace('msgid "', 'msgid\t""  "'))
        forms.append(self.file.replace("#. ", "# to me\n#. "))
        for form in forms:
            self.put("f.xx.yaml", self.before)
            status, err = self.merge(form)
            self.assertEqual(status, 0, err)
            self.assertEqual(sorted(self.get("f.xx.yaml").splitlines()),
                             sorted(want.splitlines()))


runner.main()
