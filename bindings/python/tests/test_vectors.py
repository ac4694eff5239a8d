# SPDX-License-Identifier: MIT
"""Recorded walks, walked again through the binding: every call gives the
same, and the record and the packets are the same to the byte. Those of the
project are looked for in the tree, or where TIER1_VECTORS says."""

from __future__ import annotations

import copy
import json
import os
import pathlib
from typing import Any

import pytest

import vectors
from conftest import HERE, HOSTED

FOLDER = pathlib.Path(os.environ.get("TIER1_VECTORS",
                                     HERE / "../../../tests/vectors"))
FILES = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=[p.stem for p in FILES])
def test_the_same(path: pathlib.Path) -> None:
    count, found = vectors.replay_file(path)
    assert count > 0 and found == []


@pytest.mark.skipif(not FILES, reason="the vectors are not here")
def test_there_are_enough() -> None:
    assert sum(len(json.loads(p.read_text(encoding="utf-8"))["walks"])
               for p in FILES) >= 200


def made() -> dict[str, Any]:
    """A walk as it comes, written down as vectors are."""
    walk: dict[str, Any] = {
        "name": "made", "flow": "hosted", "options": {"id": "s-1"},
        "at": 1767603600000, "start": {}, "end": {"customer": {}},
        "host": {"look": [{"later": True}]},
        "actions": [{"call": "complete", "value": 2, "at": 1767603601000}]}
    library = vectors.load({"sources": [{"name": "t.yaml", "text": HOSTED}]})
    walker = vectors.Walker(library, walk)
    walk["start"] = walker.result(walker.begin)
    for action in walk["actions"]:
        action.update(walker.call(action))
    walk["end"] = walker.end()
    assert list(vectors.replay(library, copy.deepcopy(walk))) == []
    return {"library": library, "walk": walk}


@pytest.mark.parametrize("place", [
    ("start", "view", "step"), ("start", "returns"),
    ("start", "view", "wait", "deadline"), ("actions", 0, "returns"),
    ("actions", 0, "view", "can_back"), ("end", "record"),
    ("end", "packets", "markdown"), ("end", "customer", "json"),
    ("end", "outcome", "text")])
def test_a_difference_is_seen(place: tuple[Any, ...]) -> None:
    file = made()
    held = file["walk"]
    for key in place[:-1]:
        held = held[key]
    value = held[place[-1]]
    held[place[-1]] = value + "x" if isinstance(value, str) else value + 1
    found = list(vectors.replay(file["library"], file["walk"]))
    assert len(found) == 1 and str(place[-1]) in found[0]
