#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Installs a build into an empty folder, and looks that everything is there,
is where packagers look for it, and is no more than that.

installed.py SOURCE BUILD PREFIX BINDIR DATADIR INCLUDEDIR LIBDIR MANDIR"""

import os
import re
import subprocess
import sys
import tempfile

LIBRARIES = ("libtier1", "libtier1-author")


def tree(top, *ends):
    """Files of a folder, relative to it."""
    return {os.path.relpath(os.path.join(folder, name), top)
            for folder, _, names in os.walk(top) for name in names
            if not ends or name.endswith(ends)}


def under(place, names):
    return {os.path.join(place, name) for name in names}


def wanted(source, dirs):
    """What must be there, relative to the prefix; libraries apart."""
    bindir, data, include, lib, man = dirs
    doc = os.path.join(data, "doc", "tier1")
    want = {os.path.join(bindir, "tier1")}
    want |= under(include, under("tier1", tree(
        os.path.join(source, "include", "tier1"), ".h")))
    want |= under(include, tree(
        os.path.join(source, "bindings", "cpp", "include"), ".hpp"))
    want |= under(lib, {"pkgconfig/tier1.pc", "pkgconfig/tier1-author.pc"})
    want |= under(os.path.join(lib, "cmake", "tier1"),
                  {"tier1Config.cmake", "tier1ConfigVersion.cmake"})
    want |= under(man, {"man1/tier1.1", "man3/tier1.3", "man5/tier1-flow.5"})
    for folder, name in (("flows", "flows"),
                         ("include/tier1/schema", "schema")):
        found = tree(os.path.join(source, folder))
        assert found, f"there is nothing in {folder}"
        want |= under(os.path.join(data, "tier1", name), found)
    want |= under(doc, {"CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md"})
    want |= under(os.path.join(doc, "examples"),
                  tree(os.path.join(source, "examples"), ".c", ".h", ".yaml"))
    want |= under(os.path.join(doc, "docs"),
                  tree(os.path.join(source, "docs"), ".md", ".svg", ".png",
                       ".txt"))
    want |= under(data, {"bash-completion/completions/tier1",
                         "zsh/site-functions/_tier1",
                         "fish/vendor_completions.d/tier1.fish"})
    return want


def is_library(name):
    return os.path.basename(name).startswith(LIBRARIES)


def check_libraries(top, lib):
    """Each shared library is a file with its version in its name, and links
    of its soname and of its bare name to that."""
    found = []
    names = set(os.listdir(os.path.join(top, lib)))
    for name in LIBRARIES:
        links = {n for n in names if re.fullmatch(rf"{name}\.so(\.\d+)?", n)}
        real = {n for n in names
                if re.fullmatch(rf"{name}\.so(\.\d+){{3}}", n)}
        if not links | real and name + ".a" in names:
            continue
        targets = {os.path.basename(os.path.realpath(
            os.path.join(top, lib, n))) for n in links}
        if len(links) != 2 or len(real) != 1 or targets != real:
            found.append(f"{name}: {sorted(links)} lead to {sorted(targets)}"
                         f", not to {sorted(real)}")
    return found


def check_schemas(top, data):
    """The first line of each flow leads an editor to an installed schema."""
    flows = os.path.join(top, data, "tier1", "flows")
    here = os.path.realpath(os.path.join(top, data, "tier1", "schema"))
    found = []
    for name in sorted(n for n in os.listdir(flows) if n.endswith(".yaml")):
        with open(os.path.join(flows, name), encoding="utf-8") as f:
            m = re.match(r"# yaml-language-server: \$schema=(\S+)\n", f.read())
        leads = os.path.realpath(os.path.join(flows, m.group(1) if m else ""))
        if os.path.dirname(leads) != here or not os.path.isfile(leads):
            found.append(f"flows/{name} leads to {leads}, to no schema")
    return found


def main():
    source, build, prefix, *dirs = sys.argv[1:]
    found = []
    with tempfile.TemporaryDirectory(prefix="tier1-installed-") as dest:
        subprocess.run(["meson", "install", "-C", build, "--no-rebuild",
                        "--destdir", dest], check=True,
                       stdout=subprocess.DEVNULL)
        top = os.path.join(dest, prefix.lstrip("/"))
        here = tree(top)
        want = wanted(source, dirs)
        found += [f"{n} is not installed" for n in sorted(want - here)]
        # The worker is there where the system has what it needs.
        more = {n for n in here - want if not is_library(n)
                and os.path.basename(n) != "tier1-worker"}
        found += [f"{n} is installed" for n in sorted(more)]
        found += check_libraries(top, dirs[3])
        found += check_schemas(top, dirs[1])
        stray = tree(dest) - under(os.path.relpath(top, dest), here)
        found += [f"{n} is outside the prefix" for n in sorted(stray)]
    for row in found:
        print(row)
    print(f"{len(found)} found" if found else f"ok: {len(here)} files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
