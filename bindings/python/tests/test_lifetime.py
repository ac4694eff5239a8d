# SPDX-License-Identifier: MIT
"""Objects go in any order, and nothing is left of them."""

from __future__ import annotations

import gc
import itertools
import weakref

import pytest

import tier1
from conftest import HOSTED, LAMP, load


class Seen:
    """A host function that can be watched."""

    def __call__(self, call: tier1.Call) -> tier1.Later:
        return tier1.LATER


@pytest.mark.parametrize("order", itertools.permutations(range(3)))
def test_any_order(order: tuple[int, ...]) -> None:
    engine = tier1.Engine()
    library = load(engine, LAMP)
    held: list[object] = [engine, library,
                          tier1.Session.start(engine, library)]
    del engine, library
    for which in order:
        held[which] = None
        gc.collect()
        session = held[2]
        if isinstance(session, tier1.Session):
            session.answer("no")
            session.back()
            assert session.flow.id == "lamp"


def test_sessions_outlive_a_closed_engine() -> None:
    with tier1.Engine() as engine:
        engine.host("look", Seen())
        session = tier1.Session.start(engine, load(engine, HOSTED))
    assert engine.closed and session.engine is engine
    wait = session.view.wait
    assert wait is not None
    session.complete(wait.token, {"still": ["here"]})
    assert session.variable("look") == {"still": ["here"]}
    copy = session.what_if()
    session.close()
    session.close()
    with pytest.raises(tier1.MisuseError, match="closed"):
        session.view
    with pytest.raises(tier1.MisuseError, match="closed"):
        session.state
    assert copy.state == "done"
    copy.close()
    with pytest.raises(tier1.MisuseError, match="closed"):
        load(engine, LAMP)


def test_host_functions_go_with_the_last_session() -> None:
    look = Seen()
    gone = weakref.ref(look)
    engine = tier1.Engine()
    engine.host("look", look)
    session = tier1.Session.start(engine, load(engine, HOSTED))
    del look, engine
    assert gone() is not None
    del session
    assert gone() is None


def test_cycles_are_collected() -> None:
    engine = tier1.Engine()
    look = Seen()
    gone = weakref.ref(look)
    engine.host("look", look)
    session = tier1.Session.start(engine, load(engine, HOSTED))
    setattr(look, "held", [engine, session, session.view])
    del look, engine, session
    gc.collect()
    assert gone() is None


def test_replaced_functions_go() -> None:
    engine = tier1.Engine()
    first = Seen()
    gone = weakref.ref(first)
    engine.host("look", first)
    del first
    assert gone() is not None
    engine.host("look", Seen())
    assert gone() is None


def test_dropped_inside_of_a_call() -> None:
    """A session that goes while its engine is in a call is freed after it."""
    engine = tier1.Engine()
    held = [tier1.Session.start(engine, load(engine, LAMP)) for _ in range(9)]

    def look(call: tier1.Call) -> int:
        held.clear()
        gc.collect()
        return 1

    engine.host("look", look)
    assert tier1.Session.start(engine, load(engine, HOSTED)).state == "done"


def test_dropped_inside_of_a_load() -> None:
    engine = tier1.Engine()
    held = [tier1.Session.start(engine, load(engine, LAMP))]

    def read(from_: str, name: str) -> str:
        held.clear()
        with pytest.raises(tier1.MisuseError, match="in a call"):
            load(engine, LAMP)
        return "function f() end"

    library = load(engine, LAMP.replace("steps:", "lua: f.lua\nsteps:"),
                   read=read)
    assert not held and len(library) == 1


def test_nothing_is_left() -> None:
    """The objects of Python, counted, after walks of every kind."""
    engine = tier1.Engine()
    engine.host("look", Seen())
    library, hosted = load(engine, LAMP), load(engine, HOSTED)

    def walk() -> None:
        session = tier1.Session.start(engine, library, custom={"a": [1, {}]})
        for answer in ("perhaps", "no", {"no": "map"}, "failed", "failed"):
            try:
                session.answer(answer)
            except tier1.Error:
                pass
            _ = session.view, session.visits, session.changes, session.outcome
        tier1.Session.restore(engine, library, session.snapshot(key=b"k"),
                              key=b"k").packet("text")
        tier1.Session.replay(engine, library, session.record()).what_if()
        waits = tier1.Session.start(engine, hosted)
        assert waits.view.wait is not None
        waits.complete(waits.view.wait.token, [1, "two", {"three": 3.5}])
        with pytest.raises(tier1.LoadError):
            load(engine, "tier1: 1")

    for _ in range(3):
        walk()
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(30):
        walk()
    gc.collect()
    assert len(gc.get_objects()) - before < 30
