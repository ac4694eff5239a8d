# SPDX-License-Identifier: MIT
"""What values may be made of besides what JSON has."""

from __future__ import annotations

import datetime
import decimal
import enum
from collections.abc import Mapping, Sequence
from typing import Any, Callable


def duration(span: datetime.timedelta) -> str:
    """As the format spells it. Fractions of a second are refused."""
    if span.microseconds or span < datetime.timedelta(0):
        raise ValueError(f"a duration is whole seconds, from 0 up, not {span}")
    return f"{span.days * 86400 + span.seconds}s"


def moment(at: datetime.datetime) -> str:
    """To the second, as answers are."""
    return at.isoformat(timespec="seconds")


def time(at: datetime.time) -> str:
    """To the minute, or the second where it has one."""
    if at.tzinfo is not None:
        raise ValueError("a time of the day has no time zone")
    return at.isoformat(timespec="seconds" if at.second else "minutes")


def items(pairs: Mapping[str, Any]) -> dict[str, Any]:
    return {key: pairs[key] for key in pairs}


# A datetime is a date too, and comes before it.
PLAIN: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (datetime.datetime, moment),
    (datetime.date, datetime.date.isoformat),
    (datetime.time, time),
    (datetime.timedelta, duration),
    (decimal.Decimal, lambda number: format(number, "f")),
    (enum.Enum, lambda member: member.value),
    (Mapping, items),
)


def plain(value: Any) -> Any:
    """The same as None, bool, int, float, str, list, tuple or dict."""
    for kind, to in PLAIN:
        if isinstance(value, kind):
            return to(value)
    if isinstance(value, Sequence) and \
            not isinstance(value, (bytes, bytearray, memoryview)):
        return list(value)
    raise TypeError(f"no value can be made of {type(value).__name__}")
