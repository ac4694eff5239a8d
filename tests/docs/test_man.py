#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The man pages: they render without a warning, name every header and every
kind of step, and what they show compiles and passes `tier1 check`.

test_man.py ROOT TIER1 COUNT PAGE... CC...

TIER1 is "" where the command is not built. Without groff pages are not
rendered."""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

import pages


def check_rendered(path):
    """Nothing to complain of, and the title is that of the file."""
    name, section = os.path.basename(path).rsplit(".", 1)
    with open(path, encoding="utf-8") as f:
        source = f.read()
    if f'.TH "{name}" "{section}"' not in source:
        pages.fail(path, "has another title than its name")
    if not shutil.which("groff"):
        return
    ran = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z", path],
                         capture_output=True, text=True, check=False)
    if ran.returncode or ran.stderr:
        pages.fail(path, f"groff says: {ran.stderr}")


def example(root, name):
    """The one literal block of a page's source, as it is shown."""
    text = pages.read(root, name)
    found = re.findall(r"^```\n(.*?)^```$", text, re.S | re.M)
    if len(found) != 1:
        pages.fail(name, f"has {len(found)} examples, not one")
        return ""
    return re.sub(r"\\(.)", r"\1", found[0])


def check_program(root, name, cc):
    ran = subprocess.run(
        cc + ["-std=c11", "-pedantic", "-Wall", "-Wextra", "-Werror",
              "-fsyntax-only", "-I", os.path.join(root, "include"), "-x", "c",
              "-"], input=example(root, name), text=True, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if ran.returncode:
        pages.fail(name, f"the program does not compile: {ran.stdout}")


def check_flow(root, name, tier1):
    with tempfile.TemporaryDirectory(prefix="tier1-man-") as folder:
        with open(os.path.join(folder, "lamp.yaml"), "w",
                  encoding="utf-8") as f:
            f.write(example(root, name))
        ran = subprocess.run([tier1, "check", "lamp.yaml"], cwd=folder,
                             text=True, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, check=False)
    if ran.returncode or ran.stdout:
        pages.fail(name, f"the flow has findings: {ran.stdout}")


def check_named(root, name, words):
    text = pages.read(root, name).replace("\\", "")
    for word in sorted(words):
        if f"*{word}*" not in text:
            pages.fail(name, f"does not name {word}")


def main():
    root, tier1, count = sys.argv[1:4]
    built, cc = sys.argv[4:4 + int(count)], sys.argv[4 + int(count):]
    for path in built:
        check_rendered(path)
    include = os.path.join(root, "include")
    headers = {os.path.relpath(path, include) for path in
               glob.glob(f"{include}/tier1/**/*.h", recursive=True)}
    check_named(root, "docs/tier1.3.scd", headers - {"tier1/tier1.h"})
    check_program(root, "docs/tier1.3.scd", cc)
    kinds = set(re.findall(r"TIER1_KIND_\w+\] = \"(\w+)\"",
                           pages.read(root, "lib/model/kinds.c")))
    check_named(root, "docs/tier1-flow.5.scd", kinds)
    if tier1:
        check_flow(root, "docs/tier1-flow.5.scd", tier1)
    return pages.done(f"{len(built)} pages, {len(headers)} headers, "
                      f"{len(kinds)} kinds")


if __name__ == "__main__":
    sys.exit(main())
