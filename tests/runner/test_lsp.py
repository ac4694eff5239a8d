# SPDX-License-Identifier: MIT
"""The language server, by sessions over its standard input and output."""

import json
import os

import runner
from lsp_client import apply, units
from lsp_world import CALLER, PART, TEST, Base


class Session(Base):
    def test_life(self):
        client = self.start()
        self.assertEqual(client.about["serverInfo"]["name"], "tier1")
        self.assertEqual(client.about["capabilities"]["positionEncoding"],
                         "utf-16")
        answer = client.ask("textDocument/never", {})
        self.assertEqual(answer["error"]["code"], -32601)
        self.assertEqual(client.ask("initialize", {})["error"]["code"], -32600)
        client.notify("$/never", {})
        client.raw(b"Content-Length: 3\r\n\r\n{x}")
        self.assertEqual(client.read()["error"]["code"], -32700)
        client.raw(b"Content-Length: 2\r\n\r\n[]")
        self.assertEqual(client.read()["error"]["code"], -32600)
        client.request("shutdown", None)
        self.assertEqual(client.ask("textDocument/hover", {})["error"]["code"],
                         -32600)
        client.notify("exit", None)
        self.assertEqual(client.end(), 0)

    def test_ends_without_shutdown(self):
        client = self.start()
        client.notify("exit", None)
        self.assertEqual(client.end(), 1)
        self.assertEqual(self.start().end(), 1)

    def test_broken_framing(self):
        for data in (b"Content-Length: 99999999\r\n\r\n", b"A: b\r\n\r\n{}",
                     b"Content-Length: -1\r\n\r\n", b"x" * 5000,
                     b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}"):
            client = self.start()
            client.raw(data)
            self.assertEqual(client.process.wait(timeout=60), 1, data)

    def test_cancelled(self):
        client = self.start()
        data = b""
        for message in ({"id": 77, "method": "textDocument/hover",
                         "params": {}},
                        {"method": "$/cancelRequest", "params": {"id": 77}}):
            body = json.dumps({"jsonrpc": "2.0", **message}).encode()
            data += b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
        client.raw(data)
        self.assertEqual(client.read()["error"]["code"], -32800)

    def test_diagnostics(self):
        caller, part, tests = self.world()
        client = self.start()
        text = client.open(caller)
        self.assertEqual(client.diagnostics(caller), [])
        client.open(tests)
        self.assertEqual(client.diagnostics(tests), [])
        start = units(text, text.index("again}"))
        end = units(text, text.index("again}") + 5)
        client.change(caller, {"range": {"start": start, "end": end},
                               "text": "agian"})
        found = client.diagnostics(caller)
        self.assertEqual([d["code"] for d in found],
                         ["unknown-step", "unreachable-step"])
        self.assertNotIn("tags", found[0])
        self.assertEqual(found[1]["tags"], [1])
        self.assertEqual(found[0]["range"], {"start": start, "end": end})
        self.assertEqual(found[0]["severity"], 1)
        self.assertIn("again", found[0]["message"])
        client.change(caller, {"text": text})
        self.assertEqual(client.diagnostics(caller), [])
        # what is open counts, and not what is on disk
        client.open(part, PART.replace("cured\n    next: same", "curd\n    next: same"))
        self.assertEqual([d["code"] for d in client.diagnostics(part)],
                         ["unknown-step", "unreachable-step"])
        client.notify("textDocument/didClose",
                      {"textDocument": {"uri": client.uri(part)}})
        self.assertEqual(client.diagnostics(part), [])
        self.assertEqual(client.stop(), 0)

    def test_other_yaml_is_left_alone(self):
        client = self.start()
        client.open(self.write("compose.yaml", "services: {a: b}\n"))
        client.request("textDocument/documentSymbol", {"textDocument": {
            "uri": client.uri(os.path.join(self.folder, "compose.yaml"))}})
        self.assertEqual(client.found, {})

    def test_definition(self):
        caller, part, tests = self.world()
        client = self.start()
        client.open(caller)
        client.open(tests)
        step = CALLER[:CALLER.index("  lights:\n")].count("\n")
        for mark, skip in (("start: lights", 8), ('"lights"', 2),
                           ("visits.lights", 9), ("next: lights", 7),
                           ("          lights\n", 11)):
            at = self.place(CALLER, mark, skip)
            answer = client.at("definition", caller, *at)
            self.assertEqual(self.lines_of(answer), [step], mark)
        # Lua's own name is another one
        at = self.place(CALLER, "return lights", 8)
        self.assertEqual(client.at("definition", caller, *at)["result"], [])
        at = self.place(CALLER, "{{ tries", 4)
        self.assertEqual(self.lines_of(client.at("definition", caller, *at)),
                         [CALLER[:CALLER.index("  tries:")].count("\n")])
        at = self.place(CALLER, "call: part", 7)
        answer = client.at("definition", caller, *at)["result"]
        self.assertEqual([one["uri"] for one in answer], [client.uri(part)])
        at = self.place(TEST, "part/same", 6)
        answer = client.at("definition", tests, *at)["result"]
        self.assertEqual([one["uri"] for one in answer], [client.uri(part)])
        at = self.place(TEST, "at: fixed", 5)
        answer = client.at("definition", tests, *at)["result"]
        self.assertEqual([one["uri"] for one in answer], [client.uri(caller)])

    def test_references(self):
        caller, _, tests = self.world()
        client = self.start()
        client.open(caller)
        at = self.place(CALLER, "start: lights", 8)
        for whole, count in ((True, 10), (False, 9)):
            answer = client.at("references", caller, *at,
                               context={"includeDeclaration": whole})
            self.assertEqual(len(answer["result"]), count)
        self.assertEqual(
            {one["uri"] for one in answer["result"]},
            {client.uri(caller), client.uri(tests)})

    def test_broken_yaml_keeps_the_last_names(self):
        caller, _, _ = self.world()
        client = self.start()
        client.open(caller)
        client.diagnostics(caller)
        client.at("definition", caller, 0, 0)
        client.change(caller, {"text": CALLER + "  more: [a\n"})
        self.assertEqual(client.diagnostics(caller)[0]["code"], "yaml-syntax")
        at = self.place(CALLER, "next: lights", 7)
        self.assertEqual(len(client.at("definition", caller, *at)["result"]), 1)
        answer = client.at("rename", caller, *at, newName="x")
        self.assertEqual(answer["error"]["code"], -32803)

    def test_hover(self):
        caller, _, _ = self.world()
        client = self.start()
        client.open(caller)
        at = self.place(CALLER, "next: lights", 7)
        said = client.at("hover", caller, *at)["result"]["contents"]["value"]
        for words in ("(ask)", "Is it on?", "yes → fixed", "- the start",
                      "again: next → here", "nearest end is 1 step"):
            self.assertIn(words, said)
        at = self.place(CALLER, "{{ tries", 4)
        said = client.at("hover", caller, *at)["result"]["contents"]["value"]
        for words in ("(integer)", "Set by: again", "Read by: lights, again, broken"):
            self.assertIn(words, said)
        at = self.place(CALLER, "Das", 1)
        self.assertIsNone(client.at("hover", caller, *at)["result"])

    def test_symbols(self):
        caller, _, _ = self.world()
        client = self.start()
        client.open(caller)
        names = [one["name"] for one in client.request(
            "textDocument/documentSymbol",
            {"textDocument": {"uri": client.uri(caller)}})]
        for name in ("tries", "models", "is_old", "lights", "again", "reset",
                     "fixed", "broken"):
            self.assertIn(name, names)

    def test_completion(self):
        caller, _, tests = self.world()
        client = self.start()
        client.open(caller)
        client.open(tests)
        steps = ["lights", "again", "reset", "fixed", "broken"]
        for mark, base, want in (
                ("start: |", "start: lights", steps),
                ("next: |", "next: lights", steps),
                ("goto: |}", "goto: again}", steps),
                ("- |", "- broken", steps),
                ('"yes": |', '"yes": fixed', steps),
                ("type: y|", "type: yes_no", ["yes_no", "integer"]),
                ("{type: i|", "{type: integer", ["integer", "map"]),
                ("call: |", "call: part", ["part"]),
                ("{{ t|", "{{ tries > 1", ["tries", "lights", "is_old"]),
                ("visits.|", "visits.lights", steps),
                ("save: |", "save: how", ["tries"]),
                ("    |", "    save: how", ["next", "cases", "with"]),
                ("\ns|", "\nstart: lights", ["steps", "start", "vars"]),
                ("when: 'date.|", "when: 'tries", ["today", "add"])):
            with self.subTest(mark):
                got = self.complete(client, caller,
                                    CALLER.replace(base, mark, 1), mark)
                self.assertLessEqual(set(want), set(got), got)
        for mark, base, want in (
                ("at: |", "at: fixed", steps),
                ("outcome: |", "outcome: escalated", ["resolved", "waiting"]),
                ("flow: |", "flow: caller", ["caller", "part"])):
            with self.subTest(mark):
                got = self.complete(client, tests,
                                    TEST.replace(base, mark, 1), mark)
                self.assertLessEqual(set(want), set(got), got)

    def test_rename(self):
        caller, part, tests = self.world()
        client = self.start()
        client.open(caller)
        at = self.place(CALLER, "next: lights", 7)
        ready = client.at("prepareRename", caller, *at)["result"]
        self.assertEqual(ready["placeholder"], "lights")
        changes = self.rename(client, caller, CALLER, at, "lamps")
        self.assertEqual(set(changes), {caller, tests})
        new = apply(CALLER, changes[caller])
        self.assertEqual(new, CALLER.replace("lights", "lamps").replace(
            "local lamps", "local lights").replace("return lamps",
                                                   "return lights"))
        new = apply(TEST, changes[tests])
        self.assertEqual(new, TEST.replace("lights", "lamps"))
        client.open(part)
        at = self.place(PART, "  hold:", 3)
        changes = self.rename(client, part, PART, at, "press")
        self.assertEqual(apply(TEST, changes[tests]),
                         TEST.replace("part/hold", "part/press"))

    def test_rename_is_refused(self):
        caller, _, _ = self.world()
        client = self.start()
        client.open(caller)
        at = self.place(CALLER, "next: lights", 7)
        for name, words in (("again", "already"), ("tries", "already"),
                            ("model", "already"), ("end", "Lua"),
                            ("1st", "digit"), ("", "digit"), ("a b", "digit"),
                            ("visits", "already"), ("answer", "would not do"),
                            ("é", "digit"), ("x" * 65, "64")):
            with self.subTest(name):
                answer = client.at("rename", caller, *at, newName=name)
                self.assertIn(words, answer["error"]["message"])
        for mark, skip, words in (
                ("call: part", 7, "name of its file"),
                ("visits.lights", 2, "that the flow defines"),
                ("by == 'agent'", 1, "no name here"),
                ("type: yes_no", 8, "no name here")):
            with self.subTest(mark):
                at = self.place(CALLER, mark, skip)
                answer = client.at("prepareRename", caller, *at)
                self.assertIn(words, answer["error"]["message"])

    def test_utf8_positions(self):
        caller, _, _ = self.world()
        client = self.start(encodings=["utf-8", "utf-16"])
        self.assertEqual(client.about["capabilities"]["positionEncoding"],
                         "utf-8")
        client.open(caller)
        line = CALLER[:CALLER.index("id: caller")].count("\n") + 1
        width = len("title: Das Gerät 🙂 bleibt dunkel".encode())
        client.change(caller, {"range": {
            "start": {"line": line, "character": width - 6},
            "end": {"line": line, "character": width}}, "text": "{{ hell }}"})
        found = client.diagnostics(caller)
        client.change(caller, {"text": CALLER.replace("dunkel", "{{ hell }}")})
        self.assertEqual(found, client.diagnostics(caller))


runner.main()
