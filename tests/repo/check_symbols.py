#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a shared library exports, its map, and the public headers agree.

check_symbols.py ROOT [MAP LIBRARY]... [--without HEADER]..."""

import os
import re
import subprocess
import sys

import repo


def exported(library):
    out = subprocess.run(["nm", "-D", "--defined-only", library], check=True,
                         capture_output=True, text=True).stdout
    names = set()
    for row in out.splitlines():
        kind, name = row.split()[-2:]
        if kind != "A":  # the version node itself
            names.add(name.split("@")[0])
    return names


def global_names(archive):
    out = subprocess.run(["nm", "-g", "--defined-only", archive], check=True,
                         capture_output=True, text=True).stdout
    return {row.split()[2] for row in out.splitlines()
            if len(row.split()) == 3}


def arguments():
    pairs, without, rest = [], [], sys.argv[2:]
    while rest:
        if rest[0] == "--without":
            without.append(rest[1])
        else:
            pairs.append((rest[0], rest[1]))
        rest = rest[2:]
    return pairs, without


def differ(place, have, want, what):
    for name in sorted(have - want):
        repo.fail(place, f"{name} {what[0]}")
    for name in sorted(want - have):
        repo.fail(place, f"{name} {what[1]}")


def check_packages(top, maps):
    """The packages' lists of symbols, by which a package depends on what it
    uses, are those of the maps."""
    for one in maps:
        name = os.path.basename(one)[:-len(".map")]
        path = next(n for n in repo.files(top) if re.fullmatch(
            rf"script/debian/lib{name}-?\d+\.symbols", n))
        listed = set(re.findall(r"^ (tier1_\w+)@", repo.text(top, path), re.M))
        differ(path, listed, set(repo.map_names(top, one)),
               ("is in no map", "is missing: script/debian-packages "
                                "--symbols lists it"))


def main():
    top = repo.root()
    pairs, without = arguments()
    functions = repo.public_functions(top)
    declared = {f[0] for f in functions}
    left_out = {f[0] for f in functions if f[1] in without}
    maps = [n for n in repo.files(top)
            if n.startswith("lib/") and n.endswith(".map")]
    mapped = set()
    for one in maps:
        names = repo.map_names(top, one)
        if names != sorted(names):
            repo.fail(one, "the names are not sorted")
        for name in names:
            if name in mapped or names.count(name) > 1:
                repo.fail(one, f"{name} is exported twice")
        mapped |= set(names)
    differ("lib/*.map", mapped, declared,
           ("is in no public header", "is declared and in no map"))
    check_packages(top, maps)
    inside = {}
    for one, library in pairs:
        if library.endswith(".a"):
            for name in sorted(global_names(library)):
                if not re.match(r"tier1_", name):
                    repo.fail(library, f"{name} has no prefix tier1_")
                first = inside.setdefault(name, library)
                if first != library:
                    repo.fail(library, f"{name} is in {first} too: both "
                                       "cannot be linked statically")
            continue
        differ(os.path.basename(library), exported(library),
               set(repo.map_names(top, one)) - left_out,
               ("is exported and not in the map",
                "is in the map and not exported"))
    repo.done(f"{len(declared)} functions in headers, maps and libraries")


main()
