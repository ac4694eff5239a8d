#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The repository checks can fail: each finds a breach that is planted in a
copy of the tree."""

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys

import repo

HERE = os.path.dirname(os.path.abspath(__file__))
LONG = "int tier1__long(void);\n{}int tier1__long(void)\n{{\n{}    return 0;\n}}\n"


def append(path, more):
    def plant(top):
        full = os.path.join(top, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "a", encoding="utf-8") as f:
            f.write(more)
    return plant


def each(*plants):
    def plant(top):
        for one in plants:
            one(top)
    return plant


def replace(path, old, new):
    def plant(top):
        full = os.path.join(top, path)
        source = repo.text(top, path)
        changed = re.sub(old, new, source, count=1, flags=re.S)
        assert changed != source, f"{path} has no {old}"
        with open(full, "w", encoding="utf-8") as f:
            f.write(changed)
    return plant


def archive(name, code, into="planted.a"):
    """Plants an archive whose one object does this."""
    def plant(top):
        source = os.path.join(top, name + ".c")
        with open(source, "w", encoding="utf-8") as f:
            f.write(code)
        obj = os.path.join(top, name + ".c.o")
        subprocess.run(["cc", "-w", "-c", source, "-o", obj], check=True)
        subprocess.run(["ar", "cr", os.path.join(top, into), obj], check=True)
        os.remove(source)
    return plant


def shared(code):
    def plant(top):
        source = os.path.join(top, "planted.c")
        with open(source, "w", encoding="utf-8") as f:
            f.write(code)
        subprocess.run(["cc", "-w", "-shared", "-fPIC", source, "-o",
                        os.path.join(top, "planted.so")], check=True)
        os.remove(source)
    return plant




PATH = "/" + "work/main/x"
# check, plant, what it has to say (None: nothing of it), more arguments
PLANTS = [
    ("layers", append("lib/base/buf.h", '#include "diag/diag.h"\n'),
     r"base includes .diag/diag\.h", []),
    ("layers", append("lib/run/planted.c", '#include "compile/x.h"\n'),
     r"is not a header of lib/", []),
    ("layers", append("lib/data/value.h", "#include <lua.h>\n"),
     r"only script may include <lua\.h>", []),
    ("layers", append("lib/run/planted.c", "#include <yaml.h>\n"),
     r"only data may include <yaml\.h>", []),
    ("layers", append("lib/base/buf.h", "#include <stdio.h>\n"),
     r"<stdio\.h> is not for the core", []),
    ("layers", append("lib/other/x.c", ""), r"not in the folder of a", []),
    ("layers", append("lib/image/image.h", '#include "script/script.h"\n'),
     r"image includes .script/script\.h", []),
    ("image", replace("lib/model/flow.h", r"bool once, other, exclusive;",
                      "bool once, other, exclusive, hidden;"),
     r"struct choice_more: `hidden` is not in its table", []),
    ("image", replace("lib/model/flow.h", r"(struct route \{)",
                      r"struct extra {\n    int a;\n};\n\1"),
     r"struct extra has no table", []),
    ("image", replace("lib/image/fields.h", r"X\(FLAG, once\)", "X(FLAG, onse)"),
     r"struct choice_more has no `onse`", []),
    ("public_only", append("examples/embed.c", '#include "base/buf.h"\n'),
     r"is not a header of its own part", []),
    ("public_only", each(append("examples/embed.c",
                                "#include <base/buf.h>\n"),
                         append("bindings/cpp/planted.hpp",
                                "#include <base/buf.h>\n")),
     r"(?s)planted\.hpp:1: .*embed\.c:\d+: <base/buf\.h> is private to", []),
    ("public_only", append("runner/planted.c", "#include <tier1/no.h>\n"),
     r"there is no include/tier1/no\.h", []),
    ("public_only", append("lib/author/x.c", '#include "base/buf.h"\n'),
     r"is not a header of its own part", []),
    ("symbols", replace("lib/tier1.map", r"    tier1_version;\n", ""),
     r"tier1_version is declared and in no map", []),
    ("symbols", replace("lib/tier1.map", r"    tier1_version;\n",
                        "    tier1_version;\n    tier1_versions;\n"),
     r"tier1_versions is in no public header", []),
    ("symbols", replace("script/debian/libtier1-0.symbols",
                        r" tier1_version@[^\n]*\n", ""),
     r"libtier1-0\.symbols: tier1_version is missing", []),
    ("symbols", shared("int tier1_planted(void) { return 0; }"),
     r"tier1_planted is exported and not in the map(?s:.*)"
     r"tier1_version is in the map and not exported",
     ["lib/tier1.map", "planted.so"]),
    ("symbols", archive("planted", "int bare_name(void) { return 0; }"),
     r"bare_name has no prefix", ["lib/tier1.map", "planted.a"]),
    ("symbols", each(archive("one", "int tier1__twice(void) { return 0; }"),
                     archive("two", "int tier1__twice(void) { return 0; }",
                             into="other.a")),
     r"tier1__twice is in planted\.a too",
     ["lib/tier1.map", "planted.a", "lib/author/tier1-author.map", "other.a"]),
    ("docs", replace("include/tier1/base.h", r"Since:    0\.1", ""),
     r'has no "Since:"', []),
    ("docs", append("include/tier1/base.h", "TIER1_API int tier1_new(int);\n"),
     r"tier1_new has no doc comment", []),
    ("docs", append("docs/planted.md", "Call `tier1_nothing(x)`.\n"),
     r"docs/planted\.md:1: there is no tier1_nothing", []),
    ("docs", append("docs/planted.md", "It returns TIER1_ENOTHING.\n"),
     r"there is no TIER1_ENOTHING", []),
    ("headers", append("include/tier1/base.h", "unknown_type x;\n"),
     r"tier1/base\.h: does not compile alone as C11", []),
    ("headers", append("include/tier1/base.h", "void f(int class);\n"),
     r"tier1/base\.h: does not compile alone as C\+\+11", []),
    ("headers", append("lib/base/buf.h", "unknown_type x;\n"),
     r"lib/base/buf\.h: does not compile alone", []),
    ("banned", append("examples/embed.c", "int x = sprintf(b, c);\n"),
     r"sprintf\(\) is banned", []),
    ("banned", append("lib/run/planted.c", "void f(void) { printf(c); }\n"),
     r"printf\(\) is banned in the library", []),
    ("banned", append("lib/run/planted.c", '/* printf(x) */ "printf(x)"\n'),
     None, []),
    ("banned", archive("run_x", 'void f(void) { printf("%d", 1); }'),
     r"asks for printf", ["planted.a"]),
    ("banned", archive("run_x", 'void f(void) { getenv("A"); }'),
     r"asks for getenv", ["planted.a"]),
    ("banned", archive("run_x", "void f(void) { malloc(1); }"),
     r"calls malloc\(\); only mem\.c may", ["planted.a"]),
    ("banned", archive("run_x", "void f(void) { lua_close(0); }"),
     r"calls lua_close\(\) past its layer", ["planted.a"]),
    ("banned", archive("posix_x", 'void f(void) { getenv("A"); }'), None,
     ["planted.a"]),
    ("lengths", each(append("lib/run/planted.c",
                            LONG.format("", "    \n" * 77)),
                     append("bindings/cpp/planted.hpp",
                            LONG.format("", "    \n" * 87))),
     r"(?s)tier1__long has 91 lines.*tier1__long has 81 lines", []),
    ("lengths", append("lib/run/planted.c", LONG.format("", "    \n" * 76)),
     None, []),
    ("lengths", append("lib/run/planted.c", LONG.format(
        "/* flat dispatch */\n", "    \n" * 90)), None, []),
    ("lengths", append("lib/run/planted.c", "/* */\n" * 601),
     r"601 lines, more than 600", []),
    ("bindings", append("bindings/unbound.txt",
                        "tier1_* cpp lua python: none is here\n"),
     None, []),
    ("bindings", append("bindings/unbound.txt", "tier1_e* cpp lua: so\n"
                        "tier1_gone lua: it went\ntier1_version\n"),
     r"(?s):2: tier1_gone is bound for lua.*:3: is no name.*"
     r"cpp/include/: tier1_version is not called.*"
     r"python/ext/: tier1_engine_new is not called", []),
    ("spdx", append("lib/run/planted.c", "int x;\n"),
     r"planted\.c: has no line", []),
    ("spdx", append("script/planted", "#!/bin/sh\n"),
     r"script/planted: has no line", []),
    ("names", append("docs/planted.md", f"see {PATH}\n"),
     r"docs/planted\.md:1: names ", []),
    ("format", each(append("lib/run/planted.c", "int  x ;\n"),
                    append("bindings/cpp/planted.hpp", "int  x ;\n")),
     r"(?s)planted\.hpp: is not as .*planted\.c: is not as clang-format", []),
    ("sources", each(append("lib/run/planted.c", "int x;\n"),
                     append("bindings/cpp/tests/planted.cpp", "int x;\n")),
     r"(?s)planted\.cpp: is in no .*lib/run/planted\.c: is in no meson", []),
    ("sources", each(append("include/tier1/planted.h", "\n"),
                     append("bindings/cpp/include/planted.hpp", "\n")),
     r"(?s)planted\.h: is in no .*planted\.hpp: is in no meson\.build", []),
    ("sources", append("tests/repo/check_planted.py", "\n"),
     r"check_planted\.py: is in no meson\.build", []),
]


def copy_tree(top, to):
    for name in repo.files(top):
        if name.startswith(("bindings/", "bench/")):
            continue
        full = os.path.join(to, name)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        shutil.copy2(os.path.join(top, name), full)


def run(check, top, more):
    return subprocess.run(
        [sys.executable, "-B", os.path.join(HERE, f"check_{check}.py"),
         top] + more, cwd=top, capture_output=True, text=True)


def files_of(top):
    """{path: when it was changed, and its size}"""
    found = {}
    for folder, _, names in os.walk(top):
        for name in names:
            full = os.path.join(folder, name)
            now = os.stat(full)
            found[os.path.relpath(full, top)] = now.st_mtime_ns, now.st_size
    return found


def put_back(base, top):
    """What a plant changed, as it was."""
    good, now = files_of(base), files_of(top)
    for path in now.keys() - good.keys():
        os.remove(os.path.join(top, path))
    for path, state in good.items():
        if now.get(path) != state:
            os.makedirs(os.path.dirname(os.path.join(top, path)),
                        exist_ok=True)
            shutil.copy2(os.path.join(base, path), os.path.join(top, path))


def try_plant(top, number, plant, before):
    check, do, says, more = plant
    label = f"plant {number} ({check})"
    if before.returncode == repo.SKIP:
        print(f"{label}: skipped")
        return
    do(top)
    after = run(check, top, more)
    old = before.stdout.splitlines()
    new = "\n".join(row for row in after.stdout.splitlines()
                    if row not in old)
    if says is None and after.returncode != before.returncode:
        repo.fail(label, f"found what is none:\n{new}{after.stderr}")
    elif says and (after.returncode != 1 or not re.search(says, new)):
        repo.fail(label, f"did not say {says}:\n"
                         f"{new[:2000]}{after.stderr[:2000]}")


def try_some(base, top, plants, before):
    """One after the other in a tree of their own."""
    shutil.copytree(base, top)
    for number, plant in plants:
        try_plant(top, number, plant, before[plant[0]])
        put_back(base, top)


def main():
    top = repo.root()
    with repo.temp() as folder:
        base = os.path.join(folder, "base")
        copy_tree(top, base)
        checks = sorted({plant[0] for plant in PLANTS})
        many = os.cpu_count() or 1
        with concurrent.futures.ThreadPoolExecutor(many) as pool:
            before = dict(zip(checks, pool.map(
                lambda check: run(check, base, []), checks)))
            numbered = list(enumerate(PLANTS, 1))
            list(pool.map(lambda i: try_some(
                base, os.path.join(folder, f"tree{i}"), numbered[i::many],
                before), range(many)))
    untried = {n[len("check_"):-len(".py")] for n in os.listdir(HERE)
               if re.match(r"check_\w+\.py$", n)} - \
        {p[0] for p in PLANTS} - {"checks"}
    for check in sorted(untried):
        repo.fail(f"check_{check}.py", "nothing was planted for it")
    repo.done(f"{len(PLANTS)} plants")


main()
