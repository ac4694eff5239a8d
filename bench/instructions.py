#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Instructions of fixed workloads, beside those that the table says: the
figure that is the same on a busy machine.

    instructions.py bench_fixed COMPILER              compare
    instructions.py bench_fixed COMPILER --write      make the table anew
    instructions.py bench_fixed COMPILER NAME...      some of them

COMPILER is a name with its major version, "gcc-12". More than 2 % above the
table is an error, and so is a workload that it does not have; more than 2 %
below is told, for the table to be made anew. With a compiler that it does not
have, or without valgrind, there is nothing to compare with: that is a skipped
test, and an error where TIER1_INSTRUCTIONS=required is set, as script/test
does.
"""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                     "instructions.txt")
MOST = 2.0  # per cent
SKIP = 77  # Meson's exit status of a test that could not run

HEAD = """\
# SPDX-License-Identifier: MIT
# workload, compiler, instructions of one. A change that raises a figure makes
# the table anew, and says why: meson compile -C build/release instructions
"""

# The C library takes other ways on other processors, and counts one
# instruction that sets or moves many bytes once for each of them.
TUNED = {**os.environ, "LD_BIND_NOW": "1", "LC_ALL": "C",
         "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-ERMS,-FSRM:"
                           "glibc.cpu.x86_rep_stosb_threshold=1073741824:"
                           "glibc.cpu.x86_rep_movsb_threshold=1073741824"}


def measure(program, names):
    """{workload: instructions of one}"""
    with tempfile.TemporaryDirectory() as folder:
        ran = subprocess.run(
            ["valgrind", "--tool=callgrind", "--toggle-collect=fixed_work",
             "--dump-after=fixed_work",
             f"--callgrind-out-file={folder}/out", program, *names],
            capture_output=True, text=True, env=TUNED)
        if ran.returncode:
            sys.exit(ran.stdout + ran.stderr)
        dumps = sorted(glob.glob(f"{folder}/out.*"),
                       key=lambda path: int(path.rsplit(".", 1)[1]))
        totals = []
        for path in dumps:
            with open(path, encoding="utf-8") as dump:
                text = dump.read()
            if "Trigger: --dump-after=fixed_work" in text:
                totals.append(int(re.search(r"^totals: (\d+)", text,
                                            re.M)[1]))
    did = [row.split() for row in ran.stdout.splitlines()]
    if not did or len(did) != len(totals):
        sys.exit(f"{len(did)} workloads, {len(totals)} counts:\n{ran.stderr}")
    return {name: total / int(count)
            for (name, count), total in zip(did, totals)}


def read_table(text):
    """{(workload, compiler): instructions}"""
    rows = [row.split() for row in text.splitlines()
            if row and not row.startswith("#")]
    return {(name, compiler): float(number) for name, compiler, number in rows}


def write_table(table):
    order = sorted(table.items(), key=lambda item: (item[0][1], item[0][0]))
    return HEAD + "".join(f"{name:<14} {compiler:<10} {number:.0f}\n"
                          for (name, compiler), number in order)


def compare(table, compiler, measured):
    """Lines to print, and whether something is wrong."""
    lines, bad = [], False
    for name, number in measured.items():
        old = table.get((name, compiler))
        if old is None:
            lines.append(f"{name:<14} {number:14.0f}  the table has none for "
                         f"{compiler}: compared with nothing")
            bad = True
            continue
        differ = (number - old) / old * 100
        note = ""
        if differ > MOST:
            note = f"  more than {MOST:g} % above the table"
            bad = True
        elif differ < -MOST:
            note = "  less than the table says: make it anew"
        lines.append(f"{name:<14} {number:14.0f} {old:14.0f} {differ:+7.2f} %"
                     + note)
    return lines, bad


def knows(table, compiler):
    return any(key[1] == compiler for key in table)


def nothing(why):
    """Leaves, where nothing could be compared."""
    print(f"{why}: nothing was compared")
    required = os.environ.get("TIER1_INSTRUCTIONS") == "required"
    sys.exit(1 if required else SKIP)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program, compiler = sys.argv[1:3]
    names = [word for word in sys.argv[3:] if word != "--write"]
    if not shutil.which("valgrind"):
        nothing("valgrind is not installed")
    measured = measure(program, names)
    table = {}
    if os.path.exists(TABLE):
        with open(TABLE, encoding="utf-8") as file:
            table = read_table(file.read())
    if "--write" in sys.argv:
        if not names:  # rows of workloads that are no more
            table = {key: number for key, number in table.items()
                     if key[1] != compiler}
        table.update({(name, compiler): number
                      for name, number in measured.items()})
        with open(TABLE, "w", encoding="utf-8") as file:
            file.write(write_table(table))
    lines, bad = compare(table, compiler, measured)
    print("\n".join(lines))
    if not knows(table, compiler):
        nothing(f"the table has no line of {compiler}")
    if bad:
        print("to make the table anew, where that is meant: "
              "meson compile -C BUILD instructions")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
