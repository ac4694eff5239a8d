# SPDX-License-Identifier: MIT
# Walks the flow of a file, with answers from standard input.
import sys

import tier1


def walk(session: tier1.Session) -> None:
    while session.state is tier1.State.ASK:
        print(session.view.text)
        for choice in session.view.question.choices:
            print(f"  {choice.value}: {choice.label}")
        line = sys.stdin.readline()
        try:
            if line:
                session.answer(line.rstrip("\n"))
            else:
                session.abandon("no more input")
        except tier1.AnswerError as refused:
            print(refused)


try:
    with tier1.Engine() as engine:
        library = tier1.Library.load(engine, sys.argv[1])
        with tier1.Session.start(engine, library) as session:
            walk(session)
            print(session.packet("markdown"))
except tier1.Error as error:
    sys.exit(str(error))
