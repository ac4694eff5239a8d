# SPDX-License-Identifier: MIT
"""The table of instructions does not let by what it must not."""

import instructions as i

TABLE = i.read_table("# a comment\nstep gcc-12 1000\nload gcc-12 5000\n"
                     "step clang-14 900\n")


def is_bad(compiler, measured):
    lines, bad = i.compare(TABLE, compiler, measured)
    assert len(lines) == len(measured), lines
    return bad


assert i.read_table(i.write_table(TABLE)) == TABLE
assert not is_bad("gcc-12", {"step": 1000.0, "load": 5099.0})
assert is_bad("gcc-12", {"step": 1000.0, "load": 5101.0})
assert not is_bad("gcc-12", {"step": 500.0})  # told, and no error
assert "make it anew" in i.compare(TABLE, "gcc-12", {"step": 500.0})[0][0]
assert is_bad("gcc-12", {"walk": 1.0})  # no such row
assert not i.knows(TABLE, "gcc-13") and i.knows(TABLE, "clang-14")
assert "nothing" in i.compare(TABLE, "gcc-13", {"step": 1.0})[0][0]
