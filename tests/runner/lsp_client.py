# SPDX-License-Identifier: MIT
"""An editor's side of the language server, for tests."""

import json
import os
import pathlib
import subprocess


class Client:
    def __init__(self, program, cwd, encodings=None):
        self.process = subprocess.Popen(
            [program, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, cwd=cwd)
        self.count = 0
        self.found = {}    # by path: the diagnostics last told
        self.log = []
        self.versions = {}
        general = {"positionEncodings": encodings} if encodings else {}
        self.about = self.request("initialize", {
            "processId": os.getpid(), "rootUri": None,
            "capabilities": {"general": general}})
        self.notify("initialized", {})

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def read(self):
        length = None
        while True:
            line = self.process.stdout.readline()
            if not line:
                raise EOFError(self.process.stderr.read().decode())
            if line == b"\r\n":
                break
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.found[params["uri"]] = params["diagnostics"]
        elif "method" in message:
            self.log.append(message)
        return message

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        """Sends a request; gives the whole answer."""
        self.count += 1
        self.send({"id": self.count, "method": method, "params": params})
        while True:
            message = self.read()
            if message.get("id") == self.count and "method" not in message:
                return message

    def request(self, method, params):
        message = self.ask(method, params)
        if "error" in message:
            raise AssertionError(message["error"])
        return message["result"]

    # ---- documents -------------------------------------------------------

    @staticmethod
    def uri(path):
        return pathlib.Path(path).as_uri()

    def open(self, path, text=None):
        if text is None:
            with open(path, encoding="utf-8", newline="") as f:
                text = f.read()
        self.versions[path] = 1
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": self.uri(path), "languageId": "yaml", "version": 1,
            "text": text}})
        return text

    def change(self, path, *changes):
        self.versions[path] += 1
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": self.uri(path),
                             "version": self.versions[path]},
            "contentChanges": list(changes)})

    def at(self, method, path, line, character, **more):
        return self.ask("textDocument/" + method, {
            "textDocument": {"uri": self.uri(path)},
            "position": {"line": line, "character": character}, **more})

    def diagnostics(self, path):
        """Those of now: the answer comes behind them."""
        uri = self.uri(path)
        self.found.pop(uri, None)
        while uri not in self.found:
            self.read()
        return self.found[uri]

    def quiet(self, path):
        """Waits until the last change is checked: a hover checks first."""
        self.at("hover", path, 0, 0)

    def stop(self):
        """Ends it as an editor does; gives its exit status."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.end()

    def end(self):
        self.process.stdin.close()
        status = self.process.wait(timeout=60)
        self.process.stdout.close()
        self.process.stderr.close()
        return status


def units(text, offset):
    """The UTF-16 position of an index of a text."""
    line = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    width = len(text[start:offset].encode("utf-16-le")) // 2
    return {"line": line, "character": width}


def index(text, position):
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[:position["line"]])
    width = 0
    for i, c in enumerate(lines[position["line"]]):
        if width >= position["character"]:
            return start + i
        width += len(c.encode("utf-16-le")) // 2
    return start + len(lines[position["line"]])


def apply(text, edits):
    for edit in sorted(edits, key=lambda e: index(text, e["range"]["start"]),
                       reverse=True):
        start = index(text, edit["range"]["start"])
        end = index(text, edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text
