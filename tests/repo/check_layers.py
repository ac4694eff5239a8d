#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No include in lib/ points up a layer, and a layer that keeps a foreign
library to itself is the only one that includes it."""

import os
import re

import repo

CORE = ["base", "diag", "data", "model", "script", "run"]
MAY = {
    "base": [],
    "diag": ["base"],
    "data": ["base", "diag"],
    "model": ["base", "diag", "data"],
    "script": ["base", "diag", "data", "model"],
    "image": ["base", "diag", "data", "model"],
    "compile": ["base", "diag", "data", "model", "script", "image"],
    "run": ["base", "diag", "data", "model", "script"],
    "packet": CORE,
    "store": CORE,
    "worker": ["base", "diag", "data", "model", "script"],
    "author": [],  # public headers, and what check_public_only.py lets by
    "posix": CORE + ["worker"],
}
# Foreign headers, and the only layers that may know them.
OWNERS = [
    (re.compile(r"(lua|lauxlib|lualib|luaconf)\.h$"), ["script"]),
    (re.compile(r"yaml\.h$"), ["data"]),
    (re.compile(r"sqlite3\.h$|libpq"), ["store"]),
]
# What the core takes of the C library: nothing that does I/O, reads a
# clock, the environment or the locale.
C_LIBRARY = {
    "assert.h", "errno.h", "float.h", "inttypes.h", "limits.h", "math.h",
    "stdalign.h", "stdarg.h", "stdatomic.h", "stdbool.h", "stddef.h",
    "stdint.h", "stdlib.h", "string.h",
}
FREE = ["posix", "store", "author"]
# One file each may know more. digest_x86.c has the processor's instructions
# for what digest.c does without. locale.c keeps the host's locale out of Lua's
# texts of numbers, in its own thread (uselocale, never setlocale). The worker
# is a program: what is its alone talks to the system, and is not in the
# library.
EXCEPT = {
    "lib/base/crc32c_x86.c": {"cpuid.h", "immintrin.h"},
    "lib/base/digest_x86.c": {"cpuid.h", "immintrin.h"},
    "lib/script/locale.c": {"locale.h", "xlocale.h"},
    "lib/worker/main.c": {"time.h", "unistd.h"},
    "lib/worker/jail.c": {
        "fcntl.h", "linux/audit.h", "linux/filter.h", "linux/seccomp.h",
        "sys/mman.h", "sys/prctl.h", "sys/resource.h", "sys/syscall.h",
        "unistd.h"},
}


def check_quoted(top, place, layer, name):
    other = name.split("/")[0]
    if "/" not in name or other not in MAY or \
            not os.path.isfile(os.path.join(top, "lib", name)):
        repo.fail(place, f'"{name}" is not a header of lib/, '
                         "named from there")
    elif layer == "author" and name == "base/options.h":
        return
    elif other != layer and other not in MAY[layer]:
        repo.fail(place, f'{layer} includes "{name}", and may include '
                         f"only {' '.join(MAY[layer]) or 'itself'}")


def check_angled(place, path, layer, name):
    if name.startswith("tier1/") or name in EXCEPT.get(path, ()):
        return
    for pattern, owners in OWNERS:
        if pattern.match(name):
            if layer not in owners:
                repo.fail(place, f"only {' '.join(owners)} may include "
                                 f"<{name}>")
            return
    if layer not in FREE and name not in C_LIBRARY:
        repo.fail(place, f"<{name}> is not for the core")


def main():
    top = repo.root()
    sources = repo.c_files(top, "lib/")
    for path in sources:
        parts = path.split("/")
        if len(parts) != 3 or parts[1] not in MAY:
            repo.fail(path, "not in the folder of a layer")
            continue
        for line, kind, name in repo.includes(repo.text(top, path)):
            place = f"{path}:{line}"
            if kind == '"':
                check_quoted(top, place, parts[1], name)
            else:
                check_angled(place, path, parts[1], name)
    repo.done(f"{len(sources)} files of lib/ include only what they may")


main()
