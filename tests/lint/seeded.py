# SPDX-License-Identifier: MIT
"""Flows that are right, and the same with one defect each: every defect is
found, at its place, and nothing is found where there is none.

seeded.py TIER1 [SEED]

A flow leads from each step to the next one and to some further on, so that all
are come to and each way ends. Steps are written as JSON, one a line, which is
YAML too; so the place of a word is that in its line."""

import collections
import json
import os
import random
import subprocess
import sys
import tempfile

SIZES = (50, 80, 120, 170, 230, 300, 380, 470, 570, 700, 850, 1000)
HEAD = """tier1: 1
id: made
title: Made
vars:
  n: {type: integer, default: 1}
steps:
"""
BESIDE = {
    "part": """tier1: 1
id: part
title: It comes back in two ways
steps:
  a: {ask: Which?, choices: {x: {label: X, goto: done}, y: {label: Y, goto: gone}}}
  done: {return: done}
  gone: {return: gone}
""",
    "over": """tier1: 1
id: over
title: It hands over
steps:
  a: {ask: Which?, choices: {x: {label: X, goto: z}, y: {label: Y, escalate: y}}}
  z: {escalate: Over.}
""",
}


# ---- a flow that is right ---------------------------------------------------

class Flow:
    def __init__(self, size, chance):
        self.chance = chance
        self.size = size
        self.steps = {}
        self.colours = []  # questions of three known answers
        for i in range(size):
            self.at = i
            make = self.ask if i < 3 else chance.choice(
                (self.ask, self.ask, self.yes_no, self.remedy, self.tell,
                 self.form, self.routes, self.values, self.open, self.set,
                 self.run, self.call, self.again, self.offer, self.passed))
            step = make()
            if chance.random() < 0.1:
                step["media"] = {"file": "a.svg", "alt": "The back of it"}
            self.steps[f"s{i}"] = step
        # both ends are come to
        self.steps[f"s{size - 1}"] = {
            "ask": "Is it well now?", "type": "yes_no", "yes": f"s{size}",
            "no": f"s{size + 1}"}
        self.steps[f"s{size}"] = {"resolve": "Good."}
        self.steps[f"s{size + 1}"] = {"escalate": "It is broken."}

    def on(self):
        return f"s{self.at + 1}"

    def further(self):
        last = min(self.at + 9, self.size + 1)
        return f"s{self.chance.randint(self.at + 1, last)}"

    def condition(self):
        return f"n > {self.chance.randint(2, 99)}"

    def ask(self):
        self.colours.append(f"s{self.at}")
        return {"ask": "What colour is the light?", "choices": {
            "green": {"label": "Green", "goto": self.on()},
            "amber": {"label": "Amber", "goto": self.further()},
            "off": {"label": "No light", "goto": self.further()}}}

    def yes_no(self):
        return {"ask": "Is it on?", "type": "yes_no", "yes": self.on(),
                "no": self.further()}

    def remedy(self):
        return {"try": "Push it in.", "worked": self.further(),
                "failed": self.on(), "skipped": self.on()}

    def again(self):
        me = f"s{self.at}"
        return {"try": "Restart it.", "worked": self.further(),
                "failed": [{"when": f"visits.{me} < 2", "goto": me},
                           self.on()], "skipped": self.on()}

    def tell(self):
        return {"tell": "The light is on the back.", "next": self.on()}

    def form(self):
        return {"form": "Fill this in.", "next": self.on(), "fields": {
            f"f{self.at}": {"label": "Size", "type": "choice",
                            "choices": {"s": "Small", "l": "Large"}}}}

    def routes(self):
        return {"branch": [{"when": self.condition(), "goto": self.further()},
                           self.on()]}

    def values(self):
        return {"branch": self.chance.choice(self.colours), "cases": {
            "green": self.on(), "amber": self.further(),
            "off": self.further()}}

    def open(self):
        return {"branch": "n + 1", "cases": {
            "3": self.further(), "else": self.on()}}

    def set(self):
        return {"set": "n = n + 1", "next": self.on()}

    def run(self):
        return {"run": "host.line()", "save": f"r{self.at}", "next": [
            {"when": f"r{self.at} == 'up'", "goto": self.further()},
            self.on()], "on_error": self.further()}

    def call(self):
        return {"call": "part", "cases": {"done": self.on(),
                                          "gone": self.further()}}

    def offer(self):
        return {"offer": "A week for free.", "kind": "concession",
                "accepted": self.further(), "declined": self.on()}

    def passed(self):
        return {"ask": "How many?", "type": "integer", "min": 1, "max": 9,
                "when": self.condition(), "next": self.on()}

    def text(self):
        return HEAD + "".join(
            f"  {name}: {json.dumps(step, ensure_ascii=False)}\n"
            for name, step in self.steps.items())

    def find(self, fits):
        """A step, by chance, of those that fit; not among the first."""
        names = [f"s{i}" for i in range(3, self.size - 1)
                 if fits(self.steps[f"s{i}"])]
        return self.chance.choice(names) if names else None


# ---- defects ----------------------------------------------------------------
# Each breaks a flow that is right. It gives the rule, the step, and the word at
# which it is to be found; the step's id where that is None.
CUT_OFF = {"unreachable-step", "unset-variable"}


def asks(step):
    return "choices" in step


def leads_by_list(step):
    return isinstance(step.get("branch"), list)


def tries(step):
    return "try" in step and isinstance(step["failed"], str)


def dangling_choice(flow):
    name = flow.find(asks)
    del flow.steps[name]["choices"]["amber"]["goto"]
    return "dead-end", name, '"amber"'


def dangling_result(flow):
    name = flow.find(tries)
    del flow.steps[name]["failed"]
    return "dead-end", name, None


def no_next(flow):
    name = flow.find(lambda s: "tell" in s or "set" in s or "form" in s)
    del flow.steps[name]["next"]
    return "dead-end", name, None


def no_else(flow):
    name = flow.find(lambda s: s.get("branch") == "n + 1")
    del flow.steps[name]["cases"]["else"]
    return "dead-end", name, '"cases"'


def no_case(flow):
    name = flow.find(lambda s: s.get("branch") in flow.colours)
    del flow.steps[name]["cases"]["off"]
    return "dead-end", name, '"cases"'


def no_return_case(flow):
    name = flow.find(lambda s: s.get("call") == "part")
    del flow.steps[name]["cases"]["gone"]
    return "dead-end", name, '"part"'


def passed_over(flow):
    name = flow.find(asks)
    flow.steps[name]["when"] = "n > 100"
    return "dead-end", name, '"n > 100"'


def all_conditional(flow):
    name = flow.find(asks)
    for i, choice in enumerate(flow.steps[name]["choices"].values()):
        choice["when"] = f"n == {i}"
    return "unsure-choice", name, '"choices"'


def no_rest(flow):
    name = flow.find(leads_by_list)
    flow.steps[name]["branch"][1] = {"when": "n == 1",
                                     "goto": flow.steps[name]["branch"][1]}
    return "unsure-route", name, '"n == 1"'


def repeated(flow):
    name = flow.find(leads_by_list)
    first = flow.steps[name]["branch"][0]
    flow.steps[name]["branch"].insert(
        1, {"goto": first["goto"], "when": first["when"].replace(" ", "  ")})
    return "repeated-condition", name, f'"{first["when"]}"'.replace(" ", "  ")


def shadowed(flow):
    name = flow.find(leads_by_list)
    flow.steps[name]["branch"].reverse()
    return "shadowed-route", name, '{"when"'


def island(flow):
    flow.steps["island"] = {"resolve": "Nobody comes here."}
    return "unreachable-step", "island", None


def unknown(flow):
    name = flow.find(lambda s: s.get("type") == "yes_no")
    flow.steps[name]["no"] = "nowhere"
    return "unknown-step", name, '"nowhere"'


def idle(flow):
    name = flow.find(leads_by_list)
    flow.steps[name]["branch"][0]["goto"] = name
    return "idle-loop", name, None


def endless(flow):
    name = flow.find(lambda s: "tell" in s)
    flow.steps[name]["next"] = "round"
    flow.steps["round"] = {"ask": "Is it well now?", "next": name}
    return "endless-loop", name, None


def never_back(flow):
    name = flow.find(lambda s: s.get("call") == "part")
    step = flow.steps[name]
    flow.steps[name] = {"call": "over", "next": step["cases"]["done"],
                        "cases": {"escalated": step["cases"]["gone"]}}
    return "unreturned-call", name, '"over"'


def at_once(flow):
    first = {"start": {"try": "Restart it.", "worked": "s0", "next": "s0"}}
    flow.steps = {**first, **flow.steps}
    return "early-remedy", "start", None


def upgrade(flow):
    first = {"start": {"offer": "More speed.", "kind": "upgrade",
                       "next": "s0"}}
    flow.steps = {**first, **flow.steps}
    return "early-upgrade", "start", None


def no_words(flow):
    name = flow.find(lambda s: "media" in s)
    del flow.steps[name]["media"]["alt"]
    return "missing-alt", name, '{"file"'


def too_early(flow):
    first = next(iter(flow.steps))
    later = flow.find(lambda s: asks(s) and s is not flow.steps[first])
    flow.steps[first]["title"] = "So far {{ %s }}" % later
    return "unset-variable", first, f"{later} }}}}"


def leaves_with(flow, condition):
    name = flow.find(asks)
    flow.steps[name]["on_leave"] = \
        f"if {condition % name} then language = 'de' end"
    return name


def no_such_answer(flow):
    return "unknown-answer", leaves_with(flow, "%s == 'no such'"), "'no such'"


def negated(flow):
    return "not-compare", leaves_with(flow, "not %s == 'x'"), "not "


def other_kind(flow):
    return "text-number", leaves_with(flow, "%s == 4321"), "4321"


def insult(flow):
    name = flow.find(asks)
    flow.steps[name]["note"] = "As with any l-user: ID-10T."
    return "code-word", name, "ID-10T"


DEFECTS = (dangling_choice, dangling_result, no_next, no_else, no_case,
           no_return_case, passed_over, all_conditional, no_rest, repeated,
           shadowed, island, unknown, idle, endless, never_back, at_once,
           upgrade, no_words, too_early, no_such_answer, negated,
           other_kind, insult)


# ---- the check --------------------------------------------------------------

def check(tier1, folder, text):
    path = os.path.join(folder, "made.yaml")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    ran = subprocess.run([tier1, "check", "--format", "json", path],
                         capture_output=True, text=True, timeout=60)
    return json.loads(ran.stdout)["diagnostics"]


def place(text, step, word):
    for number, row in enumerate(text.splitlines(), 1):
        if row.startswith(f"  {step}: "):
            return number, row.index(word) + 1 if word else 3
    raise AssertionError(f"no step {step}")


def told(found):
    return "".join(f"    {d['line']}:{d['column']}: {d['message']} "
                   f"[{d['rule']}]\n" for d in found[:5])


def main():
    tier1 = sys.argv[1]
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    found, wrong = collections.Counter(), []
    with tempfile.TemporaryDirectory(prefix="tier1-seeded-") as folder:
        for name, text in BESIDE.items():
            with open(os.path.join(folder, f"{name}.yaml"), "w",
                      encoding="utf-8") as f:
                f.write(text)
        for number, size in enumerate(SIZES):
            label = f"{size} steps"
            clean = check(tier1, folder, Flow(
                size, random.Random(f"{seed} {number}")).text())
            if clean:
                wrong.append(f"{label}: found where nothing is\n"
                             + told(clean))
            for defect in DEFECTS:
                flow = Flow(size, random.Random(f"{seed} {number}"))
                rule, step, word = defect(flow)
                text = flow.text()
                line, column = place(text, step, word)
                said = check(tier1, folder, text)
                # what hangs on a way that is cut off cannot be come to, and
                # what was answered there is not known
                rest = [d for d in said if d["rule"] not in CUT_OFF
                        and (d["rule"], d["line"], d["column"]) !=
                        (rule, line, column)]
                hit = [d for d in said if (d["rule"], d["line"], d["column"])
                       == (rule, line, column)]
                if len(hit) == 1 and not rest:
                    found[rule] += 1
                else:
                    wrong.append(f"{label}, {defect.__name__}: not {rule} at "
                                 f"{line}:{column} alone\n" + told(said))
    for rule in sorted(found):
        print(f"{found[rule]:4} {rule}")
    print(f"{sum(found.values())} of {len(SIZES) * len(DEFECTS)} defects "
          f"found, {len(SIZES)} flows that are right")
    sys.stdout.write("".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
