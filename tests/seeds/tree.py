# SPDX-License-Identifier: MIT
"""A flow as Python data, and its YAML with the place of every key and value.

Maps are dicts, lists are lists, scalars are strings. A place is (line, column),
both from 1; paths are tuples of keys and indexes."""

import re

PLAIN = re.compile(r"[A-Za-z_][\w ,.()=<>~+*/'-]*[\w.)]|[A-Za-z_0-9]+")
WORDS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


def scalar(text):
    if PLAIN.fullmatch(text) and text.lower() not in WORDS and \
            ": " not in text and " #" not in text:
        return text
    return "'" + text.replace("'", "''") + "'"


class Writer:
    def __init__(self):
        self.lines = [""]
        self.keys, self.values = {}, {}

    def here(self):
        return len(self.lines), len(self.lines[-1]) + 1

    def put(self, text):
        self.lines[-1] += text

    def value(self, node, path, indent):
        if isinstance(node, dict):
            self.map(node, path, indent)
        elif isinstance(node, list):
            for i, item in enumerate(node):
                self.lines.append(" " * indent + "- ")
                self.flow(item, path + (i,))
        else:
            self.put(" ")
            self.values[path] = self.here()
            self.put(scalar(node))

    def map(self, node, path, indent):
        for key, value in node.items():
            if self.lines != [""]:
                self.lines.append(" " * indent)
            self.keys[path + (key,)] = self.here()
            self.put(scalar(key) + ":")
            inner = value and not isinstance(value, str)
            if inner and len(path) > 2:
                self.put(" ")
                self.flow(value, path + (key,))
            else:
                self.value(value, path + (key,), indent + 2)

    def flow(self, node, path):
        """On one line, between brackets."""
        self.values[path] = self.here()
        if isinstance(node, str):
            self.put("'" + node.replace("'", "''") + "'"
                     if "," in node else scalar(node))
        elif isinstance(node, dict):
            for i, (key, value) in enumerate(node.items()):
                self.put(", " if i else "{")
                self.keys[path + (key,)] = self.here()
                self.put(scalar(key) + ": ")
                self.flow(value, path + (key,))
            self.put("}")
        else:
            for i, item in enumerate(node):
                self.put(", " if i else "[")
                self.flow(item, path + (i,))
            self.put("]")


class Written:
    """The YAML of a flow, and where things stand in it."""

    def __init__(self, tree):
        writer = Writer()
        writer.map(tree, (), 0)
        self.text = "\n".join(writer.lines) + "\n"
        self.lines = writer.lines
        self._keys, self._values = writer.keys, writer.values

    def key(self, *path):
        return self._keys[path]

    def value(self, *path):
        return self._values[path]

    def word(self, word, *path, skip=0):
        """Where a word stands in the scalar of a path: the one that is there
        but for the first `skip` of them."""
        line, column = self._values[path]
        text = self.lines[line - 1]
        at = column - 1
        for _ in range(skip + 1):
            at = text.index(word, at) + 1
        return line, at
