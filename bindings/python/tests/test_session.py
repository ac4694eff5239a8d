# SPDX-License-Identifier: MIT
"""Sessions: walked, taken back, changed, put away and taken up again."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import json
import pickle

import pytest

import tier1
from conftest import ASKS, HOSTED, LAMP, LAMP_GL, load


def test_walk(lamp: tier1.Session) -> None:
    assert lamp.state == "ask"
    assert str(lamp.state) == "ask"
    assert len(lamp.id) == 36
    assert lamp.view.text == "Is the lamp plugged in?"
    assert lamp.view.kind is tier1.Kind.ASK and lamp.view.title is None
    assert lamp.view.question.type is tier1.AnswerType.YES_NO
    assert [c.value for c in lamp.view.question.choices] == ["yes", "no"]
    assert lamp.outcome.end == "open"
    assert lamp.answer("no") is tier1.State.ASK
    assert lamp.answer("failed") == "ask"
    assert lamp.answer("failed") is tier1.State.DONE
    assert lamp.state is tier1.State.DONE
    assert lamp.outcome.end is tier1.End.ESCALATED
    assert lamp.outcome.code == "broken_lamp"
    assert [v.step for v in lamp.visits] == [
        "plugged", "plug", "bulb", "broken"]
    assert [v.answer for v in lamp.visits] == [False, "failed", "failed", None]
    assert lamp.visits[0].route == "no" and lamp.visits[0].at > 0
    assert lamp.variable("plugged") is False
    assert lamp.variable("nothing") is None
    assert lamp.flow.id == "lamp"


def test_another_language(engine: tier1.Engine) -> None:
    session = tier1.Session.start(engine, tier1.Library.load_sources(
        engine, {"lamp.yaml": LAMP, "lamp.gl.yaml": LAMP_GL}))
    assert session.language == "en"
    assert session.set_language("gl") is tier1.State.ASK
    assert session.language == session.view.language == "gl"
    assert session.view.text == "Está enchufada?"
    with pytest.raises(tier1.MisuseError, match="language"):
        session.set_language("g l")
    with pytest.raises(TypeError):
        session.set_language(None)  # type: ignore[arg-type]
    session.answer("si")
    session.set_language("en")
    session.answer("worked")
    with pytest.raises(tier1.RefusedError):
        session.set_language("gl")
    assert session.flow.translations[0].language == "gl"


def test_refused(lamp: tier1.Session) -> None:
    before = lamp.view
    with pytest.raises(tier1.AnswerError) as e:
        lamp.answer("perhaps")
    assert e.value.status == tier1.Status.EANSWER
    assert isinstance(e.value, ValueError)
    assert str(e.value) == lamp.problem == lamp.view.problem != ""
    assert dataclasses.replace(lamp.view, problem=None) == before
    with pytest.raises(ValueError, match="NUL"):
        lamp.answer("no\0")
    with pytest.raises(UnicodeEncodeError):
        lamp.answer("\ud800")
    with pytest.raises(TypeError):
        lamp.answer("no", "yes")  # type: ignore[call-arg]
    lamp.answer("no")
    assert lamp.problem == "" and lamp.view.problem is None


def test_views_stay(lamp: tier1.Session) -> None:
    first = lamp.view
    assert lamp.view is first
    lamp.answer("no")
    lamp.close()
    assert first.step == "plugged"
    assert pickle.loads(pickle.dumps(first)) == first
    assert dataclasses.asdict(first)["question"]["choices"][1]["value"] == "no"
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.step = "other"  # type: ignore[misc]


def test_answers_of_all_types(engine: tier1.Engine) -> None:
    session = tier1.Session.start(engine, load(engine, ASKS),
                                  given={"room": "12", "pin": "0000"})
    view = session.view
    assert view.phase == "diagnose" and view.help == "Look at the front."
    assert view.kb == ("KB-1", "KB-2") and view.note == "Only for agents."
    assert view.media == (tier1.Media(
        file=None, url="https://example.org/front.png", alt="The front"),)
    power, _, none = view.question.choices
    assert power.help == "The first one" and none.exclusive
    session.answer(("power", "link"))
    session.answer(datetime.date(2026, 1, 31))
    session.answer(datetime.datetime(2026, 1, 31, 14, 5,
                                     tzinfo=datetime.timezone.utc))
    session.answer(datetime.time(14, 5))
    session.answer(datetime.timedelta(hours=1, minutes=30))
    session.answer(decimal.Decimal("12.50"))
    assert session.view.question.min == "1"
    with pytest.raises(tier1.AnswerError):
        session.answer(10)
    session.answer(3)
    assert session.view.question.fallback == "0.5"
    session.answer()
    assert [f.name for f in session.view.fields] == ["name", "floor"]
    assert session.view.question.type is tier1.AnswerType.FORM
    session.answer({"name": "Kim", "floor": None})
    assert session.view.kind is tier1.Kind.TELL
    session.answer()
    got = {v.step: v.answer for v in session.visits}
    assert got["lights"] == ["power", "link"]
    assert got["day"] == "2026-01-31"
    assert got["span"] == 5400 and got["often"] == 3 and got["share"] == 0.5
    assert session.variable("name") == "Kim"
    assert session.variable("room") == "12"
    assert session.variable("pin") is None
    packet = json.loads(session.packet())
    assert "pin" in json.dumps(packet["privacy"])


def test_options(engine: tier1.Engine) -> None:
    library = load(engine, LAMP)
    session = tier1.Session.start(
        engine, library["lamp"], id="s-1", audience="customer",
        language="en", channel="phone", owner="desk", requester="Kim",
        submitter="Lee", traceparent="00-" + "1" * 32 + "-" + "2" * 16 + "-01",
        external={"ticket": "T-1"}, problem={"words": "It is dark."},
        history=[{"remedy": "r", "result": "failed"}], custom={"shop": 7})
    assert session.id == "s-1"
    session.escalate("enough")
    packet = json.loads(session.packet(tier1.Form.JSON))
    assert packet["custom"] == {"shop": 7}
    assert packet["session"]["external"] == {"ticket": "T-1"}
    assert session.packet("markdown") != session.packet("text")
    mine = json.loads(session.packet(for_customer=True))
    assert "custom" not in mine
    with pytest.raises(tier1.AnswerError):
        tier1.Session.start(engine, library, given={"color": "red"})
    with pytest.raises(tier1.MisuseError):
        tier1.Session.start(engine, library, audience="nobody")
    with pytest.raises(ValueError):
        tier1.Session.start(engine, library, owner="a\0b")
    with pytest.raises(ValueError, match="is none of"):
        session.packet("yaml")
    with pytest.raises(TypeError):
        tier1.Session.start(engine, "lamp")  # type: ignore[arg-type]


def test_back_and_revise(lamp: tier1.Session) -> None:
    with pytest.raises(tier1.RefusedError):
        lamp.back()
    assert not lamp.view.can_back
    lamp.answer("no")
    assert lamp.view.can_back
    lamp.back()
    assert lamp.view.step == "plugged"
    assert [v.undone for v in lamp.visits] == [True, True, False]
    lamp.answer("no")
    lamp.answer("failed")
    assert lamp.changes == ()
    lamp.revise("plugged", True, "it was")
    assert lamp.view.step == "bulb"
    assert [(c.step, c.fate) for c in lamp.changes] == [
        ("plug", tier1.Fate.REMEMBERED)]
    assert lamp.changes[0].reason
    with pytest.raises(tier1.NotFoundError):
        lamp.revise("nowhere", True)
    with pytest.raises(tier1.AnswerError):
        lamp.revise("plugged", "perhaps")


def test_handed_over(lamp: tier1.Session) -> None:
    assert lamp.transfer("kim", "knows lamps") is tier1.State.ASK
    with pytest.raises(tier1.MisuseError):
        lamp.transfer("")
    with pytest.raises(tier1.MisuseError, match="has not ended"):
        lamp.packet()
    assert lamp.escalate(why="enough") is tier1.State.DONE
    with pytest.raises(tier1.RefusedError):
        lamp.abandon()
    with pytest.raises(tier1.MisuseError):
        lamp.answer("more")
    assert lamp.outcome.reason == "requested"
    assert "kim" in lamp.packet()


def test_given_up(lamp: tier1.Session) -> None:
    assert lamp.abandon("has gone") == "done"
    assert lamp.outcome.end is tier1.End.DEAD_END


def test_put_away(engine: tier1.Engine) -> None:
    library = load(engine, LAMP)
    session = tier1.Session.start(engine, library)
    session.answer("no")
    sealed = session.snapshot(key=b"a secret")
    head = tier1.look(sealed)
    assert head.is_signed and head.format == 1
    about = library["lamp"].about
    assert about.fingerprint is not None
    assert about.fingerprint.startswith(head.fingerprint)
    with pytest.raises(tier1.InvalidError):
        tier1.Session.restore(engine, library, sealed, key=b"a guess")
    with pytest.raises(tier1.InvalidError):
        tier1.Session.restore(engine, library, sealed)
    with pytest.raises(tier1.InvalidError):
        tier1.look(b"none")
    restored = tier1.Session.restore(engine, library, sealed, key="a secret")
    replayed = tier1.Session.replay(engine, library, session.record())
    plain = tier1.Session.restore(engine, library, session.snapshot())
    copy = session.what_if()
    before = session.view
    session.rest()
    session.rest()
    assert session.state == "ask" and session.view == before
    session.rest()
    for one in (session, restored, replayed, plain, copy):
        assert one.view.step == "plug"
        assert [v.step for v in one.visits] == ["plugged", "plug"]
        assert one.variable("plugged") is False
        one.rest()
        assert one.answer("worked") == "done"
    assert restored.id == session.id
    with pytest.raises(tier1.InvalidError):
        tier1.Session.replay(engine, library, "{}")
    with pytest.raises(tier1.ReplayError):
        tier1.Session.replay(engine, load(engine, HOSTED), session.record())


def test_what_if_goes_its_own_way(lamp: tier1.Session) -> None:
    with lamp.what_if() as copy:
        copy.answer("no")
        assert copy.view.step == "plug"
    assert copy.closed and not lamp.closed
    assert lamp.view.step == "plugged"


def test_another_version(engine: tier1.Engine) -> None:
    library = load(engine, LAMP)
    session = tier1.Session.start(engine, library)
    session.answer("no")
    record = session.record()
    newer = load(tier1.Engine(), LAMP.replace("another bulb", "a new bulb"))
    moved = tier1.Session.replay(engine, newer, record, policy="migrate")
    assert moved.view.step == "plug"
    with pytest.raises(tier1.ReplayError):
        tier1.Session.replay(engine, newer, record, policy=tier1.Policy.PIN)
    assert session.migrate(newer, why="mended") == "ask"
    del newer
    assert [c.fate for c in session.changes] == ["kept"]
    session.answer("failed")
    assert session.view.text == "Put a new bulb in. Is there light?"
    assert session.flow.id == "lamp" and session.flow != library["lamp"]
    with pytest.raises(tier1.ReplayError):
        tier1.Session.restore(engine, library, session.snapshot())
    with pytest.raises(tier1.NotFoundError):
        session.migrate(load(engine, HOSTED))
    with pytest.raises(tier1.MisuseError):
        session.migrate(library, policy="pin")
    assert session.migrate(library, policy=tier1.Policy.RESTART) == "ask"
    assert session.view.step == "plugged"
