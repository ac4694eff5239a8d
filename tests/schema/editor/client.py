# SPDX-License-Identifier: MIT
"""An editor in small: one that speaks to a language server for YAML over its
standard streams, keeps what it says of each file, and asks it."""

import json
import queue
import subprocess
import threading


class Client:
    def __init__(self, command, root, schemas=None, seconds=60):
        """`schemas` is what `yaml.schemas` of the settings has."""
        self._settings = {"yaml": {
            "validate": True, "hover": True, "completion": True,
            "schemaStore": {"enable": False, "url": ""},
            "schemas": schemas or {}}}
        self.seconds = seconds
        self.said = {}  # by URI: the diagnostics that were told last
        self._answers = {}
        self._id = 0
        self._queue = queue.Queue()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)
        threading.Thread(target=self._read, daemon=True).start()
        self.request("initialize", {
            "processId": None, "rootUri": root, "capabilities": {
                "workspace": {"configuration": True},
                "textDocument": {
                    "publishDiagnostics": {},
                    "hover": {"contentFormat": ["plaintext"]},
                    "completion": {"completionItem": {
                        "documentationFormat": ["plaintext"]}}}},
            "workspaceFolders": [{"uri": root, "name": "tier1"}]})
        self._notify("initialized", {})
        self._notify("workspace/didChangeConfiguration",
                     {"settings": self._settings})

    # ---- messages -------------------------------------------------------

    def _read(self):
        """Puts every message into the queue, and None at the end."""
        stream = self.process.stdout
        while True:
            length = 0
            while (row := stream.readline().strip()):
                name, _, value = row.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if not length:
                self._queue.put(None)
                return
            self._queue.put(json.loads(stream.read(length)))

    def _send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body)
                                 + body)
        self.process.stdin.flush()

    def _notify(self, method, params):
        self._send(method=method, params=params)

    def _take(self):
        """One message: noted, or answered where it asks for something."""
        try:
            message = self._queue.get(timeout=self.seconds)
        except queue.Empty:
            raise SystemExit(f"the server says nothing for {self.seconds} s") \
                from None
        if message is None:
            raise SystemExit("the server has ended, with "
                             f"{self.process.wait()}")
        method, params = message.get("method"), message.get("params")
        if method == "textDocument/publishDiagnostics":
            self.said[params["uri"]] = params["diagnostics"]
        elif method == "workspace/configuration":
            self._send(id=message["id"],
                       result=[self._settings.get(item.get("section"))
                               for item in params["items"]])
        elif method and "id" in message:
            self._send(id=message["id"], result=None)
        elif not method:
            self._answers[message["id"]] = message

    def request(self, method, params):
        self._id += 1
        own = self._id
        self._send(id=own, method=method, params=params)
        while own not in self._answers:
            self._take()
        answer = self._answers.pop(own)
        if "error" in answer:
            raise SystemExit(f"{method}: {answer['error']['message']}")
        return answer["result"]

    # ---- what an editor does --------------------------------------------

    def open(self, uri, text):
        self._notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "yaml", "version": 1, "text": text}})

    def faults(self, uri):
        while uri not in self.said:
            self._take()
        return self.said[uri]

    def hover(self, uri, line, column):
        """The text that is shown at a place."""
        answer = self.request("textDocument/hover", {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": column}})
        contents = answer["contents"] if answer else ""
        return contents["value"] if isinstance(contents, dict) else contents

    def complete(self, uri, line, column):
        """{label: description} of what is offered at a place."""
        answer = self.request("textDocument/completion", {
            "textDocument": {"uri": uri},
            "position": {"line": line, "character": column}})
        items = answer["items"] if isinstance(answer, dict) else answer or []
        return {item["label"]: item.get("documentation") for item in items}

    def close(self):
        self.request("shutdown", None)
        self._notify("exit", None)
        return self.process.wait(timeout=self.seconds)
