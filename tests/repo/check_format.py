#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""clang-format 14 would change nothing."""

import re
import subprocess

import repo


def main():
    top = repo.root()
    program = repo.tool("clang-format-14", "clang-format")
    version = subprocess.run([program, "--version"], check=True,
                             capture_output=True, text=True).stdout
    if not re.search(r"version 14\.", version):
        repo.skip(f"clang-format 14 is not installed ({version.strip()})")
    paths = [n for n in repo.files(top) if n.endswith((".c", ".h", ".cpp", ".hpp"))]
    ran = subprocess.run(
        [program, "--style=file", "--dry-run", "-Werror"] + paths,
        cwd=top, capture_output=True, text=True)
    if ran.returncode:
        wrong = sorted(set(re.findall(r"^(\S+?):\d+:\d+: error", ran.stderr,
                                      re.M)))
        for path in wrong:
            repo.fail(path, "is not as clang-format writes it")
        print(ran.stderr[:4000])
        if not wrong:
            repo.fail("clang-format", "failed")
    repo.done(f"{len(paths)} files")


main()
