# SPDX-License-Identifier: MIT
"""What the guide shows is run, block after block of a page in one place. Only
in the tree of the project, where the guide is."""

from __future__ import annotations

import json
import pathlib
import re
from typing import Any

import pytest

import tier1
from conftest import HERE, HOSTED, LAMP, load

PAGE = HERE / "../../../docs/python.md"
BLOCK = re.compile(r"^<!-- run -->\n```python\n(.*?)^```$", re.M | re.S)
PINGS = HOSTED.replace('host.look(3, "x")', 'host.ping("lamp").reached')


def blocks() -> list[tuple[int, str]]:
    """Line and text of each."""
    if not PAGE.exists():
        return []
    text = PAGE.read_text(encoding="utf-8")
    return [(text.count("\n", 0, m.start(1)), m.group(1))
            for m in BLOCK.finditer(text)]


@pytest.mark.skipif(not PAGE.exists(), reason="the guide is not here")
def test_guide(engine: tier1.Engine) -> None:
    names: dict[str, Any] = {
        "engine": engine, "json": json, "lamp": LAMP,
        "library": load(engine, LAMP), "hosted": load(engine, PINGS),
        "started": {}, "tier1": tier1}
    shown = blocks()
    assert len(shown) >= 6
    for line, text in shown:
        exec(compile("\n" * line + text, str(PAGE), "exec"), names)
    assert names["started"] and names["session"].view.step == "plugged"


def test_example_is_that_of_the_guide() -> None:
    if not PAGE.exists():
        pytest.skip("the guide is not here")
    example = pathlib.Path(HERE.parent / "examples" / "walk.py").read_text(
        encoding="utf-8")
    assert example[example.index("import"):] in PAGE.read_text(
        encoding="utf-8")
