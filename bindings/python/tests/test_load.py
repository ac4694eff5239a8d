# SPDX-License-Identifier: MIT
"""Libraries: from a folder, from memory, compiled; and what is wrong with
flows."""

from __future__ import annotations

import copy
import pathlib
import threading

import pytest

import tier1
from conftest import ASKS, HERE, HOSTED, LAMP, LAMP_GL, load

SUB = """tier1: 1
id: outer
title: Calls another
lua: words.lua
steps:
  a: {call: inner, next: b}
  b: {resolve: "{{ word() }}"}
"""
INNER = """tier1: 1
id: inner
title: Is called
steps:
  a: {tell: Inside., next: b}
  b: {return: out}
"""
WORDS = "function word() return 'said' end\n"


def test_from_a_file(engine: tier1.Engine) -> None:
    library = tier1.Library.load(engine, HERE / "lamp.yaml")
    assert len(library) == 1
    assert [flow.id for flow in library] == ["lamp"]
    assert library["lamp"] == library[0] == library[-1]
    assert library["lamp"] in library and "lamp" in library
    assert "other" not in library and 3 not in library
    assert hash(library[0]) == hash(library["lamp"])
    assert library.diagnostics == ()
    with pytest.raises(KeyError):
        library["other"]
    with pytest.raises(IndexError):
        library[1]
    with pytest.raises(IndexError):
        library[-2]
    with pytest.raises(TypeError):
        library[None]  # type: ignore[index]


def test_from_a_folder(engine: tier1.Engine, tmp_path: pathlib.Path) -> None:
    (tmp_path / "lamp.yaml").write_text(LAMP)
    (tmp_path / "hosted.yaml").write_text(HOSTED)
    library = tier1.Library.load(engine, str(tmp_path))
    assert sorted(flow.id for flow in library) == ["hosted", "lamp"]
    with pytest.raises(tier1.NotFoundError) as e:
        tier1.Library.load(engine, "missing.yaml")
    assert "missing.yaml" in str(e.value)
    assert e.value.status == -6
    assert e.value.status is tier1.Status.ENOTFOUND
    assert isinstance(e.value, LookupError)


def test_about_a_flow(engine: tier1.Engine) -> None:
    flow = load(engine, ASKS)["asks"]
    assert flow.about.title == "Asks for all there is"
    assert flow.about.file == "t.yaml" and flow.about.version is None
    assert flow.about.for_agent and flow.about.for_customer
    assert flow.steps[:2] == ("lights", "day")
    given = {v.name: v for v in flow.variables}
    assert given["room"].given and not given["room"].required
    assert given["pin"].sensitive and given["room"].label == "Room"
    assert given["often"].type == "integer" and not given["often"].given
    assert repr(flow) == "<tier1.Flow asks>"


def test_read_is_asked(engine: tier1.Engine) -> None:
    asked = []

    def read(from_: str, name: str) -> tier1.Source | str | bytes | None:
        asked.append((from_, name))
        if name == "inner.yaml":
            return tier1.Source(INNER, name="shelf/inner.yaml")
        return WORDS.encode() if name == "words.lua" else None

    library = load(engine, SUB, read=read)
    assert sorted(asked) == [("t.yaml", "inner.yaml"), ("t.yaml", "words.lua")]
    assert library["inner"].about.file == "shelf/inner.yaml"
    session = tier1.Session.start(engine, library["outer"])
    session.answer()
    assert session.outcome.text == "said"
    with pytest.raises(tier1.LoadError):
        load(engine, SUB, read=lambda from_, name: None)
    with pytest.raises(tier1.LoadError):
        load(engine, SUB)


def test_what_read_raises(engine: tier1.Engine) -> None:
    def read(from_: str, name: str) -> str:
        raise PermissionError(name)

    with pytest.raises(PermissionError):
        load(engine, SUB, read=read)
    with pytest.raises(TypeError, match="a str or bytes"):
        load(engine, SUB, read=lambda from_, name: 7)
    with pytest.raises(TypeError, match="no function"):
        load(engine, SUB, read=7)
    assert len(load(engine, LAMP)) == 1


def test_translations(engine: tier1.Engine) -> None:
    asked = []

    def names(from_: str, id_: str) -> list[str]:
        asked.append((from_, id_))
        return ["lamp.gl.yaml"]

    def read(from_: str, name: str) -> str:
        asked.append((from_, name))
        return LAMP_GL

    lamp = load(engine, LAMP, list=names, read=read)["lamp"]
    assert asked == [("t.yaml", "lamp"), ("t.yaml", "lamp.gl.yaml")]
    gl, = lamp.translations
    assert gl == lamp.translation("gl-ES") and lamp.translation("de") is None
    assert gl.language == "gl" and gl.file == "lamp.gl.yaml"
    assert gl.title == "Unha lámpada ás escuras" and gl.summary is None
    assert gl.translated == 2 < gl.texts and len(gl.sha256) == 64
    stamp = tier1.translation_stamp
    assert stamp("{{ a }}") == stamp("{{a}}") and len(stamp("a")) == 16
    assert load(engine, LAMP, list=lambda *_: (),
                read=read)["lamp"].translations == ()


def test_what_list_raises(engine: tier1.Engine) -> None:
    def locked(from_: str, id_: str) -> list[str]:
        raise PermissionError(id_)

    def loads(names: object) -> None:
        load(engine, LAMP, list=names, read=lambda from_, name: None)

    with pytest.raises(PermissionError):
        loads(locked)
    with pytest.raises(TypeError, match="not iterable"):
        loads(lambda from_, id_: 7)
    with pytest.raises(TypeError, match="a name is a str"):
        loads(lambda from_, id_: [7])
    with pytest.raises(ValueError, match="NUL"):
        loads(lambda from_, id_: ["a\0b"])
    with pytest.raises(TypeError, match="list is no function"):
        loads(7)


def test_diagnostics(engine: tier1.Engine) -> None:
    text = LAMP.replace("next: broken", "next: brokn").replace(
        "title: A", "titel: A")
    with pytest.raises(tier1.LoadError) as e:
        load(engine, text)
    found = {d.rule: d for d in e.value.diagnostics}
    step = found["unknown-step"]
    assert step.severity is tier1.Severity.ERROR and step.file == "t.yaml"
    assert (step.line, step.column, step.end_column) == (18, 11, 16)
    assert step.hint is not None and "broken" in step.hint
    assert step.source == "    next: brokn"
    assert str(step).startswith("t.yaml:18:11: error: ")
    assert str(step).endswith("[unknown-step]")
    assert len(step.explained.splitlines()) == 3
    assert str(e.value).splitlines()[0].startswith("t.yaml:")
    assert len(str(e.value).splitlines()) == 3
    assert found["unreachable-step"].severity is tier1.Severity.WARNING


def test_warnings(engine: tier1.Engine) -> None:
    text = LAMP + "  spare: {resolve: Nobody comes here.}\n"
    library = load(engine, text)
    assert [(d.rule, d.severity) for d in library.diagnostics] == [
        ("unreachable-step", tier1.Severity.WARNING)]
    rules = {rule.name: rule for rule in tier1.rules()}
    assert rules["unreachable-step"].severity == "warning"
    assert rules["unreachable-step"].about


def test_lint(engine: tier1.Engine) -> None:
    text = LAMP.replace("Let there be light.", "Zounds, light.")
    try:
        library = load(engine, text, lint=True, words=["zounds"])
    except tier1.MisuseError:
        pytest.skip("the library was built with -Dauthor=false")
    assert "code-word" in [d.rule for d in library.diagnostics]
    assert "code-word" not in [d.rule for d in load(engine, text).diagnostics]
    with pytest.raises(ValueError):
        load(engine, text, lint=True, words=["a\0b"])
    with pytest.raises(TypeError):
        load(engine, text, lint=True, words=[7])


def test_compiled(engine: tier1.Engine, tmp_path: pathlib.Path) -> None:
    library = load(engine, LAMP)
    data = library.compile()
    assert tier1.is_compiled(data) and not tier1.is_compiled(LAMP.encode())
    again = tier1.Library.read(tier1.Engine(), data)
    assert again["lamp"].about == library["lamp"].about
    assert again.compile() == data
    with pytest.raises(tier1.LoadError) as e:
        tier1.Library.read(engine, data[:-1], name="short")
    assert e.value.diagnostics[0].file == "short"
    with pytest.raises(TypeError):
        tier1.Library.read(engine, LAMP)  # type: ignore[arg-type]


def test_sources(engine: tier1.Engine) -> None:
    library = tier1.Library.load_sources(
        engine, {"b.yaml": HOSTED.encode(), "a.yaml": LAMP})
    assert [flow.id for flow in library] == ["hosted", "lamp"]
    with pytest.raises(tier1.MisuseError):
        tier1.Library.load_sources(engine, {})
    with pytest.raises(TypeError):
        tier1.Library.load_sources(engine, {"a": 7})  # type: ignore
    with pytest.raises(AttributeError):
        tier1.Library.load_sources(engine, LAMP)  # type: ignore
    with pytest.raises(TypeError):
        tier1.Library()
    with pytest.raises(TypeError):
        copy.copy(library)


def test_closed(engine: tier1.Engine) -> None:
    with load(engine, LAMP) as library:
        flow = library["lamp"]
    with pytest.raises(tier1.MisuseError, match="closed"):
        len(library)
    with pytest.raises(tier1.MisuseError, match="closed"):
        tier1.Session.start(engine, library)
    assert tier1.Session.start(engine, flow).view.step == "plugged"


def test_one_library_many_threads() -> None:
    library = load(tier1.Engine(), LAMP)
    ends: list[str] = []

    def walk() -> None:
        engine = tier1.Engine()
        for _ in range(20):
            session = tier1.Session.start(engine, library)
            session.answer("no")
            session.answer("worked")
            ends.append(session.outcome.end)

    threads = [threading.Thread(target=walk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ends == ["resolved"] * 80
