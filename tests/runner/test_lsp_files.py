# SPDX-License-Identifier: MIT
"""The language server over files that belong together: translations and tests
beside a flow, names that stand in several, keys, and the layout of all."""

import glob
import hashlib
import json
import os
import random
import re
import shutil
import subprocess

import odd_yaml
import runner
from lsp_client import apply, units
from lsp_world import Base

FLOWS = os.environ["TIER1_FLOWS"]
SOURCE = os.environ["TIER1_SOURCE"]
LAMP = """tier1: 1
id: lamp
title: A lamp stays dark
vars:
  model: {type: choice, choices: models, given: optional}
  tries: {type: integer, default: 0, min: 0, max: most(models)}
data:
  models: {old: Old, new: New}
lua: |
  function most(list)
    local tries = count(list)
    return tries + 7
  end
start: look
steps:
  look:
    ask: Is it on? {{ model or 'The lamp' }}, {{ visits.look }}.
    choices: {bright: "Bright", dark: "Dark"}
    next:
      - {when: "look == 'bright' and tries < most(models)", goto: fine}
      - goto: form
  form:
    form: About it.
    fields: {serial: Serial number, colour: {label: Colour, optional: true}}
    on_leave: tries = tries + 1
    next: shop
  shop:
    call: shop
    with: {code: serial, again: tries > 0}
    save: bought
    next:
      - {when: "bought.price == '1'", goto: fine}
      - goto: gone
  fine: {resolve: Good.}
  gone:
    escalate: It is gone.
    include: [serial, tries]
"""
SHOP = """tier1: 1
id: shop
title: The shop
vars:
  code: {given: required}
  again: {type: boolean, given: optional}
steps:
  ask_price: {ask: "What is the price of {{ code }}?", next: back}
  back: {return: bought, with: {price: ask_price, code: code}}
"""
GALICIAN = """tier1: 1
translates: lamp
language: gl
title: Unha lámpada segue apagada
steps:
  look:
    ask: Está acesa? {{ model or 'A lámpada' }}, {{ visits.look }}.
    choices:
      bright: Acesa
      dark: {label: Apagada, also: [look]}
  form:
    form: Sobre ela.
    fields: {serial: Número, colour: Cor}
  fine: {resolve: Ben.}
  gone: {escalate: Perdeuse.}
sources:
  look/ask: %s
  form/fields/serial: 0123456789abcdef
"""
TEST = """tier1-test: 1
flow: lamp
given: {model: old}
cases:
  - name: dark
    answers:
      look: dark
      form: {serial: X1, colour: red}
      shop/ask_price: "2"
    expect:
      outcome: escalated
      path: look form shop shop/ask_price shop/back gone
      vars: {tries: 1, serial: X1}
      packet:
        variables: {model: old, tries: 1}
  - name: bright
    answers: [{reject: {serial: 1}}, bright]
    expect: {at: fine}
"""


class World(Base):
    def lamp(self):
        return [self.write("lamp.yaml", LAMP), self.write("shop.yaml", SHOP),
                self.write("lamp.gl.yaml", GALICIAN % ("0" * 16)),
                self.write("lamp.test.yaml",
                           TEST.replace("{reject: {serial: 1}}, ", ""))]

    def hover(self, client, path, at):
        result = client.at("hover", path, *at)["result"]
        return result and result["contents"]["value"]


class Translations(World):
    def test_findings(self):
        lamp, _, gl, _ = self.lamp()
        client = self.start()
        text = client.open(gl)
        told = [(d["range"]["start"]["line"] + 1, d["code"])
                for d in client.diagnostics(gl)]
        self.assertEqual(sorted(told), sorted(self.check(gl)))
        self.assertIn("stale-text", [code for _, code in told])
        # the flow as it is typed counts, and tells of the translation
        client.open(lamp, LAMP.replace("bright", "light"))
        found = client.diagnostics(gl)
        extra = [d for d in found if d["code"] == "extra-text"]
        self.assertEqual(
            [d["range"]["start"] for d in extra],
            [units(text, text.index("bright"))])
        client.change(lamp, {"text": LAMP})
        self.assertEqual(len(client.diagnostics(gl)), len(told))
        client.change(gl, {"text": text.replace("Ben.", '"{{ ( }}"')})
        self.assertIn("lua-syntax", [d["code"] for d in client.diagnostics(gl)])
        # each is told of as long as one of them is open
        client.notify("textDocument/didClose",
                      {"textDocument": {"uri": client.uri(lamp)}})
        self.assertIn("lua-syntax", [d["code"] for d in client.diagnostics(gl)])
        client.change(gl, {"text": text})
        self.assertEqual(len(client.diagnostics(gl)), len(told))
        self.assertEqual(client.stop(), 0)

    def test_not_saved_yet(self):
        """A translation that is open only is loaded with its flow."""
        lamp = self.lamp()[0]
        client = self.start()
        client.open(lamp)
        client.diagnostics(lamp)
        french = os.path.join(self.folder, "lamp.fr.yaml")
        client.open(french, GALICIAN % ("0" * 16))
        self.assertEqual([d["code"] for d in client.diagnostics(french)],
                         ["bad-value", "duplicate-language"])
        alone = os.path.join(self.folder, "other.fr.yaml")
        client.open(alone, (GALICIAN % ("0" * 16)).replace("lamp", "other"))
        self.assertEqual([d["code"] for d in client.diagnostics(alone)],
                         ["unknown-flow"])

    def test_way_to_the_flow(self):
        lamp, _, gl, _ = self.lamp()
        client = self.start()
        text = client.open(gl)
        for mark, skip, want in (
                ("  look:", 3, "  look:"), ("Está acesa", 2, "  look:"),
                ("Número", 2, "  form:"), ("serial: N", 2, "serial: Serial"),
                ("{{ model", 4, "  model:"), ("visits.look", 8, "  look:"),
                ("look/ask", 1, "  look:"), ("fields/serial", 8,
                                             "serial: Serial"),
                ("translates: lamp", 13, "tier1: 1")):
            with self.subTest(mark):
                answer = client.at("definition", gl,
                                   *self.place(text, mark, skip))["result"]
                self.assertEqual(
                    [(one["uri"], one["range"]["start"]["line"])
                     for one in answer],
                    [(client.uri(lamp), LAMP[:LAMP.index(want)].count("\n"))])
        said = self.hover(client, gl, self.place(text, "Está", 1))
        self.assertIn("Is it on?", said)
        self.assertIn("→ fine", said)
        names = [one["name"] for one in client.request(
            "textDocument/documentSymbol",
            {"textDocument": {"uri": client.uri(gl)}})]
        self.assertEqual(names, ["look", "form", "fine", "gone"])
        for mark, base, want in (
                ("  |\nsources:", "sources:", {"shop", "look"}),
                ("    |\n  form:", "  form:", {"ask", "choices", "note"}),
                ("{{ |", "{{ model", {"model", "tries", "look"}),
                ("|\nsteps", "steps", {"summary", "anywhere", "sources"})):
            with self.subTest(mark):
                got = self.complete(client, gl, text.replace(base, mark, 1),
                                    mark)
                self.assertLessEqual(want, set(got), got)


class Names(World):
    """Each name, asked for where it is defined, is changed in all files."""

    def renamed(self, client, path, mark, skip, new):
        with open(path, encoding="utf-8") as f:
            text = f.read()
        changes = self.rename(client, path, text,
                              self.place(text, mark, skip), new)
        made = {}
        for name, edits in changes.items():
            made[name] = apply(self.read(os.path.basename(name)), edits)
        return made

    def test_everywhere(self):
        lamp, shop, gl, tests = self.lamp()
        client = self.start()
        for path in (lamp, shop, gl, tests):
            client.open(path)
        whole = {path: self.read(os.path.basename(path))
                 for path in (lamp, shop, gl, tests)}
        # a word: where it is itself, and not (Lua's own, a choice, a map's)
        for path, mark, skip, old, new, but in (
                (lamp, "  tries:", 3, "tries", "turns",
                 {lamp: [("local turns", "local tries"),
                         ("return turns", "return tries")]}),
                (lamp, "models:", 1, "models", "kinds", {}),
                (lamp, "most(list)", 1, "most", "upper", {}),
                (lamp, "serial: S", 1, "serial", "number", {}),
                (lamp, "save: bought", 8, "bought", "got",
                 {shop: [("got", "bought")]}),
                (shop, "  code:", 3, "code", "serial",
                 {lamp: [], shop: [("price: ask_price, serial",
                                    "price: ask_price, code")]}),
                (gl, "  look:", 3, "look", "see", {gl: [("[see]", "[look]")]}),
                (tests, "form: {", 2, "form", "about", None)):
            with self.subTest(old):
                made = self.renamed(client, path, mark, skip, new)
                want = {}
                for name, text in whole.items():
                    text = re.sub(r"\b%s\b" % old, new, text)
                    for one in (but or {}).get(name, []):
                        text = text.replace(*one)
                    if text != whole[name]:
                        want[name] = text
                if but is None:  # `form` is a key too
                    want = {name: text.replace("about: Ab", "form: Ab").replace(
                        "about: Sob", "form: Sob") for name, text in
                        want.items()}
                self.assertEqual(set(made), set(want))
                for name, text in want.items():
                    self.assertEqual(made[name], text)

    def test_stamps(self):
        """What was translated before a rename is so after it."""
        _, _, gl, _ = self.lamp()
        text = self.read("lamp.gl.yaml").replace("0" * 16, hashlib.sha256(
            b"Is it on? {{model or 'The lamp'}}, {{visits.look}}.")
            .hexdigest()[:16])
        self.write("lamp.gl.yaml", text)
        _, told = self.tier1("check", "lamp.yaml")
        self.assertNotIn("the flow's look/ask was changed", told)
        client = self.start()
        for name, mark, skip, new in (
                ("lamp.yaml", "  look:", 3, "watch"),
                ("lamp.gl.yaml", "model or", 1, "brand")):
            path = os.path.join(self.folder, name)
            client.open(path)
            made = self.renamed(client, path, mark, skip, new)
            self.assertEqual(len(made), 3)
            for file, text in made.items():
                self.write(os.path.basename(file), text)
            client.notify("textDocument/didClose",
                          {"textDocument": {"uri": client.uri(path)}})
        _, after = self.tier1("check", "lamp.yaml")
        self.assertEqual(
            after, told.replace("look", "watch").replace("model", "brand"))
        self.assertIn("stale-text", told)

    def test_refused(self):
        lamp, shop, _, _ = self.lamp()
        client = self.start()
        client.open(lamp)
        client.open(shop)
        at = self.place(LAMP, "  tries:", 3)
        for name, words in (("look", "already"), ("list", "already"),
                            ("visits", "already"), ("math", "would not do"),
                            ("then", "Lua")):
            answer = client.at("rename", lamp, *at, newName=name)
            self.assertIn(words, answer["error"]["message"])
        self.write("help.lua", "function most(n) return n or models end\n")
        text = LAMP.replace(LAMP[LAMP.index("lua: |"):LAMP.index("start:")],
                            "lua: help.lua\n")
        client.change(lamp, {"text": text})
        self.assertEqual(client.diagnostics(lamp), [])
        answer = client.at("rename", lamp, *self.place(text, "models:", 1),
                           newName="kinds")
        self.assertIn("help.lua", answer["error"]["message"])
        answer = client.at("rename", lamp, *self.place(text, "most(", 1),
                           newName="kinds")
        self.assertIn("that the flow defines", answer["error"]["message"])
        at = self.place(text, "  tries:", 3)
        self.assertIn("result", client.at("rename", lamp, *at, newName="n"))
        # nothing is left out because it cannot be read
        self.write("lamp.gl.yaml", "tier1: [\n# tries\n")
        answer = client.at("rename", lamp, *at, newName="n")
        self.assertIn("lamp.gl.yaml", answer["error"]["message"])
        client.open(os.path.join(self.folder, "lamp.gl.yaml"),
                    GALICIAN % ("0" * 16))
        self.assertIn("result", client.at("rename", lamp, *at, newName="n"))
        client.change(os.path.join(self.folder, "lamp.gl.yaml"),
                      {"text": "tier1: [\n# untried, but tries2\n"})
        answer = client.at("rename", lamp, *at, newName="n")
        self.assertEqual(set(answer["result"]["changes"]),
                         {client.uri(os.path.join(self.folder, one)) for one in
                          ("lamp.yaml", "lamp.test.yaml")})
        # what breaks a caller is refused, in the words of its check
        self.write("lamp.yaml", text.replace("code: serial", "'cod\\x65': 1"))
        client.notify("textDocument/didClose",
                      {"textDocument": {"uri": client.uri(lamp)}})
        answer = client.at("rename", shop, *self.place(SHOP, "  code:", 3),
                           newName="number")
        self.assertIn("result", answer)
        self.write("lamp.yaml", text.replace("code: serial", '"cod\\x65": 1'))
        answer = client.at("rename", shop, *self.place(SHOP, "  code:", 3),
                           newName="number")
        self.assertIn("cannot be changed", answer["error"]["message"])

    def test_all_of_the_shipped_flows(self):
        """All variables, constants and functions, one after the other."""
        for path in glob.glob(os.path.join(FLOWS, "*.yaml")):
            shutil.copy(path, self.folder)
        shutil.copytree(os.path.join(FLOWS, "media"),
                        os.path.join(self.folder, "media"))
        client = self.start()
        number = 0
        for path in sorted(glob.glob(os.path.join(self.folder, "*.yaml"))):
            if path.count(".") - self.folder.count(".") > 1:
                continue
            client.open(path)
            done = set()
            while True:
                symbols = [one for one in client.request(
                    "textDocument/documentSymbol",
                    {"textDocument": {"uri": client.uri(path)}})
                    if one["kind"] == 13 and one["name"] not in done]
                if not symbols:
                    break
                number += 1
                start = symbols[0]["selectionRange"]["start"]
                done |= {symbols[0]["name"], f"renamed_{number}"}
                for name, edits in self.rename(
                        client, path, None, (start["line"], start["character"]),
                        f"renamed_{number}").items():
                    new = apply(self.read(os.path.basename(name)), edits)
                    self.write(os.path.basename(name), new)
                    if name == path:
                        client.change(path, {"text": new})
        self.assertGreater(number, 20)
        self.tier1("check", self.folder)
        out, _ = self.tier1("test", self.folder)
        self.assertIn(" 0 failed", out)
        self.assertEqual(client.stop(), 0)


class Layout(World):
    def test_the_same_as_fmt(self):
        texts = {}
        for path in glob.glob(os.path.join(FLOWS, "*.yaml")):
            with open(path, encoding="utf-8") as f:
                text = f.read()
            name = os.path.basename(path)
            texts[name] = text
            texts["x" + name] = re.sub(r"^( +)", r"\1\1", text, flags=re.M)
            texts["y" + name] = text.replace(": ", ":   ").replace(
                "\n", "   \r\n")
        for i in range(60):
            texts[f"odd{i}.yaml"] = odd_yaml.document(
                random.Random(i)) + "\ntier1: 1\n"
        client = self.start()
        changed = refused = 0
        laid_out = os.path.join(self.folder, "laid_out")
        os.mkdir(laid_out)
        for name, text in texts.items():
            with open(os.path.join(laid_out, name), "wb") as f:
                f.write(text.encode())
        subprocess.run([runner.TIER1, "fmt", laid_out], capture_output=True,
                       timeout=100, check=False)
        for name, text in texts.items():
            with self.subTest(name):
                path = os.path.join(self.folder, name)
                client.open(path, text)
                edits = client.request("textDocument/formatting", {
                    "textDocument": {"uri": client.uri(path)},
                    "options": {"tabSize": 8, "insertSpaces": False}})
                client.notify("textDocument/didClose",
                              {"textDocument": {"uri": client.uri(path)}})
                with open(os.path.join(laid_out, name), "rb") as f:
                    out = f.read().decode()
                refused += edits is None
                self.assertEqual(self.apply(text, edits or []), out)
                changed += out != text
                if name[0] not in "ox":  # which may be broken
                    self.assertIsNotNone(edits)
                if name[0] != "o":
                    self.assertLessEqual(
                        {one["newText"].strip() for one in edits or []}, {""})
        self.assertGreater(changed, 20)
        self.assertLess(refused, len(texts) // 3)

    @staticmethod
    def apply(text, edits):
        """Lines may end in a carriage return too."""
        starts = [0] + [m.end() for m in re.finditer(r"\r\n|\r|\n", text)]

        def at(place):
            start, width = starts[place["line"]], 0
            while width < place["character"]:
                width += 2 if ord(text[start]) > 0xFFFF else 1
                start += 1
            return start
        for one in sorted(edits, key=lambda e: at(e["range"]["start"]),
                          reverse=True):
            text = text[:at(one["range"]["start"])] + one["newText"] + \
                text[at(one["range"]["end"]):]
        return text

    def test_what_cannot_be(self):
        client = self.start()
        for text in ("tier1: 1\nid: [a\n", "", "tier1: 1\n---\ntier1: 1\n",
                     "tier1: 1\n\tid: a\n"):
            path = self.write("bad.yaml", text)
            client.open(path)
            self.assertIsNone(client.request("textDocument/formatting", {
                "textDocument": {"uri": client.uri(path)}, "options": {}}))
        self.assertEqual(client.stop(), 0)


# Places for each object of the format: a flow in which KEY stands at it.
PLACES = {
    "flow": ("a.yaml", "tier1: 1\nKEY: 1\n"),
    "variable": ("a.yaml", "tier1: 1\nvars:\n  v:\n    KEY: 1\n"),
    "choice": ("a.yaml", "tier1: 1\nsteps:\n  s:\n    ask: x\n    choices:\n"
               "      c:\n        KEY: 1\n"),
    "field": ("a.yaml", "tier1: 1\nsteps:\n  s:\n    form: x\n    fields:\n"
              "      f:\n        KEY: 1\n"),
    "route": ("a.yaml", "tier1: 1\nsteps:\n  s:\n    tell: x\n    next:\n"
              "      - KEY: 1\n"),
    "media": ("a.yaml", "tier1: 1\nsteps:\n  s:\n    tell: x\n    media:\n"
              "      - KEY: 1\n"),
    "questions": ("a.yaml", "tier1: 1\nquestions:\n  KEY: 1\n"),
    "escalation": ("a.yaml", "tier1: 1\nescalation:\n  KEY: 1\n"),
    "ignore": ("a.yaml", "tier1: 1\nignore:\n  - KEY: 1\n"),
    "test": ("a.test.yaml", "tier1-test: 1\nKEY: 1\n"),
    "case": ("a.test.yaml", "tier1-test: 1\ncases:\n  - KEY: 1\n"),
    "expect": ("a.test.yaml",
               "tier1-test: 1\ncases:\n  - name: x\n    expect:\n"
               "      KEY: 1\n"),
    "translation": ("a.gl.yaml", "tier1: 1\ntranslates: a\nKEY: 1\n"),
    "translation_step": ("a.gl.yaml", "tier1: 1\ntranslates: a\nsteps:\n"
                         "  s:\n    KEY: 1\n"),
}
STEP = "tier1: 1\nsteps:\n  s:\n    KIND: x\n    KEY: 1\n"


class Keys(World):
    """Each key means what the reference says, and is offered where it can
    stand."""

    def setUp(self):
        super().setUp()
        with open(os.path.join(SOURCE, "runner", "lsp_keys.inc"),
                  encoding="utf-8") as f:
            rows = re.findall(r'^KEY\(("[^"]*"), ("[^"]*"), (".*")\)$',
                              f.read(), re.M)
        self.keys = [tuple(json.loads(one) for one in row) for row in rows]
        self.kinds = {o for o, _, _ in self.keys} - set(PLACES) - {"step"}
        self.assertGreater(len(self.keys), 200)

    def show(self, client, name, text):
        path = os.path.join(self.folder, name)
        if path in client.versions:
            client.change(path, {"text": text})
        else:
            client.open(path, text)
        return path

    def test_hover(self):
        client = self.start()
        for object_, key, about in self.keys:
            with self.subTest(object=object_, key=key):
                name, text = PLACES.get(
                    object_, ("a.yaml", STEP.replace(
                        "KIND", object_ if object_ in self.kinds else "tell")))
                if f"\n{key}: " in text or text.startswith(key + ":") or \
                        f"    {key}: x" in text or f"- {key}: x" in text:
                    text = re.sub(r"\n.*KEY: 1\n", "\n", text)
                at = text.find("KEY") if "KEY" in text else \
                    re.search(r"(^| )%s:" % key, text, re.M).end() - 2
                path = self.show(client, name, text.replace("KEY", key))
                place = units(text, at)
                self.assertEqual(
                    self.hover(client, path,
                               (place["line"], place["character"])),
                    f"**{key}**\n\n{about}")

    def test_completion(self):
        client = self.start()
        for object_ in sorted(set(PLACES) | {"step"}):
            with self.subTest(object_):
                name, text = PLACES.get(object_, ("a.yaml", STEP))
                at = text.index("KEY")
                path = self.show(client, name, text.replace("KEY: 1", ""))
                place = units(text, at)
                got = client.at("completion", path, place["line"],
                                place["character"])["result"]
                want = {(k, a) for o, k, a in self.keys if o == object_ or
                        (object_ == "step" and o in self.kinds)}
                # in the place of a route a step may stand too
                got = [one for one in got if one["label"] != "s"]
                self.assertEqual({one["label"] for one in got},
                                 {key for key, _ in want})
                self.assertLessEqual(
                    {(one["label"], one["documentation"]) for one in got}, want)

    def words(self, schema, found):
        """By key, the words that the schemas let stand there."""
        for key, of_key in schema.get("properties", {}).items():
            for one in [of_key, of_key.get("items", {}),
                        *of_key.get("anyOf", [])]:
                some = [w for w in one.get("enum", []) if isinstance(w, str)]
                found.setdefault(key, set()).update(
                    w for w in some if not w.isdigit())
        for value in schema.values():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    self.words(one, found)

    def test_words(self):
        found = {}
        for name in ("flow-1", "test-1", "translation-1"):
            with open(os.path.join(SOURCE, "include", "tier1", "schema",
                                   name + ".schema.json"),
                      encoding="utf-8") as f:
                self.words(json.load(f), found)
        client = self.start()
        count = 0
        for key, words in found.items():
            if not words:
                continue
            count += 1
            test = key == "outcome"
            name, text = PLACES["expect"] if test else ("a.yaml", STEP)
            path = self.show(client, name, text.replace("KEY: 1", key + ": "))
            place = units(text, text.index("KEY"))
            got = client.at("completion", path, place["line"],
                            place["character"] + len(key) + 2)["result"]
            self.assertEqual({one["label"] for one in got}, words, key)
        self.assertGreater(count, 8)


runner.main()
