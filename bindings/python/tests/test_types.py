# SPDX-License-Identifier: MIT
"""The types that are told are those that are there: strict mypy over what
uses them, and stubtest over the extension."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

import tier1
from conftest import HERE

pytest.importorskip("mypy")


def run(*command: str, cwd: pathlib.Path) -> None:
    path = os.pathsep.join((str(HERE), str(HERE.parent / "src")))
    ran = subprocess.run([sys.executable, "-m", *command], cwd=cwd, text=True,
                         capture_output=True, check=False,
                         env={**os.environ, "MYPYPATH": path})
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_mypy(tmp_path: pathlib.Path) -> None:
    sources = [str(p) for folder in ("src/tier1", "tests", "examples", "bench")
               for p in sorted((HERE.parent / folder).glob("*.py"))]
    run("mypy", "--strict", "--cache-dir", str(tmp_path), *sources,
        cwd=tmp_path)


def test_stubs(tmp_path: pathlib.Path) -> None:
    run("mypy.stubtest", "tier1._tier1", cwd=tmp_path)


def test_all_is_told() -> None:
    for name in tier1.__all__:
        thing = getattr(tier1, name)
        assert name in ("LATER", "Value") or thing.__doc__, name
    for kind in (tier1.Engine, tier1.Library, tier1.Flow, tier1.Session):
        for name, member in vars(kind).items():
            assert name.startswith("_") or member.__doc__, name
