# SPDX-License-Identifier: MIT
"""PO as the command writes it, read and written again; and the real tools."""

import os
import re
import subprocess
import sys

SOURCE = os.environ["TIER1_SOURCE"]
sys.path.insert(0, os.path.join(SOURCE, "tests", "runner"))
import runner  # noqa: E402

SHOWN = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else ""
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def unescape(text):
    return re.sub(r"\\(.)", lambda m: ESCAPES[m[1]], text)


def written(keyword, text):
    """As msgcat does that is told not to wrap."""
    rows = re.findall(r"[^\n]*\n|[^\n]+", text) or [""]
    rows = [row.replace("\\", "\\\\").replace('"', '\\"')
            .replace("\n", "\\n").replace("\t", "\\t") for row in rows]
    if len(rows) > 1:
        rows.insert(0, "")
    return keyword + " " + "\n".join(f'"{row}"' for row in rows) + "\n"


class Entry:
    def __init__(self, block):
        self.comments = [row for row in block.split("\n")
                         if row.startswith("#")]
        self.fuzzy = "#, fuzzy" in self.comments
        self.fields = {}
        for keyword, rows in re.findall(
                r'^(msg[a-z]+) ((?:"(?:[^"\\]|\\.)*"\n?)+)', block, re.M):
            self.fields[keyword] = unescape("".join(
                re.findall(r'"((?:[^"\\]|\\.)*)"', rows)))
        self.context = self.fields.get("msgctxt")
        self.id = self.fields["msgid"]
        self.said = self.fields["msgstr"]

    def text(self):
        out = "".join(row + "\n" for row in self.comments)
        if self.context is not None:
            out += written("msgctxt", self.context)
        return out + written("msgid", self.id) + written("msgstr", self.said)


def parse(text):
    return [Entry(block) for block in text.rstrip("\n").split("\n\n")]


def joined(entries):
    return "\n".join(entry.text() for entry in entries)


class Case(runner.Case):
    def put(self, name, data):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return path

    def get(self, name):
        with open(os.path.join(self.folder, name), encoding="utf-8",
                  newline="") as f:
            return f.read()

    def tool(self, *args, status=0):
        """One of gettext's; gives its standard output and error."""
        ran = subprocess.run(args, capture_output=True, cwd=self.folder,
                             env={**os.environ, "LC_ALL": "C.UTF-8"},
                             check=False)
        self.assertEqual(ran.returncode, status, (args, ran.stderr.decode()))
        return ran.stdout.decode(), ran.stderr.decode()

    def accepted(self, name, template=False):
        """msgfmt takes it, with all of its checks and without a warning."""
        _, err = self.tool("msgfmt", "-c", "--check-format", "-o", "/dev/null",
                           name)
        if template:  # its header is filled in by msginit
            err = "".join(row for row in err.splitlines()
                          if "initial default value" not in row)
        self.assertEqual(err, "")

    def extract(self, *names, language=None):
        args = ["--language", language] if language else []
        return self.tier1("i18n", "extract", *args, *names)[0]

    def shown(self, language, audience, *names):
        """By flow file, the texts that a walk shows."""
        ran = subprocess.run([SHOWN, language, audience, *names],
                             capture_output=True, text=True, cwd=self.folder,
                             check=False)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        found = {}
        for row in ran.stdout.splitlines():
            if row.startswith("= "):
                texts = found.setdefault(row[2:], set())
            else:
                texts.add(bytes.fromhex(row).decode())
        return found
