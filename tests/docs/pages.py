# SPDX-License-Identifier: MIT
"""The pages of the documentation: their blocks, headings, links and tables.

A block that shows something says in an HTML comment on the line before it what
it is; docs/testing.md lists the words."""

import os
import re

_failed = []

PAGES = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
MARK = re.compile(r"<!-- ([a-z-]+(?: [a-z]+)?)(?:: ([^>]*?))? -->$")


class Block:
    """A fenced block: its language, mark, argument, text and place."""

    def __init__(self, page, line, language, mark, argument):
        self.page, self.line = page, line
        self.language, self.mark, self.argument = language, mark, argument
        self.rows = []

    @property
    def text(self):
        return "\n".join(self.rows) + "\n"

    @property
    def place(self):
        return f"{self.page}:{self.line}"


def fail(place, message):
    _failed.append(f"{place}: {message}")


def done(what):
    """Prints what was found; the exit status says whether there was any."""
    for row in _failed:
        print(row)
    print(f"{len(_failed)} found" if _failed else f"ok: {what}")
    return 1 if _failed else 0


def names(root):
    """Every page, relative to the root."""
    docs = [os.path.relpath(os.path.join(folder, n), root)
            for folder, _, files in
            sorted(os.walk(os.path.join(root, "docs")))
            for n in sorted(files) if n.endswith(".md")]
    return [n for n in PAGES if os.path.exists(os.path.join(root, n))] + docs


def read(root, name):
    with open(os.path.join(root, name), encoding="utf-8") as f:
        return f.read()


def blocks(root, name):
    """The fenced blocks of a page, in order."""
    found, block, before = [], None, ""
    for number, row in enumerate(read(root, name).splitlines(), 1):
        if block is None and row.startswith("```"):
            m = MARK.match(before.strip())
            mark, argument = m.groups() if m else (None, None)
            block = Block(name, number, row[3:].strip(), mark, argument)
        elif block is not None and row == "```":
            found.append(block)
            block = None
        elif block is not None:
            block.rows.append(row)
        before = row
    if block is not None:
        fail(block.place, "the block is not closed")
    return found


def prose(root, name):
    """The rows of a page, with those of its blocks blank."""
    rows, inside = [], False
    for row in read(root, name).splitlines():
        fence = row.startswith("```")
        rows.append("" if inside or fence else row)
        inside ^= fence
    return rows


def anchors(root, name):
    """What a link can point to: headings, as the usual hosts name them."""
    found = set()
    for row in prose(root, name):
        if not row.startswith("#"):
            continue
        title = row.lstrip("#").strip().lower()
        title = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", title)
        title = re.sub(r"[^\w\- ]", "", title).replace(" ", "-")
        base, n = title, 0
        while title in found:
            n += 1
            title = f"{base}-{n}"
        found.add(title)
    return found


def links(root, name):
    """(line, target) of every link of a page."""
    for number, row in enumerate(prose(root, name), 1):
        row = re.sub(r"`[^`]*`", "", row)
        for m in re.finditer(r"\]\(([^)\s]+)\)", row):
            yield number, m.group(1)


def tables(root, name, head):
    """The rows, as lists of cells, of the tables whose first head cell is
    this."""
    rows, inside = [], False
    for row in prose(root, name):
        if not row.startswith("|"):
            inside = False
            continue
        cells = [c.strip() for c in row.replace(r"\|", "\0").split("|")[1:-1]]
        cells = [c.replace("\0", "|") for c in cells]
        if not inside and cells[0] == head:
            inside = True
        elif inside and not set(cells[0]) <= set("-: "):
            rows.append(cells)
    return rows


def code(cell):
    """The text of a cell that is one piece of code, or a link of it."""
    m = re.fullmatch(r"\[?`([^`]*)`(?:\]\([^)]*\))?", cell)
    return m.group(1) if m else cell
