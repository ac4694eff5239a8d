# SPDX-License-Identifier: MIT
"""`tier1 i18n extract`: PO that the real tools take, of every flow there is."""

import glob
import os
import shutil

import po
import runner

FLOWS = os.environ["TIER1_FLOWS"]

FLOW = """tier1: 1
id: modem
title: The modem
language: en
vars:
  who: {type: text, default: Kim}
anywhere:
  person: {label: Talk to a person, goto: done}
steps:
  lights:
    ask:
      agent: "Which light, {{ who }}?"
      customer: Which light?
    note: Wait for it.
    media:
      - {url: "https://x.org/a", alt: "The front"}
      - {url: "https://x.org/b", alt: "The back"}
    choices:
      red: Red
      X100: X100
    next: rate
  rate:
    ask: How good is it?
    type: scale
    min: 1
    max: 5
    labels: [Bad, Good]
    next: form
  form:
    form: |
      About the line.
      In two lines.
    fields:
      speed: {type: number, unit: MB, label: Speed, optional: true}
    next: done
  done:
    resolve: Good.
"""

TRANSLATION = """tier1: 1
translates: modem
language: gl
title: O módem
steps:
  lights:
    ask: {agent: "Que luz, {{ who }}?", customer: Que luz?}
    choices: {red: Vermella}
sources:
  title: "0000000000000000"
  lights/choices/red: XXX
"""


class Extract(po.Case):
    def setUp(self):
        super().setUp()
        self.put("modem.yaml", FLOW)

    def entries(self, *names, language=None):
        header, *entries = po.parse(self.extract(*names, language=language))
        self.assertEqual(header.id, "")
        return {entry.context: entry for entry in entries}

    def test_every_place(self):
        entries = self.entries("modem.yaml")
        self.assertEqual(list(entries), ["modem/" + place for place in (
            "title", "anywhere/person", "lights/ask/agent",
            "lights/ask/customer", "lights/note", "lights/media/alt/1",
            "lights/media/alt/2", "lights/choices/red", "lights/choices/X100",
            "rate/ask", "rate/labels/low", "rate/labels/high", "form/form",
            "form/fields/speed", "form/fields/speed/unit", "done/resolve")])
        self.assertEqual(entries["modem/form/form"].id,
                         "About the line.\nIn two lines.\n")
        self.assertTrue(all(entry.said == "" and not entry.fuzzy
                            for entry in entries.values()))

    def test_lines_are_those_of_the_texts(self):
        rows = FLOW.splitlines()
        want = {"title": "title:", "anywhere/person": "Talk to",
                "lights/ask/customer": "customer:", "lights/choices/red":
                "red:", "rate/labels/high": "labels:", "form/fields/speed/unit":
                "unit:", "lights/media/alt/2": "media:"}
        entries = self.entries("modem.yaml")
        for place, mark in want.items():
            reference = [row for row in entries["modem/" + place].comments
                         if row.startswith("#: ")]
            name, line = reference[0][3:].rsplit(":", 1)
            self.assertEqual(name, "modem.yaml")
            self.assertIn(mark, rows[int(line) - 1])

    def test_translators_are_told_what_it_is(self):
        entries = self.entries("modem.yaml")

        def told(place):
            return "\n".join(row for row in entries["modem/" + place].comments
                             if row.startswith("#."))
        self.assertIn("{{ who }}", told("lights/ask/agent"))
        self.assertIn("agent", told("lights/ask/agent"))
        self.assertIn("customer", told("lights/ask/customer"))
        self.assertIn("'lights'", told("lights/ask/customer"))
        self.assertIn("may stay", told("lights/choices/X100"))
        self.assertNotIn("may stay", told("lights/choices/red"))
        self.assertIn("'speed'", told("form/fields/speed"))

    def test_what_is_translated(self):
        stamp = self.stamp("Red")
        self.put("modem.gl.yaml", TRANSLATION.replace("XXX", stamp))
        entries = self.entries("modem.yaml", language="gl")
        self.assertEqual(entries["modem/lights/ask/agent"].said,
                         "Que luz, {{ who }}?")
        self.assertEqual(entries["modem/title"].said, "O módem")
        self.assertTrue(entries["modem/title"].fuzzy)  # made of other words
        self.assertFalse(entries["modem/lights/choices/red"].fuzzy)
        self.assertEqual(entries["modem/rate/ask"].said, "")
        self.put("x.po", self.extract("modem.yaml", language="gl"))
        self.accepted("x.po")

    def stamp(self, text):
        """Of a text, as the library makes it."""
        import hashlib
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def test_languages(self):
        for tag, name in (("gl", "gl"), ("pt-BR", "pt_BR"),
                          ("sr-Latn", "sr@latin"),
                          ("sr-Latn-RS", "sr_RS@latin"),
                          ("zh-Hant-TW", "zh_Hant_TW"), ("es-419", "es_419")):
            text = self.extract("modem.yaml", language=tag)
            self.assertIn(f'"Language: {name}\\n"', text)
            self.put("x.po", text)
            self.accepted("x.po")
            self.tier1("i18n", "merge", "modem.yaml", "x.po")
        for bad in ("", "g_l", "-gl", "gl-", "123", "test", "a/b",
                    "abcdefghij"):
            _, err = self.tier1("i18n", "extract", "-l", bad, "modem.yaml",
                                status=2)
            self.assertIn("language tag", err)

    def test_names_of_files(self):
        self.put("a b/modem.yaml", FLOW)
        text = self.extract("./a b/modem.yaml")
        self.put("x.pot", text)
        self.accepted("x.pot", template=True)
        self.assertEqual(self.tool("msgcat", "--no-wrap", "x.pot")[0], text)
        self.tier1("i18n", "extract", "-o", "out.pot", "./a b/modem.yaml")
        self.assertEqual(self.get("out.pot"), text)

    def test_several_flows(self):
        self.put("other.yaml", FLOW.replace("id: modem", "id: other"))
        entries = self.entries("modem.yaml", "other.yaml")
        self.assertEqual(len(entries), 32)
        self.assertEqual(list(self.entries(".")), list(entries))
        self.assertEqual(list(self.entries(".#other", "other.yaml")),
                         list(entries)[16:])
        self.put("more/modem.yaml", FLOW)
        _, err = self.tier1("i18n", "extract", ".", "more/modem.yaml",
                            status=1)
        self.assertIn("both", err)

    def test_a_bad_translation_is_not_in_the_way(self):
        self.put("modem.gl.yaml", TRANSLATION.replace("{{ who }}",
                                                      "{{ nobody }}"))
        self.tier1("check", "modem.yaml", status=1)
        entries = self.entries("modem.yaml", language="gl")
        self.assertIn("nobody", entries["modem/lights/ask/agent"].said)
        self.put("modem.gl.yaml", "tier1: 1\n  x: y\n")
        _, err = self.tier1("i18n", "extract", "-l", "gl", "modem.yaml",
                            status=1)
        self.assertRegex(err, r"modem.gl.yaml:2:\d+: error: .*yaml-syntax")

    def test_what_cannot_be(self):
        self.put("bad.yaml", "tier1: 1\n")
        self.tier1("i18n", "extract", "bad.yaml", status=1)
        self.tier1("i18n", "extract", "none.yaml", status=3)
        self.tier1("i18n", "extract", "-", status=2)
        self.tier1("i18n", "extract", status=2)
        self.tier1("i18n", "extract", "modem.yaml", "-o", "none/x.pot",
                   status=3)
        self.tier1("compile", "modem.yaml", "-o", "x.tier1")
        _, err = self.tier1("i18n", "extract", "x.tier1", status=1)
        self.assertIn("compiled", err)
        self.tier1("i18n", status=2)
        _, err = self.tier1("i18n", "extrat", status=2)
        self.assertIn("'extract'", err)

    def test_every_flow_there_is(self):
        """msgfmt takes it, and msgcat has nothing to change in it."""
        shutil.copytree(FLOWS, os.path.join(self.folder, "flows"))
        done = 0
        for path in ["flows", *sorted(glob.glob(
                os.path.join(po.SOURCE, "tests", "**", "*.yaml"),
                recursive=True))]:
            name = os.path.basename(path)
            if path != "flows" and (name.count(".") > 1 or
                                    "/refused/" in path):
                continue
            ran = runner.subprocess.run(
                [runner.TIER1, "i18n", "extract", path], capture_output=True,
                cwd=self.folder, check=False)
            self.assertIn(ran.returncode, (0, 1, 3), path)
            if ran.returncode:
                continue
            self.put("x.pot", ran.stdout)
            self.accepted("x.pot", template=True)
            self.assertEqual(self.tool("msgcat", "--no-wrap", "x.pot")[0],
                             ran.stdout.decode(), path)
            done += 1
        self.assertGreater(done, 60)


runner.main()
