#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every header compiles alone: public ones as C11 and C++11, pedantic and
with warnings as errors; private ones as C11."""

import os
import subprocess

import repo

STRICT = ["-pedantic", "-Wall", "-Wextra", "-Wshadow", "-Wundef", "-Werror",
          "-fsyntax-only"]


def flags(package):
    try:
        return subprocess.run(["pkg-config", "--cflags", package], check=True,
                              capture_output=True, text=True).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        return []


def compiles(folder, header, command, language, name):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as f:
        # Twice: the guard has to work.
        f.write(f"#include <{header.split('/', 1)[1]}>\n" * 2)
        f.write("int tier1_header_alone;\n")
    ran = subprocess.run(command + [path], capture_output=True, text=True)
    if ran.returncode:
        repo.fail(header, f"does not compile alone as {language}\n"
                          f"{ran.stderr}")


def main():
    top = repo.root()
    cc = os.environ.get("CC", "cc").split()
    cxx = [repo.tool("c++", "g++", "clang++")]
    public = repo.c_files(top, "include/", ends=".h")
    private = repo.c_files(top, "lib/", ends=".h")
    include = ["-I", os.path.join(top, "include")]
    inside = include + ["-I", os.path.join(top, "lib"), "-DTIER1_BUILD"]
    inside += flags("lua5.4") + flags("yaml-0.1")
    with repo.temp() as folder:
        for path in public:
            compiles(folder, path, cc + ["-std=c11"] + STRICT + include,
                     "C11", "alone.c")
            compiles(folder, path, cxx + ["-std=c++11"] + STRICT + include,
                     "C++11", "alone.cpp")
        for path in private:
            compiles(folder, path, cc + ["-std=c11"] + STRICT + inside,
                     "C11", "alone.c")
    repo.done(f"{len(public)} public and {len(private)} private headers")


main()
