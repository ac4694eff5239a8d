# SPDX-License-Identifier: MIT
"""The language server under random edits of shipped flows and under renames,
and what one edit of a large flow costs. LSP_EDITS says how many edits there
are; with 10,000 every step gets another name, else each fourth one."""

import glob
import os
import random
import resource
import shutil

import runner
from lsp_client import apply, units
from lsp_world import Base

FLOWS = os.environ["TIER1_FLOWS"]
EDITS = int(os.environ.get("LSP_EDITS", "600"))
EVERY = 4 if EDITS < 10000 else 1
METHODS = ("hover", "completion", "definition", "references", "rename",
           "prepareRename", "documentSymbol", "formatting")


class Edits(Base):
    """Random edits of shipped flows, of which the server keeps track."""

    PIECES = ["\n", "  ", ": ", "- ", "{", "}", "'", '"', "🙂", "é", "x",
              "{{", "}}", "\r\n", "\t", "&a ", "*a", "|\n", "#", "goto: ",
              "\0", "[", "]"]

    def edit(self, chance, text):
        lines = text.split("\n")
        if chance.random() < 0.3:
            line = chance.randrange(len(lines))
            start = sum(len(one) + 1 for one in lines[:line])
            end = min(len(text), start + len(lines[line]) + 1)
            new = chance.choice(["", chance.choice(lines) + "\n"])
        else:
            start = chance.randrange(len(text) + 1)
            end = min(len(text), start + chance.choice([0, 0, 1, 5]))
            new = chance.choice(self.PIECES + [""])
        return start, end, new

    @staticmethod
    def whole(text, at):
        """Not between a carriage return and its line feed."""
        return at and text[at - 1] == "\r" or \
            at < len(text) and text[at] == "\r"

    def test_random_edits(self):
        chance = random.Random(7)
        paths = sorted(p for p in glob.glob(os.path.join(FLOWS, "*.yaml")))
        client = self.start()
        compared = 0
        for path in paths:
            shutil.copy(path, self.folder)
        for path in paths:
            mine = os.path.join(self.folder, os.path.basename(path))
            text = first = client.open(mine)
            for i in range(EDITS // len(paths)):
                start, end, new = self.edit(chance, text)
                if "\r" in text[start:end] or self.whole(text, start) or \
                        self.whole(text, end):
                    continue
                client.change(mine, {"range": {
                    "start": units(text, start), "end": units(text, end)},
                    "text": new})
                text = text[:start] + new + text[end:]
                if i % 10 == 9:
                    place = units(text, chance.randrange(len(text) + 1))
                    for method in METHODS:
                        client.at(method, mine, place["line"],
                                  place["character"], newName="other",
                                  context={"includeDeclaration": True})
                if i % 10 == 5:
                    self.write(os.path.basename(path),
                               text.replace("\0", "\1"))
                    client.quiet(mine)
                    told = sorted(
                        (d["range"]["start"]["line"] + 1, d["code"])
                        for d in client.found[client.uri(mine)])
                    self.assertEqual(told, sorted(self.check(mine)), (path, i))
                    compared += 1
                if i % 50 == 49:
                    text = first
                    client.change(mine, {"text": text})
            client.notify("textDocument/didClose",
                          {"textDocument": {"uri": client.uri(mine)}})
            self.write(os.path.basename(path), first)
        self.assertGreater(compared, 10)
        self.assertEqual(client.stop(), 0)


class Renames(Base):
    """Steps of shipped flows, which load and pass their tests as before."""

    def test_steps_of_the_shipped_flows(self):
        for path in glob.glob(os.path.join(FLOWS, "*.yaml")):
            shutil.copy(path, self.folder)
        shutil.copytree(os.path.join(FLOWS, "media"),
                        os.path.join(self.folder, "media"))
        client = self.start()
        for path in sorted(glob.glob(os.path.join(self.folder, "*.yaml"))):
            if path.count(".") - self.folder.count(".") > 1:
                continue
            text = client.open(path)
            changed = {}
            number = 0
            symbols = client.request("textDocument/documentSymbol", {
                "textDocument": {"uri": client.uri(path)}})
            for one in [s for s in symbols if s["kind"] == 12][::EVERY]:
                start = one["selectionRange"]["start"]
                number += 1
                if changed:
                    symbol = [s for s in client.request(
                        "textDocument/documentSymbol", {"textDocument": {
                            "uri": client.uri(path)}}) if
                        s["name"] == one["name"] and s["kind"] == 12][0]
                    start = symbol["selectionRange"]["start"]
                edits = self.rename(client, path, text,
                                    (start["line"], start["character"]),
                                    f"renamed_{number}")
                for file, some in edits.items():
                    before = self.read(os.path.basename(file))
                    changed[file] = apply(before, some)
                    self.write(os.path.basename(file), changed[file])
                client.change(path, {"text": changed[path]})
            self.assertGreater(number, 0)
        self.tier1("check", self.folder)
        self.tier1("test", self.folder)
        self.assertEqual(client.stop(), 0)


class Speed(Base):
    def test_an_edit_of_a_large_flow(self):
        """Processor time, held against that of `tier1 check`."""
        text = "tier1: 1\nid: large\ntitle: Large\nsteps:\n"
        for i in range(1000):
            text += (f"  s{i}:\n    ask: Is number {i} on?\n    type: yes_no\n"
                     f"    \"yes\": s{i + 1}\n    next:\n"
                     f"      - {{when: visits.s{i} < 3, goto: s{i // 2}}}\n"
                     f"      - end_it\n")
        text += "  s1000: {resolve: Good.}\n  end_it: {escalate: No.}\n"
        path = self.write("large.yaml", text)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        for _ in range(5):
            self.tier1("check", path)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        once = (after.ru_utime + after.ru_stime -
                before.ru_utime - before.ru_stime) / 5
        client = self.start()
        client.open(path)
        client.diagnostics(path)
        used = self.used(client)
        for i in range(20):
            client.change(path, {"range": {
                "start": {"line": 5, "character": 9},
                "end": {"line": 5, "character": 9}}, "text": "x"})
            client.diagnostics(path)
        each = (self.used(client) - used) / 20
        print(f"check {once:.4f} s, an edit {each:.4f} s")
        self.assertLess(each, 3 * once + 0.02)
        self.assertEqual(client.stop(), 0)

    @staticmethod
    def used(client):
        with open(f"/proc/{client.process.pid}/stat", encoding="ascii") as f:
            fields = f.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


runner.main()
