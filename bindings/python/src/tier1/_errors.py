# SPDX-License-Identifier: MIT
"""The exceptions, one for each status code but TIER1_ENOMEM, which is
MemoryError. After any of them a session is as it was."""

from __future__ import annotations

from typing import Optional, Tuple, Type

from ._types import Diagnostic, Severity, Status


class Error(Exception):
    """A call that failed."""

    status: Status


class MisuseError(Error):
    """The call does not fit the object or its state."""

    status = Status.EMISUSE


class LoadError(Error):
    """Flows have errors, which `diagnostics` tells, and warnings with them."""

    status = Status.EFLOW
    diagnostics: Tuple[Diagnostic, ...]

    def __init__(self, diagnostics: Tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(str(d) for d in self.diagnostics
                         if d.severity != Severity.WARNING)


class AnswerError(Error, ValueError):
    """The answer was refused; the text says why to a person."""

    status = Status.EANSWER


class LimitError(Error):
    """A cap was reached."""

    status = Status.ELIMIT


class NotFoundError(Error, LookupError):
    """There is nothing of that name."""

    status = Status.ENOTFOUND


class RefusedError(Error):
    """The flow does not allow that here."""

    status = Status.EREFUSED


class HostError(Error):
    """A host function failed: for host functions to raise."""

    status = Status.EHOST


class HostTimeout(Error, TimeoutError):
    """A host function did not answer in time: for host functions to raise, as
    any TimeoutError is."""

    status = Status.ETIMEOUT


class InvalidError(Error, ValueError):
    """The input is malformed."""

    status = Status.EINVALID


class ReadError(Error):
    """The input could not be read."""

    status = Status.EREAD


class ReplayError(Error):
    """The record does not fit the flow."""

    status = Status.EREPLAY


class VersionError(Error):
    """A later library wrote it."""

    status = Status.EVERSION


# By the status code, without its sign.
BY_STATUS: Tuple[Optional[Type[Error]], ...] = (
    None, None, MisuseError, LoadError, AnswerError, LimitError,
    NotFoundError, RefusedError, HostError, HostTimeout, InvalidError,
    ReadError, ReplayError, VersionError)
