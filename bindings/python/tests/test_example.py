# SPDX-License-Identifier: MIT
"""The example, as it stands in the guide, with piped answers."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conftest import HERE

EXAMPLE = HERE.parent / "examples" / "walk.py"


def run(answers: str, flow: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, str(EXAMPLE), flow], input=answers,
                          text=True, capture_output=True, check=False)


@pytest.mark.parametrize("answers, line", [
    ("", "Is the lamp plugged in?"),
    ("no\n", "  no: No"),
    ("perhaps\nno\nworked\n", "Answer yes or no."),
    ("no\nworked\n", "Let there be light."),
    ("yes\nfailed\n", "broken_lamp"),
])
def test_walks(answers: str, line: str) -> None:
    ran = run(answers, str(HERE / "lamp.yaml"))
    assert ran.returncode == 0 and ran.stderr == ""
    assert line in ran.stdout


def test_a_missing_flow() -> None:
    ran = run("", "missing.yaml")
    assert ran.returncode == 1 and "missing.yaml" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_is_short() -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) <= 30
