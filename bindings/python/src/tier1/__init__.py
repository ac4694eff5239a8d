# SPDX-License-Identifier: MIT
"""tier1: troubleshooting flowcharts that people walk through.

    with tier1.Engine() as engine:
        library = tier1.Library.load(engine, "flows")
        session = tier1.Session.start(engine, library["no-internet"])
        while session.state is tier1.State.ASK:
            session.answer(input(session.view.text))
        print(session.packet("markdown"))
"""

from ._errors import (AnswerError, Error, HostError, HostTimeout, InvalidError,
                      LimitError, LoadError, MisuseError, NotFoundError,
                      ReadError, RefusedError, ReplayError, VersionError)
from ._tier1 import (Engine, Flow, Library, Session, is_compiled, look, rules,
                     translation_stamp, version)
from ._types import (LATER, AnswerType, Call, Change, Choice, Diagnostic, End,
                     Fate, FlowInfo, Form, Kind, Later, Media, Outcome, Policy,
                     Question, Rule, Severity, SnapshotInfo, Source, State,
                     Status, Translation, Value, Variable, View, Visit, Wait,
                     WaitKind)

__all__ = [
    "LATER", "AnswerError", "AnswerType", "Call", "Change", "Choice",
    "Diagnostic", "End", "Engine", "Error", "Fate", "Flow", "FlowInfo", "Form",
    "HostError", "HostTimeout", "InvalidError", "Kind", "Later", "Library",
    "LimitError", "LoadError", "Media", "MisuseError", "NotFoundError",
    "Outcome", "Policy", "Question", "ReadError", "RefusedError",
    "ReplayError", "Rule", "Session", "Severity", "SnapshotInfo", "Source",
    "State", "Status", "Translation", "Value", "Variable", "VersionError",
    "View", "Visit", "Wait", "WaitKind", "is_compiled", "look", "rules",
    "translation_stamp", "version",
]
