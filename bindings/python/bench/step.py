# SPDX-License-Identifier: MIT
"""What a step costs through the binding: an answer, and the view after it.

    python3 step.py FLOW STEPS

Walks are begun anew as they end; each answer is the first that the view has.
Prints one line of JSON; the memory is what the process has grown by since a
tenth of the steps were made."""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

import tier1

PLAIN = {
    tier1.AnswerType.TEXT: "text", tier1.AnswerType.NONE: "",
    tier1.AnswerType.DATE: "2026-01-31", tier1.AnswerType.TIME: "14:05",
    tier1.AnswerType.DATETIME: "2026-01-31T14:05", tier1.AnswerType.URL:
    "https://example.org", tier1.AnswerType.EMAIL: "kim@example.org",
    tier1.AnswerType.PHONE: "+1 202 555 0100", tier1.AnswerType.DURATION: "5m",
}


def resident() -> int:
    """KiB of memory that the process has in use."""
    with open("/proc/self/statm", encoding="ascii") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGESIZE") // 1024


def answer(question: tier1.Question) -> Any:
    if question.choices:
        return question.choices[0].value
    if question.type in PLAIN:
        return PLAIN[question.type]
    return question.min or "1"


class Bench:
    def __init__(self, path: str) -> None:
        self.engine = tier1.Engine(clock=None, ticks=None, random=None)
        self.library = tier1.Library.load(self.engine, path)
        self.session = self.start()

    def start(self) -> tier1.Session:
        return tier1.Session.start(self.engine, self.library, id="bench")

    def steps(self, count: int) -> None:
        for _ in range(count):
            view = self.session.view
            if view.state is tier1.State.DONE:
                self.session = self.start()
                view = self.session.view
            if view.fields:
                self.session.answer({f.name: answer(f) for f in view.fields})
            else:
                self.session.answer(answer(view.question))


def main() -> None:
    path, count = sys.argv[1], int(sys.argv[2])
    bench = Bench(path)
    bench.steps(max(1, count // 10))
    began, held = time.process_time_ns(), resident()
    bench.steps(count)
    took = time.process_time_ns() - began
    print(json.dumps({"steps": count, "ns_per_step": round(took / count),
                      "rss_growth_kib": max(0, resident() - held)}))


if __name__ == "__main__":
    main()
