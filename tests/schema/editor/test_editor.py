#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What an author sees of the schemas: the language server that editors use for
YAML finds them by the first line of each shipped file, has no fault to tell of
any, tells each seeded one, and shows what a key means.

test_editor.py ROOT SERVER

SERVER is where script/editor-server has put it. Where it is not there, the test
is skipped; with TIER1_EDITOR_SERVER=required in the environment it fails."""

import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import client

ROOT, SERVER = map(os.path.abspath, sys.argv[1:3])
sys.path[:0] = [os.path.join(ROOT, "tests", "schema"),
                os.path.join(ROOT, "tests", "docs")]
import pages  # noqa: E402
from seeds import SEEDS  # noqa: E402

MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")
PROGRAM = os.path.join(
    SERVER, "node_modules/yaml-language-server/bin/yaml-language-server")
_failed = []


def missing():
    """Why the server cannot be run; None: it can."""
    if not shutil.which("node"):
        return "there is no node: script/needs test, on Debian"
    with open(os.path.join(ROOT, "tests/schema/editor/package-lock.json"),
              encoding="utf-8") as f:
        want = f.read()
    try:
        with open(os.path.join(SERVER, "complete"), encoding="utf-8") as f:
            if f.read() == want:
                return None
    except FileNotFoundError:
        pass
    return f"the server is not in {SERVER}: script/editor-server puts it there"


def offline():
    """Where the system lets it: without a network."""
    alone = ["unshare", "--map-root-user", "--net"]
    try:
        works = subprocess.run(alone + ["true"], capture_output=True,
                               check=False).returncode == 0
    except FileNotFoundError:
        works = False
    return alone if works else []


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def told(faults):
    return "; ".join(f"{d['range']['start']['line'] + 1}: "
                     f"{d['message'].splitlines()[0][:100]}" for d in faults)


# ---- files ------------------------------------------------------------------

def kind(path):
    name = os.path.basename(path)
    return {1: "flow", 2: "translation"}[name.count(".")] \
        if not name.endswith(".test.yaml") else "test"


def modelines(paths):
    for path in paths:
        m = MODELINE.match(read(path))
        leads = m and os.path.normpath(
            os.path.join(os.path.dirname(path), m.group(1)))
        want = os.path.join(ROOT, "include/tier1/schema",
                            kind(path) + "-1.schema.json")
        if leads != want:
            _failed.append(f"{path}: the first line does not lead to {want}")


def shipped(editor, paths):
    for path in paths:
        editor.open(pathlib.Path(path).as_uri(), read(path))
    for path in paths:
        faults = editor.faults(pathlib.Path(path).as_uri())
        if faults:
            _failed.append(f"{path}: {told(faults)}")


# ---- faults -----------------------------------------------------------------

def lines_of(text, new, start):
    """The lines that were changed: the first, and the one behind the last."""
    first = text.count("\n", 0, start)
    return first, first + new.rstrip("\n").count("\n") + 1


def seeded(editor):
    opened = []
    for i, (name, old, new) in enumerate(SEEDS):
        path = os.path.join(ROOT, "flows", name + ".yaml")
        text = read(path)
        # A file of its own: all are looked at together.
        uri = pathlib.Path(ROOT, "flows", f"seed-{i}-{name}.yaml").as_uri()
        editor.open(uri, text.replace(old, new, 1))
        opened.append((uri, name, old, new, text.find(old)))
    near = 0
    for uri, name, old, new, start in opened:
        what = f"{name}: {new.strip() or 'without ' + old.strip()}"
        faults = editor.faults(uri)
        if not faults:
            _failed.append(f"{what}: the server tells nothing")
            continue
        first, behind = lines_of(read(os.path.join(
            ROOT, "flows", name + ".yaml")), new, start)
        here = any(first <= d["range"]["start"]["line"] < behind
                   for d in faults)
        near += here
        # What is missing is told where it is missing.
        if new.strip() and not here:
            _failed.append(f"{what}: told elsewhere: {told(faults)}")
    return near


# ---- what is shown ----------------------------------------------------------

FLOW = """\
# yaml-language-server: $schema=../include/tier1/schema/flow-1.schema.json
tier1: 1
id: shown
title: Shown
steps:
  first:
    ask: Is it on?
    type: yes_no
    next: done
    
  done:
    resolve: Good.
"""


def shown(editor):
    uri = pathlib.Path(ROOT, "flows", "shown.yaml").as_uri()
    editor.open(uri, FLOW)
    if editor.faults(uri):
        _failed.append(f"shown: {told(editor.faults(uri))}")
    rows = FLOW.split("\n")
    for key, text in (("title", "what is wrong, in a few words"),
                      ("ask", "question"), ("next", "routes"),
                      ("resolve", "an end without a hand-over")):
        line = next(i for i, r in enumerate(rows)
                    if r.strip().startswith(key + ":"))
        got = editor.hover(uri, line, rows[line].index(key) + 1)
        if text not in got.lower().replace("\\", ""):
            _failed.append(f"hover at '{key}' shows {got!r}")
    offered = editor.complete(uri, rows.index("    "), 4)
    for key in ("help", "note", "limit", "refusals"):
        if key not in offered:
            _failed.append(f"'{key}' is not offered: {sorted(offered)}")
    if "tell" in offered and "try" in offered:
        _failed.append("a second kind is offered")


# ---- without a first line ---------------------------------------------------

BARE = {
    "hello.yaml": ("tier1: 1\nid: hello\ntitle: Hello\nsteps:\n"
                   "  hello:\n    resolve: Good morning.\n", "title"),
    "hello.gl.yaml": ("tier1: 1\ntranslates: hello\nlanguage: gl\nsteps:\n"
                      "  hello:\n    resolve: Bo dia.\n", "translates"),
    "hello.test.yaml": ("tier1-test: 1\nflow: hello\ncases:\n"
                        "  - name: hello\n    expect: {outcome: resolved}\n",
                        "flow"),
}


def settings():
    """What the documentation has for an editor, for the schemas of the tree."""
    for block in pages.blocks(ROOT, "docs/editors.md"):
        if block.language == "json" and "yaml.schemas" in block.text:
            found = json.loads(block.text)["yaml.schemas"]
            own = os.path.join(ROOT, "include/tier1/schema")
            return {k.replace("/usr/share/tier1/schema", own): v
                    for k, v in found.items()}
    raise SystemExit("docs/editors.md has no `yaml.schemas`")


def by_settings(run):
    """A folder's schemas by the editor's settings: none for a file that is not
    meant, the right one for each that is."""
    with tempfile.TemporaryDirectory(prefix="tier1-editor-") as folder:
        top = pathlib.Path(folder)
        editor = client.Client(run, top.as_uri(), settings())
        for name, (text, key) in BARE.items():
            uri = (top / "flows" / name).as_uri()
            editor.open(uri, text)
            if editor.faults(uri):
                _failed.append(f"{name}: {told(editor.faults(uri))}")
            wrong = (top / "flows" / ("x" + name)).as_uri()
            editor.open(wrong, text.replace(key + ":", key + "s:", 1))
            if not editor.faults(wrong):
                _failed.append(f"{name}: the settings give it no schema")
        editor.close()


def main():
    why = missing()
    if why and os.environ.get("TIER1_EDITOR_SERVER") != "required":
        print("skipped: " + why)
        return 77
    if why:
        print(why)
        return 1
    paths = sorted(glob.glob(os.path.join(ROOT, "flows", "*.yaml")))
    modelines(paths)
    alone = offline()
    run = alone + ["node", PROGRAM, "--stdio"]
    editor = client.Client(run, pathlib.Path(ROOT).as_uri())
    shipped(editor, paths)
    near = seeded(editor)
    shown(editor)
    status = editor.close()
    if status:
        _failed.append(f"the server ends with {status}")
    by_settings(run)
    print(f"{len(paths)} files, {len(SEEDS)} faults, {near} of them in the "
          f"line itself{', without a network' if alone else ''}")
    for row in _failed:
        print(row)
    print(f"{len(_failed)} found" if _failed else "ok")
    return 1 if _failed else 0


if __name__ == "__main__":
    sys.exit(main())
