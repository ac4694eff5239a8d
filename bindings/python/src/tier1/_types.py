# SPDX-License-Identifier: MIT
"""What the library shows, as objects that never change. Fields are those of
the structures in the headers, and mean the same; a text that is not there is
None. The extension fills them field by field, in this order."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Tuple, TypeVar, Union

Value = Union[None, bool, int, float, str, List[Any], Dict[str, Any]]
"""What values come back as."""

_E = TypeVar("_E", bound=enum.Enum)


class Status(enum.IntEnum):
    """The status codes of C, which errors have as `status`."""

    ENOMEM = -1
    EMISUSE = -2
    EFLOW = -3
    EANSWER = -4
    ELIMIT = -5
    ENOTFOUND = -6
    EREFUSED = -7
    EHOST = -8
    ETIMEOUT = -9
    EINVALID = -10
    EREAD = -11
    EREPLAY = -12
    EVERSION = -13


class _Word(str, enum.Enum):
    """A member is the word that the format and the packet have for it."""

    def __str__(self) -> str:
        return str(self.value)


class State(_Word):
    """What a session waits for."""

    ASK = "ask"
    """An answer."""
    WAIT = "wait"
    """The host."""
    DONE = "done"
    """Nothing: it has ended."""


class Kind(_Word):
    """What a step is."""

    ASK = "ask"
    FORM = "form"
    TRY = "try"
    TELL = "tell"
    RUN = "run"
    BRANCH = "branch"
    SET = "set"
    OFFER = "offer"
    CALL = "call"
    RESOLVE = "resolve"
    ESCALATE = "escalate"
    RETURN = "return"
    CONSULT = "consult"


class AnswerType(_Word):
    """What an answer is."""

    NONE = "none"
    """An acknowledgement: any text will do."""
    CHOICE = "choice"
    MULTI = "multi"
    YES_NO = "yes_no"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    SCALE = "scale"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    DURATION = "duration"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    FILE = "file"
    FORM = "form"
    """A mapping: one value for each field."""


class End(_Word):
    """How a session came to its end."""

    OPEN = "open"
    """It has not."""
    RESOLVED = "resolved"
    ESCALATED = "escalated"
    DEAD_END = "dead_end"


class WaitKind(_Word):
    """What kind of thing a session waits for."""

    HOST = "host"
    """A host function that answers later."""
    ADVICE = "advice"
    """A colleague or another system."""
    PAUSE = "pause"
    """Time that passes before a retry."""


class Fate(_Word):
    """What becomes of an answer when an earlier one, or the flow, changes."""

    KEPT = "kept"
    REMEMBERED = "remembered"
    ASKED_AGAIN = "asked_again"
    DROPPED = "dropped"


class Severity(_Word):
    """How bad a diagnostic is."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Policy(_Word):
    """What becomes of a session when its flow has another version."""

    PIN = "pin"
    MIGRATE = "migrate"
    RESTART = "restart"
    EXACT = "exact"


class Form(_Word):
    """The forms of a packet."""

    JSON = "json"
    MARKDOWN = "markdown"
    TEXT = "text"


class Later(enum.Enum):
    """The type of LATER."""

    LATER = "later"


LATER = Later.LATER
"""What a host function returns that will answer later."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a question."""

    value: str
    """What to answer."""
    label: str
    help: Optional[str]
    exclusive: bool
    """Of a multi: stands alone."""
    other: bool
    """Takes what no other choice does, as typed."""
    anywhere: bool
    """One of the flow's `anywhere`."""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or file that belongs to a step."""

    file: Optional[str]
    url: Optional[str]
    alt: Optional[str]


@dataclass(frozen=True, slots=True)
class Question:
    """What an answer must be: of a step, or of a field of a form."""

    name: Optional[str]
    """The variable that it fills."""
    label: Optional[str]
    """Of a field; None for a step."""
    type: AnswerType
    choices: Tuple[Choice, ...]
    min: Optional[str]
    max: Optional[str]
    step: Optional[str]
    unit: Optional[str]
    currency: Optional[str]
    mask: Optional[str]
    accept: Optional[str]
    low_label: Optional[str]
    high_label: Optional[str]
    fallback: Optional[str]
    """The default, as text."""
    optional: bool
    sensitive: bool
    multiline: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """What a session waits for."""

    kind: WaitKind
    token: int
    """For Session.complete() and Session.fail()."""
    name: Optional[str]
    """Of the host function."""
    args: Tuple[Value, ...]
    to: Optional[str]
    """Who is consulted."""
    deadline: Optional[int]
    """When Session.tick() ends the wait, in milliseconds since 1970."""


@dataclass(frozen=True, slots=True)
class View:
    """Where a session stands, made for one person to see."""

    state: State
    kind: Kind
    flow: str
    step: str
    phase: Optional[str]
    title: Optional[str]
    text: str
    """Markdown, in the words for the audience."""
    help: Optional[str]
    note: Optional[str]
    """For an agent's eyes; None for a customer."""
    media: Tuple[Media, ...]
    kb: Tuple[str, ...]
    question: Question
    fields: Tuple[Question, ...]
    """Of a form."""
    problem: Optional[str]
    """Why the last answer was refused."""
    wait_seconds: int
    """Of a try: until the result shows; 0: none."""
    offer_kind: Optional[str]
    authority: Optional[str]
    steps_done: int
    fewest_left: int
    most_left: int
    elapsed_seconds: int
    target_seconds: int
    can_back: bool
    can_escalate: bool
    wait: Optional[Wait]
    """In the state WAIT."""
    language: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a session ended, or that it has not."""

    end: End
    reason: Optional[str]
    code: Optional[str]
    flow: Optional[str]
    step: Optional[str]
    text: Optional[str]
    detail: Optional[str]
    """Of a failed hook: which and why."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One step of the way."""

    flow: str
    step: str
    kind: Kind
    depth: int
    at: int
    """Entered; milliseconds since 1970, 0 without a clock."""
    milliseconds: int
    route: Optional[str]
    choice: Optional[str]
    route_number: int
    answer: Value
    """None where there is none, and of a sensitive one."""
    undone: bool


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that a change concerned."""

    flow: str
    step: str
    fate: Fate
    reason: Optional[str]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What was found in a flow. Lines and columns count from 1, columns in
    characters; a line of 0: no place. str() has it on one line."""

    severity: Severity
    rule: str
    file: Optional[str]
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    hint: Optional[str]
    source: Optional[str]
    """The source line, made safe to show."""
    explained: str
    """With the source line and a caret under the place."""

    def __str__(self) -> str:
        return self.explained.partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, of which a diagnostic tells that it was broken."""

    name: str
    severity: Severity
    about: str


@dataclass(frozen=True, slots=True)
class FlowInfo:
    """A flow, as its file describes it."""

    id: str
    title: Optional[str]
    version: Optional[str]
    language: Optional[str]
    summary: Optional[str]
    owner: Optional[str]
    file: Optional[str]
    sha256: Optional[str]
    fingerprint: Optional[str]
    """Where it is the same, sessions may be taken up again."""
    for_agent: bool
    for_customer: bool
    target_seconds: int


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a flow: declared, or one that a step fills."""

    name: str
    label: Optional[str]
    type: str
    given: bool
    required: bool
    sensitive: bool
    agent_only: bool


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation of a flow."""

    language: str
    title: str
    """Of the flow; its own where it is not translated."""
    summary: Optional[str]
    file: str
    sha256: str
    texts: int
    """Texts that the flow has."""
    translated: int
    """Those of them that are there in this language."""


@dataclass(frozen=True, slots=True)
class SnapshotInfo:
    """What a snapshot says of itself before it is taken up."""

    format: int
    is_signed: bool
    fingerprint: str
    """The beginning of the fingerprint of its flow."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a host function by a hook."""

    name: str
    args: Tuple[Value, ...]
    token: int
    """To complete the call with, if it answers later."""
    session: str
    """The id of the session whose hook it is."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that a reader gives, under another name than it was asked for."""

    content: Union[str, bytes]
    name: str


def _table(first: int, *members: _E) -> Tuple[Optional[_E], ...]:
    return (None,) * first + members


# By the numbers that they have in C.
WORDS = {
    "STATE": _table(1, *State),
    "KIND": _table(1, *Kind),
    "TYPE": _table(0, *AnswerType),
    "END": _table(0, *End),
    "WAIT": _table(1, *WaitKind),
    "FATE": _table(1, *Fate),
    "SEVERITY": _table(1, *Severity),
    "POLICY": _table(0, *Policy),
    "FORM": _table(1, *Form),
}
