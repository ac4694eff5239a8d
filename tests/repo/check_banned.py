#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Functions that no code here may call, and, by what its objects ask of the
linker, what the core takes from outside.

check_banned.py ROOT [libtier1.a]"""

import re
import subprocess
import sys

import repo

# Anywhere: they overflow, depend on the locale, or keep hidden state.
EVERYWHERE = """sprintf vsprintf strcpy strcat stpcpy gets atoi atol atoll
atof strtok alloca asctime ctime localtime gmtime tmpnam mktemp
rand srand""".split()
# In lib/ but lib/posix: the library prints, reads and ends nothing.
CORE = """printf fprintf dprintf snprintf vprintf vfprintf vsnprintf puts
fputs putchar fopen fread fwrite getenv secure_getenv exit _Exit abort system
popen time clock strtol strtoll strtoul strtoull strtod strtof strtold sscanf
setlocale localeconv isalpha isdigit isspace isalnum tolower toupper strcoll
strerror signal setjmp longjmp qsort""".split()
# The same names mean something else as fields and Lua functions: a call has
# to look like one, and not like a member.
CALL = r"(?<![\w.>])({})\s*\("

# What the objects of the core may ask of the C library.
ALLOWED = set("""memchr memcmp memcpy memmove memset strchr strcmp strcspn
strlen strncmp strpbrk strrchr strspn strstr
ceil copysign fabs floor fmod frexp ldexp log log10 log2 modf nextafter pow
round trunc exp exp2 fmax fmin sqrt""".split())
# Some only in one file: mem.c is the only way to the allocator; locale.c
# keeps the host's locale out of Lua, in its own thread.
ONLY_IN = {"malloc": "base_mem", "realloc": "base_mem", "free": "base_mem",
           "newlocale": "script_locale", "freelocale": "script_locale",
           "uselocale": "script_locale"}
# What compilers add, and the assertions of debug builds.
MACHINERY = re.compile(
    r"_GLOBAL_OFFSET_TABLE_|__stack_chk_fail|__assert_fail|__tls_get_addr"
    r"|__(mem|str)\w+_chk|__(asan|ubsan|sanitizer|tsan|msan|lsan|gcov|llvm)_"
    r"|__(u?div|u?mod|mul|fix|float)\w+|__popcountdi2"
    r"|__(isnan|isinf|signbit|fpclassify|finite)\w*")


def check_source(top):
    everywhere = re.compile(CALL.format("|".join(EVERYWHERE)))
    core = re.compile(CALL.format("|".join(CORE)))
    paths = repo.c_files(top, "lib/", "runner/", "examples/", "include/")
    for path in paths:
        free = not path.startswith("lib/") or \
            path.startswith(("lib/posix/", "lib/store/"))
        for number, row in enumerate(
                repo.bare(repo.text(top, path)).splitlines(), 1):
            for m in everywhere.finditer(row):
                repo.fail(f"{path}:{number}", f"{m.group(1)}() is banned")
            if not free:
                for m in core.finditer(row):
                    repo.fail(f"{path}:{number}",
                              f"{m.group(1)}() is banned in the library")
    return len(paths)


def check_objects(archive):
    out = subprocess.run(["nm", "-u", archive], check=True,
                         capture_output=True, text=True).stdout
    member, count = "", 0
    for row in out.splitlines():
        if row.endswith(".o:"):
            member, count = row[:-1], count + 1
        elif row.split() and "posix" not in member:
            check_undefined(member, row.split()[-1])
    if count == 0:
        repo.fail(archive, "holds no object")


def check_undefined(member, name):
    if name.startswith(("tier1_", "yaml_", "lua_", "luaL_", "luaopen_")):
        if name.startswith("lua") and "script_" not in member or \
                name.startswith("yaml_") and "data_" not in member:
            repo.fail(member, f"calls {name}() past its layer")
    elif name in ONLY_IN:
        if ONLY_IN[name] not in member:
            repo.fail(member, f"calls {name}(); only "
                              f"{ONLY_IN[name].split('_')[1]}.c may")
    elif name not in ALLOWED and not MACHINERY.match(name):
        repo.fail(member, f"asks for {name}, which is not in the list of "
                          "what the core may take (ALLOWED)")


def main():
    count = check_source(repo.root())
    for archive in sys.argv[2:]:
        check_objects(archive)
    repo.done(f"{count} files, {len(sys.argv[2:])} archives")


main()
