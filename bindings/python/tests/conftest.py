# SPDX-License-Identifier: MIT
"""What the tests share."""

from __future__ import annotations

import pathlib
from typing import Any

import pytest

import tier1

HERE = pathlib.Path(__file__).parent
LAMP = (HERE / "lamp.yaml").read_text(encoding="utf-8")

LAMP_GL = """tier1: 1
translates: lamp
language: gl
title: Unha lámpada ás escuras
steps:
  plugged:
    ask: Está enchufada?
"""

HOSTED = """tier1: 1
id: hosted
title: Asks the host
steps:
  look:
    run: host.look(3, "x")
    timeout: 5s
    on_error: sorry
    on_timeout: late
    next: show
  show:
    resolve: "It says {{look}}."
  sorry:
    escalate: It failed.
  late:
    escalate: It was late.
"""

# A question of each type that is answered by more than a text.
ASKS = """tier1: 1
id: asks
title: Asks for all there is
vars:
  room: {type: text, given: optional, label: Room}
  pin: {type: text, given: optional, sensitive: true}
steps:
  lights:
    ask: Which lights are on?
    type: multi
    phase: diagnose
    help: Look at the front.
    note: Only for agents.
    kb: [KB-1, KB-2]
    media: [{url: "https://example.org/front.png", alt: The front}]
    choices:
      power: {label: Power, help: The first one}
      link: Link
      none: {label: None of them, exclusive: true}
    next: day
  day: {ask: Since when?, type: date, next: moment}
  moment: {ask: When exactly?, type: datetime, next: hour}
  hour: {ask: At what time of the day?, type: time, next: span}
  span: {ask: For how long?, type: duration, next: price}
  price: {ask: What did it cost?, type: money, currency: EUR, next: often}
  often: {ask: How often?, type: integer, min: 1, max: 9, next: share}
  share: {ask: How much of it?, type: number, default: 0.5, next: who}
  who:
    form: Who was it?
    fields:
      name: Name
      floor: {label: Floor, type: integer, optional: true}
    next: bye
  bye: {tell: Thank you., next: done}
  done: {resolve: Done.}
"""


def load(engine: tier1.Engine, text: str, **more: Any) -> tier1.Library:
    """The library of one flow."""
    return tier1.Library.load_sources(engine, {"t.yaml": text}, **more)


@pytest.fixture
def engine() -> tier1.Engine:
    return tier1.Engine()


@pytest.fixture
def lamp(engine: tier1.Engine) -> tier1.Session:
    return tier1.Session.start(engine, load(engine, LAMP))
