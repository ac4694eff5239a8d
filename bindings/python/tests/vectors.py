# SPDX-License-Identifier: MIT
"""Walks recorded walks again, and tells where what comes differs from what
was recorded.

    python3 vectors.py FILE…"""

from __future__ import annotations

import json
import pathlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import tier1

Json = dict[str, Any]
STATES = {tier1.State.ASK: 1, tier1.State.WAIT: 2, tier1.State.DONE: 3}
FATES = {fate: number for number, fate in enumerate(tier1.Fate, 1)}
WAITS = {kind: number for number, kind in enumerate(tier1.WaitKind, 1)}


def without_none(**members: Any) -> Json:
    return {key: value for key, value in members.items()
            if value is not None}


# ---- what is seen ----------------------------------------------------------

def seen_question(question: tier1.Question) -> Json:
    return without_none(
        type=str(question.type),
        choices=[c.value for c in question.choices] or None)


def seen_wait(wait: tier1.Wait) -> Json:
    return without_none(
        kind=WAITS[wait.kind], token=str(wait.token), name=wait.name,
        to=wait.to, args=list(wait.args) or None, deadline=wait.deadline or 0)


def seen_view(view: tier1.View) -> Json:
    return without_none(
        state=STATES[view.state], kind=str(view.kind), flow=view.flow,
        step=view.step, text=view.text, problem=view.problem,
        **seen_question(view.question),
        fields=[without_none(name=f.name, **seen_question(f))
                for f in view.fields] or None,
        steps_done=view.steps_done, elapsed_seconds=view.elapsed_seconds,
        can_back=view.can_back, can_escalate=view.can_escalate,
        wait=None if view.wait is None else seen_wait(view.wait))


def seen_packets(session: tier1.Session, for_customer: bool) -> Json:
    return {str(form): session.packet(form, for_customer=for_customer)
            for form in tier1.Form}


def seen_end(session: tier1.Session, customer: bool) -> Json:
    o = session.outcome
    seen: Json = {
        "outcome": without_none(
            end=str(o.end), reason=o.reason, code=o.code, flow=o.flow,
            step=o.step, text=o.text, detail=o.detail),
        "visits": [f"{'-' if v.undone else ''}{v.flow}/{v.step}"
                   for v in session.visits],
        "record": session.record()}
    if session.state is tier1.State.DONE:
        seen["packets"] = seen_packets(session, False)
        if customer:
            seen["customer"] = seen_packets(session, True)
    return seen


# ---- walking ---------------------------------------------------------------

def host(results: list[Json]) -> Callable[[tier1.Call], Any]:
    """A host function that gives one result after the other."""
    left = iter(results)

    def function(call: tier1.Call) -> Any:
        one = next(left, None)
        if one is None:
            raise SystemExit(f"{call.name} is called once too often")
        if "later" in one:
            return tier1.LATER
        if "timeout" in one:
            raise tier1.HostTimeout
        if "error" in one:
            raise tier1.HostError(one["error"])
        return one["value"]

    return function


class Walker:
    """Does what a walk says, and tells what came of it."""

    def __init__(self, library: tier1.Library, walk: Json) -> None:
        self.library, self.walk = library, walk
        self.now: int = walk.get("at", 0)
        self.engine = tier1.Engine(
            clock=(lambda: self.now) if "at" in walk else None,
            ticks=None, random=None, caps=walk.get("caps"))
        for name, results in walk.get("host", {}).items():
            self.engine.host(name, host(results))
        self.session: tier1.Session | None = None

    def begin(self) -> tier1.State:
        self.session = tier1.Session.start(
            self.engine, self.library[self.walk["flow"]],
            **self.walk.get("options", {}))
        return self.session.state

    def act(self, action: Json) -> tier1.State | None:
        call, why = action["call"], action.get("why")
        session = self.session
        assert session is not None
        if call == "restore":
            action["bytes"] = session.snapshot()
            session.close()
            self.session = tier1.Session.restore(
                self.engine, self.library, action["bytes"])
            return self.session.state
        if call == "replay":
            record = session.record()
            session.close()
            self.session = tier1.Session.replay(self.engine, self.library,
                                                record)
            return self.session.state
        if call in ("complete", "fail"):
            wait = session.view.wait
            token = int(action["token"]) if "token" in action else \
                wait.token if wait is not None else 0
            if call == "complete":
                return session.complete(token, action.get("value"))
            return session.fail(token, why, timeout=action["status"] ==
                                tier1.Status.ETIMEOUT)
        if call == "answer":
            return session.answer(action["text"])
        if call == "answer_value":
            return session.answer(action.get("value"))
        if call == "revise":
            return session.revise(action["step"], action.get("value"), why)
        if call == "transfer":
            return session.transfer(action["to"], why)
        if call in ("escalate", "abandon"):
            state: tier1.State = getattr(session, call)(why)
            return state
        if call in ("tick", "back", "rest"):
            moved: tier1.State | None = getattr(session, call)()
            return moved
        raise SystemExit(f"there is no action '{call}'")

    def result(self, call: Callable[[], tier1.State | None]) -> Json:
        seen: Json = {}
        try:
            state = call()
            seen["returns"] = 0 if state is None else STATES[state]
        except tier1.Error as e:
            seen["returns"] = int(e.status)
            seen["problem"] = self.session.problem if self.session else str(e)
        if self.session is not None:
            seen["view"] = seen_view(self.session.view)
        return seen

    def call(self, action: Json) -> Json:
        self.now = action.get("at", self.now)
        seen = self.result(lambda: self.act(action))
        if "bytes" in action:
            seen["snapshot"] = action.pop("bytes").hex()
        if action["call"] == "revise" and seen["returns"] > 0:
            assert self.session is not None
            seen["changes"] = [
                without_none(flow=c.flow, step=c.step, fate=FATES[c.fate],
                             reason=c.reason) for c in self.session.changes]
        return seen

    def end(self) -> Json:
        if self.session is None:
            return {}
        return seen_end(self.session, "customer" in self.walk["end"])


# ---- comparing -------------------------------------------------------------

WITH = ("call", "at", "text", "value", "token", "status", "why", "step", "to")


def differences(place: str, want: Any, got: Any) -> Iterator[str]:
    """Where two documents differ; numbers by their types too."""
    if isinstance(want, dict) and isinstance(got, dict):
        for key in sorted(want.keys() | got.keys()):
            yield from differences(f"{place}.{key}", want.get(key),
                                   got.get(key))
    elif want != got or type(want) is not type(got):
        yield f"{place}: {got!r}, not {want!r}"


def replay(library: tier1.Library, walk: Json) -> Iterator[str]:
    """The differences of a walk."""
    walker = Walker(library, walk)
    yield from differences("start", walk["start"],
                           walker.result(walker.begin))
    for number, action in enumerate(walk["actions"]):
        want = {key: value for key, value in action.items()
                if key not in WITH}
        yield from differences(f"actions[{number}]", want,
                               walker.call(action))
    yield from differences("end", walk["end"], walker.end())


def load(file: Json) -> tier1.Library:
    beside = {one["name"]: one["text"] for one in file.get("beside", [])}
    return tier1.Library.load_sources(
        tier1.Engine(), {one["name"]: one["text"] for one in file["sources"]},
        read=lambda _, name: beside.get(name))


def replay_file(path: pathlib.Path) -> tuple[int, list[str]]:
    """How many walks there are, and what differs in them."""
    file = json.loads(path.read_text(encoding="utf-8"))
    if file["tier1_vectors"] != 1:
        raise SystemExit(f"{path}: these vectors are of a later version")
    library = load(file)
    found = [f"{path.name}: {walk['name']}: {difference}"
             for walk in file["walks"]
             for difference in replay(library, walk)]
    return len(file["walks"]), found


def main() -> None:
    count, found = 0, []
    for name in sys.argv[1:]:
        walks, here = replay_file(pathlib.Path(name))
        count += walks
        found += here
    print("\n".join(found) if found else f"{count} walks are the same")
    raise SystemExit(1 if found or not count else 0)


if __name__ == "__main__":
    main()
