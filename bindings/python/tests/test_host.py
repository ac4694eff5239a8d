# SPDX-License-Identifier: MIT
"""What an engine calls: host functions, at once and later, a clock, ticks and
randomness; and what they raise."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from typing import Any

import pytest

import tier1
from conftest import HOSTED, LAMP, load


class Desk:
    """An engine with a clock of its own."""

    def __init__(self) -> None:
        self.now = 1767603600000
        self.engine = tier1.Engine(clock=lambda: self.now,
                                   random=lambda length: b"\7" * length)
        self.library = load(self.engine, HOSTED)

    def start(self) -> tier1.Session:
        return tier1.Session.start(self.engine, self.library)


LOOPS = """tier1: 1
id: loops
title: Never ends
steps:
  a: {run: "(function() while true do end end)()", on_error: late, next: b}
  b: {resolve: It ended?}
  late: {resolve: Late.}
"""


def test_worker() -> None:
    """TIER1_WORKER names the program; else it is where the library looks for
    it, or this library has none."""
    program = os.environ.get("TIER1_WORKER")
    options: bool | dict[str, str | int] = (
        {"program": program, "deadline_ms": 1000} if program else True)
    try:
        engine = tier1.Engine(worker=options, caps={"hook_ms": 100})
    except tier1.NotFoundError:
        assert not program
        pytest.skip("this library has no worker")
    engine.host("look", lambda call: call.args[0])
    session = tier1.Session.start(engine, load(engine, HOSTED))
    assert session.variable("look") == 3
    session = tier1.Session.start(engine, load(engine, LOOPS))
    assert session.outcome.text == "Late."
    with pytest.raises(tier1.NotFoundError, match="/none"):
        tier1.Engine(worker={"program": "/none"})
    with pytest.raises(TypeError, match="no option 'porgram'"):
        tier1.Engine(worker={"porgram": 1})
    with pytest.raises(TypeError, match="program is a str"):
        tier1.Engine(worker={"program": 7})
    with pytest.raises(OverflowError):
        tier1.Engine(worker={"memory": -1})
    assert tier1.Engine(worker=False)


def test_at_once() -> None:
    desk = Desk()
    calls = []

    @desk.engine.host("look")
    def look(call: tier1.Call) -> str:
        calls.append(call)
        return str(call.args[1]) + str(call.args[0])

    session = desk.start()
    assert session.outcome.text == "It says x3."
    assert calls[0].name == "look" and calls[0].session == session.id
    assert look(calls[0]) == "x3"
    desk.engine.host("look", lambda call: "second")
    assert desk.start().outcome.text == "It says second."
    desk.engine.forget("look")
    assert desk.start().outcome.step == "sorry"
    desk.engine.forget("look")
    desk.engine.host(None, lambda call: call.name)
    assert desk.start().variable("look") == "look"
    with pytest.raises(tier1.InvalidError):
        desk.engine.host("no name", print)
    with pytest.raises(TypeError):
        desk.engine.host("look", 7)  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        desk.engine.host(7, print)  # type: ignore[call-overload]
    with pytest.raises(TypeError):
        decorate: Any = desk.engine.host("look")
        decorate(7)


@pytest.mark.parametrize("value", [
    None, True, False, 0, -2**63, 2**63 - 1, 0.5, "", "ä€😀", [], [1, [2]],
    {}, {"b": 1, "a": {"c": []}}])
def test_values_come_through(value: tier1.Value) -> None:
    desk = Desk()
    desk.engine.host("look", lambda call: tier1.LATER)
    session = desk.start()
    assert session.view.wait is not None
    session.complete(session.view.wait.token, value)
    got = session.variable("look")
    assert got == value and type(got) is type(value)


@pytest.mark.parametrize("value, kind", [
    (2**63, OverflowError), (float("nan"), tier1.InvalidError),
    (b"bytes", TypeError), (object(), TypeError), ({1: 2}, TypeError),
    ("a\0b", ValueError), ({"a\0": 1}, ValueError), ({"\ud800": 1}, ValueError)])
def test_values_that_are_none(value: Any, kind: type[Exception]) -> None:
    desk = Desk()
    desk.engine.host("look", lambda call: value)
    session = desk.start()
    assert session.outcome.step == "sorry"
    assert isinstance(desk.engine.host_error, kind)
    desk.engine.host("look", lambda call: tier1.LATER)
    session = desk.start()
    assert session.view.wait is not None
    with pytest.raises(kind):
        session.complete(session.view.wait.token, value)
    assert session.state is tier1.State.WAIT


def test_nested_too_deep() -> None:
    desk = Desk()
    deep: list[Any] = []
    deep.append(deep)
    desk.engine.host("look", lambda call: deep)
    assert desk.start().outcome.step == "sorry"
    assert isinstance(desk.engine.host_error, RecursionError)
    bounded: list[Any] = []
    for _ in range(40):
        bounded = [bounded]
    desk.engine.host("look", lambda call: bounded)
    assert desk.start().outcome.step == "sorry"
    assert isinstance(desk.engine.host_error, tier1.LimitError)


def test_exceptions_are_hook_errors() -> None:
    desk = Desk()

    def raises(exception: BaseException) -> tier1.Session:
        def look(call: tier1.Call) -> None:
            raise exception

        desk.engine.host("look", look)
        return desk.start()

    busy = RuntimeError("the line is busy")
    session = raises(busy)
    assert session.outcome.step == "sorry"
    assert "the line is busy" in session.packet()
    assert desk.engine.host_error is busy
    assert busy.__traceback__ is not None
    assert raises(ZeroDivisionError()).outcome.step == "sorry"
    assert "ZeroDivisionError" in desk.start().packet()
    assert raises(ValueError("\ud800")).outcome.step == "sorry"
    assert raises(tier1.HostError("it is out")).outcome.step == "sorry"
    assert raises(tier1.HostTimeout("slow")).outcome.step == "late"
    assert raises(TimeoutError()).outcome.step == "late"
    with pytest.raises(MemoryError):
        raises(MemoryError())
    with pytest.raises(KeyboardInterrupt):
        raises(KeyboardInterrupt())
    desk.engine.host("look", lambda call: 1)
    assert desk.start().variable("look") == 1
    assert desk.engine.host_error is None


def test_the_cause_of_an_error() -> None:
    """Where a call fails for what a host function raised, that is the
    cause."""
    desk = Desk()
    full = MemoryError("the shelf is full")

    def look(call: tier1.Call) -> None:
        raise full

    desk.engine.host("look", look)
    with pytest.raises(MemoryError) as e:
        desk.start()
    assert e.value.__cause__ is full is desk.engine.host_error


def test_later() -> None:
    desk = Desk()
    tokens = []

    @desk.engine.host("look")
    def look(call: tier1.Call) -> tier1.Later:
        tokens.append(call.token)
        return tier1.LATER

    session = desk.start()
    wait = session.view.wait
    assert session.state is tier1.State.WAIT and wait is not None
    assert wait.kind is tier1.WaitKind.HOST and wait.name == "look"
    assert wait.token == tokens[0] and wait.args == (3, "x")
    assert wait.deadline == desk.now + 5000 and wait.to is None
    assert session.tick() is tier1.State.WAIT
    with pytest.raises(tier1.NotFoundError):
        session.complete(wait.token + 1, 1)
    with pytest.raises(OverflowError):
        session.complete(2**64, 1)
    with pytest.raises(OverflowError):
        session.complete(-1, 1)
    assert session.complete(wait.token, "later") is tier1.State.DONE
    assert session.outcome.text == "It says later."
    with pytest.raises(tier1.NotFoundError):
        session.complete(wait.token, "twice")

    fails = desk.start()
    assert fails.fail(tokens[-1], "no answer") == "done"
    assert fails.outcome.step == "sorry"
    slow = desk.start()
    assert slow.fail(tokens[-1], timeout=True) == "done"
    assert slow.outcome.step == "late"
    late = desk.start()
    desk.now += 5000
    assert late.tick() is tier1.State.DONE
    assert late.outcome.step == "late"


def test_answered_from_a_thread() -> None:
    desk = Desk()
    done = threading.Event()
    answers: list[tuple[int, Any]] = []

    @desk.engine.host("look")
    def look(call: tier1.Call) -> tier1.Later:
        def work() -> None:
            answers.append((call.token, "worked out"))
            done.set()

        threading.Thread(target=work).start()
        return tier1.LATER

    session = desk.start()
    assert done.wait(10)
    session.complete(*answers.pop())
    assert session.outcome.text == "It says worked out."


def test_going_back_in_is_refused() -> None:
    desk = Desk()
    session = tier1.Session.start(desk.engine, load(desk.engine, LAMP))
    errors: list[Exception] = []

    def look(call: tier1.Call) -> None:
        calls: list[Callable[[], Any]] = [
            lambda: session.view, lambda: session.answer("no"), session.close,
            desk.engine.close, desk.start,
            lambda: desk.engine.forget("look")]
        for forbidden in calls:
            try:
                forbidden()
            except tier1.MisuseError as e:
                errors.append(e)

    desk.engine.host("look", look)
    desk.start()
    assert len(errors) == 6 and "in a call" in str(errors[0])
    assert session.view.step == "plugged"


def test_another_thread_is_refused() -> None:
    desk = Desk()
    inside, over = threading.Event(), threading.Event()

    def look(call: tier1.Call) -> None:
        inside.set()
        assert over.wait(10)

    desk.engine.host("look", look)
    other = tier1.Session.start(desk.engine, load(desk.engine, LAMP))
    thread = threading.Thread(target=desk.start)
    thread.start()
    assert inside.wait(10)
    with pytest.raises(tier1.MisuseError, match="another thread"):
        other.answer("no")
    del other  # freed when the call is over
    over.set()
    thread.join()
    assert desk.start().state is tier1.State.DONE


def test_clock() -> None:
    desk = Desk()
    session = tier1.Session.start(desk.engine, load(desk.engine, LAMP))
    desk.now += 2500
    session.answer("no")
    assert session.visits[0].milliseconds == 2500
    assert session.view.elapsed_seconds == 2


def test_what_the_world_raises() -> None:
    broken = ValueError("no entropy")

    def raises(*args: Any) -> Any:
        raise broken

    engine = tier1.Engine(random=raises)
    library = load(engine, LAMP)
    with pytest.raises(ValueError, match="no entropy"):
        tier1.Session.start(engine, library)
    short = tier1.Engine(random=lambda length: b"x")
    with pytest.raises(ValueError, match="1 bytes"):
        tier1.Session.start(short, load(short, LAMP))
    engine = tier1.Engine(clock=raises)
    with pytest.raises(ValueError, match="no entropy"):
        tier1.Session.start(engine, load(engine, LAMP))
    engine = tier1.Engine(ticks=lambda: "now")  # type: ignore
    engine.host("look", print)
    with pytest.raises(TypeError):
        tier1.Session.start(engine, load(engine, HOSTED))


def test_without_a_world() -> None:
    engine = tier1.Engine(clock=None, ticks=None, random=None)
    library = load(engine, LAMP)
    with pytest.raises(tier1.MisuseError):
        tier1.Session.start(engine, library)
    session = tier1.Session.start(engine, library, id="s-1")
    assert session.visits[0].at == 0
    session.abandon()
    record = json.loads(session.record())
    assert record["session"] == "s-1" or "s-1" in json.dumps(record)


def test_caps() -> None:
    engine = tier1.Engine(caps={"answer_bytes": 8, "hook-ms": 50})
    session = tier1.Session.start(engine, load(engine, LAMP))
    with pytest.raises(tier1.AnswerError):
        session.answer("n" * 9)
    with pytest.raises(tier1.NotFoundError, match="wishes"):
        tier1.Engine(caps={"wishes": 3})
    with pytest.raises(OverflowError):
        tier1.Engine(caps={"steps": -1})
    with pytest.raises(TypeError):
        tier1.Engine(caps={"steps": "many"})  # type: ignore
    with pytest.raises(TypeError):
        tier1.Engine(clock=7)  # type: ignore[arg-type]
