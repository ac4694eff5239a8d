# SPDX-License-Identifier: MIT
"""What the repository checks share: the files, C text without comments, the
public functions, and how a finding is reported."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

LAYERS = ["base", "diag", "data", "model", "image", "script", "compile", "run",
          "packet", "store", "author", "posix"]
SKIP = 77  # Meson's exit status of a test that could not run

_findings = []


def fail(place, message):
    """Notes a finding; the check goes on."""
    _findings.append(f"{place}: {message}")


def skip(why):
    print(f"skipped: {why}")
    sys.exit(SKIP)


def done(what):
    """Prints the findings, and leaves with 1 where there are any."""
    for finding in _findings:
        print(finding)
    if _findings:
        print(f"{len(_findings)} found")
        sys.exit(1)
    print(f"ok: {what}")
    sys.exit(0)


def root():
    """The root of the tree: the first argument."""
    return os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".")


def files(top):
    """Every file that is, or would be, committed; sorted, relative."""
    try:
        out = subprocess.run(
            ["git", "-c", "safe.directory=*", "-C", top, "ls-files", "-z",
             "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True).stdout
        names = [n for n in out.decode().split("\0") if n]
    except (OSError, subprocess.CalledProcessError):
        names = []  # not a clone: a copy, a tarball
        for folder, subs, here in os.walk(top):
            subs[:] = [s for s in subs if s not in
                       (".git", "__pycache__", "node_modules")
                       and not s.startswith("build")]
            names += [os.path.relpath(os.path.join(folder, n), top)
                      for n in here]
    return sorted(n for n in set(names)
                  if os.path.isfile(os.path.join(top, n)))


def text(top, name):
    with open(os.path.join(top, name), encoding="utf-8",
              errors="surrogateescape") as f:
        return f.read()


def c_files(top, *folders, ends=(".c", ".h")):
    return [n for n in files(top)
            if n.endswith(ends) and n.startswith(folders)]


_TOKEN = re.compile(
    r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def bare(source, strings=False):
    """C text with comments (and the insides of strings) blanked; every
    character keeps its line."""
    def blank(match):
        token = match.group(0)
        if token[0] in "\"'":
            return token if strings else token[0] + token[-1]
        return re.sub(r"[^\n]", " ", token)
    return _TOKEN.sub(blank, source)


_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def includes(source):
    """(line, '<' or '"', name) of every include."""
    source = bare(source, strings=True)
    return [(source.count("\n", 0, m.start()) + 1, m.group(1), m.group(2))
            for m in _INCLUDE.finditer(source)]


_DECLARED = re.compile(r"TIER1_API\b[^;{}]*?\b(tier1_\w+)\s*\(")


def _no_preprocessor(source):
    """Blanks #-lines and their continuations, keeping every offset."""
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*",
                  lambda m: re.sub(r"[^\n]", " ", m.group(0)), source,
                  flags=re.M)


def public_functions(top):
    """[(name, header, line, doc comment or '')] of the public headers."""
    found = []
    for header in c_files(top, "include/", ends=(".h",)):
        source = text(top, header)
        plain = _no_preprocessor(_TOKEN.sub(
            lambda m: re.sub(r"[^\n]", " ", m.group(0)), source))
        for m in _DECLARED.finditer(plain):
            before = source[:m.start()].rstrip()
            doc = ""
            if before.endswith("*/"):
                doc = before[before.rfind("/*"):]
            found.append((m.group(1), header,
                          plain.count("\n", 0, m.start(1)) + 1, doc))
    return found


def map_names(top, name):
    """The names that a version script exports."""
    source = re.sub(r"/\*.*?\*/", " ", text(top, name), flags=re.S)
    names = []
    for block in re.findall(r"global:(.*?)(?:local:|})", source, re.S):
        names += re.findall(r"[\w*?]+(?=\s*;)", block)
    return names


def tool(*names):
    """The first of these programs that is there; skips where none is."""
    for name in names:
        if shutil.which(name):
            return name
    return skip(f"{names[0]} is not installed")


def temp():
    return tempfile.TemporaryDirectory(prefix="tier1-repo-")
