#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the library and the command weigh, by section: text with constants,
data, and what is zero at the start, in bytes.

    sizes.py BUILD...

The library as it is shared, stripped; its objects, as a program that is
linked with it would have to take all of them; and the command, stripped.
"""

import os
import shutil
import subprocess
import sys
import tempfile

NAMES = ("lib/libtier1.so", "lib/libtier1.a", "lib/libtier1-author.so",
         "lib/libtier1-author.a", "lib/tier1-worker", "runner/tier1",
         "runner/tier1-run", "examples/embed")
GROUPS = {
    "code": (".text", ".init", ".fini", ".plt", ".plt.got", ".plt.sec"),
    "constants": (".rodata", ".eh_frame", ".eh_frame_hdr", ".data.rel.ro",
                  ".gcc_except_table"),
    "data": (".data", ".tdata", ".got", ".got.plt", ".init_array",
             ".fini_array"),
    "zero": (".bss", ".tbss"),
}


def sections(path):
    """{section: bytes}; of an archive, of all its members. Sections of one
    function each (-ffunction-sections) count as what they begin with."""
    out = subprocess.run(["size", "-A", path], check=True,
                         capture_output=True, text=True).stdout
    found = {}
    for row in out.splitlines():
        words = row.split()
        if len(words) == 3 and words[0].startswith(".") and \
                words[1].isdigit():
            name = words[0]
            for base in (".data.rel.ro", ".rodata", ".text", ".data", ".bss"):
                if name.startswith(base + "."):
                    name = base
                    break
            found[name] = found.get(name, 0) + int(words[1])
    return found


def stripped(path):
    """Bytes of the file, stripped; an archive's are those of its sections
    and symbols."""
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "copy")
        shutil.copy(os.path.realpath(path), copy)
        flag = "--strip-debug" if path.endswith(".a") else "--strip-all"
        subprocess.run(["strip", flag, copy], check=True)
        return os.path.getsize(copy)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print(f"{'':34} {'file':>9}" +
          "".join(f" {group:>9}" for group in GROUPS) + f" {'other':>7}")
    for build in sys.argv[1:]:
        there = [name for name in NAMES
                 if os.path.exists(os.path.join(build, name))]
        if not there:
            sys.exit(f"{build}: nothing is built there")
        for name in there:
            path = os.path.join(build, name)
            found = sections(path)
            if ".text" not in found:  # not code yet, with -Db_lto
                continue
            parts = [sum(found.get(one, 0) for one in ones)
                     for ones in GROUPS.values()]
            loaded = {one: n for one, n in found.items() if not
                      one.startswith((".debug", ".comment", ".note.GNU",
                                      ".gnu.lto", ".llvm"))}
            rest = sum(loaded.values()) - sum(parts)
            label = f"{os.path.basename(os.path.normpath(build))} {name}"
            print(f"{label:34} {stripped(path):9}" +
                  "".join(f" {n:9}" for n in parts) + f" {rest:7}")


main()
