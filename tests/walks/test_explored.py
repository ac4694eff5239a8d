# SPDX-License-Identifier: MIT
"""Flows are made at random, with loops, counters, thresholds, host functions
and sub-flows, of which parts cannot be come to; `explored` walks them."""

import os
import random
import subprocess
import sys
import tempfile

HEAD = """tier1: 1
id: {id}
title: Made
vars:
  tally: {{type: integer, default: 0}}
  mood: {{type: text, default: calm}}
  known: {{type: integer, given: optional}}
  loud: {{type: boolean, given: optional}}
steps:
"""
ENDS = """  good: {resolve: Good.}
  bad: {escalate: Bad., code: bad}
  back: {return: back}
"""
OPS = ["<", "<=", ">", ">=", "==", "~="]


class Flow:
    def __init__(self, chance, number):
        self.chance = chance
        self.id = f"made-{number}"
        self.number = number
        self.steps = [f"s{i}" for i in range(chance.randint(4, 14))]
        self.kinds = {}
        for step in self.steps:
            self.kinds[step] = chance.choice(
                ["choice", "choice", "yes", "number", "text", "multi", "try",
                 "run", "set", "branch", "optional", "call"])
        if number == 0:
            self.kinds = {s: "choice" if k == "call" else k
                          for s, k in self.kinds.items()}

    def condition(self):
        """Something that this flow can hold, or cannot."""
        c = self.chance
        step = c.choice(self.steps)
        kind = self.kinds[step]
        number = c.randint(0, 9)
        tests = [f"tally {c.choice(OPS)} {c.randint(0, 3)}",
                 f"visits.{step} {c.choice(OPS)} {c.randint(0, 3)}",
                 f"mood == '{c.choice(['calm', 'cross', 'gone'])}'",
                 f"known ~= nil and known {c.choice(OPS)} {number}",
                 "loud", "not loud", "tally > 2 and tally < 2"]
        own = {
            "choice": f"{step} == '{c.choice('abcd')}'",
            "yes": f"{step} == true",
            "number": f"({step} or 0) {c.choice(OPS)} {number}",
            "optional": f"{step} == nil",
            "text": f"{step} == '{c.choice(['word', 'other'])}'",
            "multi": f"has({step}, '{c.choice('abcd')}')",
            "try": f"tried.{step} == '{c.choice(['worked', 'failed'])}'",
            "run": f"{step} ~= nil and {step}.ok == true",
        }.get(kind)
        if own and c.random() < 0.6:
            tests = [own]
        test = c.choice(tests)
        if c.random() < 0.25:
            return f"{test} {c.choice(['and', 'or'])} {self.condition()}"
        return test

    def target(self):
        c = self.chance
        return c.choice(["good", "bad", "back"]) if c.random() < 0.25 \
            else c.choice(self.steps)

    def routes(self):
        routes = [f"{{when: \"{self.condition()}\", goto: {self.target()}}}"
                  for _ in range(self.chance.randint(0, 2))]
        return "[" + ", ".join([*routes, f"{{goto: {self.target()}}}"]) + "]"

    def step(self, step):
        c = self.chance
        kind = self.kinds[step]
        lines = []
        if kind == "choice":
            lines.append("ask: Which?")
            lines.append("choices: {" + ", ".join(
                f"{v}: {{label: {v * 2}, goto: {self.target()}}}"
                if c.random() < 0.5 else f"{v}: {v * 2}" for v in "abc") + "}")
        elif kind == "yes":
            lines += ["ask: Is it?", "type: yes_no", f'"yes": {self.target()}']
        elif kind in ("number", "optional"):
            lines += ["ask: How many?", "type: integer", "min: 0", "max: 8"]
            if kind == "optional":
                lines.append("optional: true")
        elif kind == "text":
            lines += ["ask: What?", "type: text"]
        elif kind == "multi":
            lines += ["ask: Which of them?", "type: multi",
                      "choices: {a: A, b: B, c: C}"]
        elif kind == "try":
            lines += ["try: Do it.", f"worked: {self.target()}"]
        elif kind == "run":
            lines += ["run: host.look()", f"save: {step}",
                      f"on_error: {self.target()}"]
            # a result of another form is an error of each hook behind it
        elif kind == "set":
            lines.append("set: " + c.choice(
                ["tally = tally + 1", "mood = 'cross'", "tally = 0",
                 "if tally > 1 then mood = 'gone' end"]))
        elif kind == "branch":
            lines.append("branch: " + self.routes())
        elif kind == "call":
            lines.append(f"call: made-{c.randrange(self.number)}")
        if c.random() < 0.2:
            lines += [f"limit: {c.randint(1, 3)}",
                      f"on_limit: {self.target()}"]
        if c.random() < 0.2:
            lines.append(f'when: "{self.condition()}"')
        lines.append("next: " + self.routes())
        return f"  {step}:\n" + "".join(f"    {line}\n" for line in lines)

    def text(self):
        return HEAD.format(id=self.id) + \
            "".join(self.step(s) for s in self.steps) + ENDS


def main():
    explored, flows, walks, seed = sys.argv[1:5]
    chance = random.Random(int(seed))
    with tempfile.TemporaryDirectory(prefix="tier1-explored-") as folder:
        for number in range(int(flows)):
            flow = Flow(chance, number)
            path = os.path.join(folder, flow.id + ".yaml")
            with open(path, "w", encoding="utf-8") as f:
                f.write(flow.text())
        ran = subprocess.run([explored, folder, "--walks", walks, "--claims",
                              flows], check=False)
        if len(sys.argv) > 5:
            os.system(f"cp -r {folder} {sys.argv[5]}")
    sys.exit(ran.returncode)


main()
