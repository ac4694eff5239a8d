# SPDX-License-Identifier: MIT
"""The ABI of a library as libabigail writes it, and how two of them differ.

Only what public headers declare is in it: what is private may change. The
text names no machine's path, so that it can be kept in the tree."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

SKIP = 77  # Meson's exit status of a test that could not run
# Bits of abidiff's exit status: it failed, was called wrongly, there is a
# change, and one that nothing can make good.
FAILED, MISUSED = 1, 2


def needed():
    """Leaves where libabigail's tools are not there."""
    for tool in ("abidw", "abidiff"):
        if not shutil.which(tool):
            print(f"skipped: {tool} is not installed (abigail-tools)")
            sys.exit(SKIP)


def public_headers(source, build):
    """Each public header as the compiler was told it, from the build's folder:
    so does debug information name it."""
    top = os.path.join(source, "include")
    for folder, _, names in os.walk(top):
        for name in names:
            if name.endswith(".h"):
                yield os.path.relpath(os.path.join(folder, name), build)


def dump(library, source, build):
    """What the library offers, with the types that this needs."""
    args = ["abidw", "--exported-interfaces-only", "--drop-private-types",
            "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs",
            "--no-elf-needed", "--no-parameter-names",
            "--no-write-default-sizes", "--type-id-style", "hash"]
    for header in public_headers(source, build):
        args += ["--header-file", header]
    ran = subprocess.run(args + [os.path.abspath(library)], cwd=build,
                         capture_output=True, text=True, check=False)
    if ran.returncode or "<function-decl" not in ran.stdout:
        sys.exit(f"{library}: there is no ABI to be read from its debug "
                 f"information\n{ran.stderr}")
    return re.sub(r"(<abi-instr[^>]* path=')[^']*?(lib/)", r"\1\2",
                  ran.stdout)


def differ(old, new, *options):
    """Whether the two texts differ, and abidiff's report."""
    with tempfile.TemporaryDirectory(prefix="tier1-abi-") as folder:
        paths = []
        for name, text in (("kept", old), ("built", new)):
            paths.append(os.path.join(folder, name + ".abi"))
            with open(paths[-1], "w", encoding="utf-8") as f:
                f.write(text)
        ran = subprocess.run(["abidiff", "--harmless", *options, *paths],
                             capture_output=True, text=True, check=False)
    if ran.returncode < 0 or ran.returncode & (FAILED | MISUSED):
        sys.exit(f"abidiff failed: {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return ran.returncode != 0, ran.stdout


def only_grew(old, new):
    """Whether there is nothing new but functions."""
    return not differ(old, new, "--no-added-syms")[0]
