# SPDX-License-Identifier: MIT
"""Flows without a fault, of any size, made by chance: each step leads on, each
end is reached, what is read was set, and what is set is read."""

LAMPS = ["green", "amber", "red", "off"]
PARTS = ["modem", "router", "cable", "screen", "printer", "card", "drive",
         "switch", "plug", "lamp"]

PART = """tier1: 1
id: part
title: A part of others
steps:
  begin: {ask: Is the plug in?, type: yes_no, "yes": well, "no": ill}
  well: {return: done}
  ill: {return: undone}
"""
# Never comes back: both its ends end the whole walk.
SINK = """tier1: 1
id: sink
title: A part that keeps everybody
steps:
  begin: {ask: Is the plug in?, type: yes_no, "yes": well, "no": ill}
  well: {escalate: It cannot be mended here., code: broken}
  ill: {escalate: A plug is missing., code: plug}
"""


class Maker:
    def __init__(self, chance, count):
        self.chance = chance
        self.ends = max(4, count // 25)
        self.count = count - self.ends
        self.names = [f"s{i}" for i in range(self.count)]
        self.end_names = [f"end{i}" for i in range(self.ends)]
        self.next_end = 0
        self.asked = {}  # a choice question -> its values
        self.numbers, self.texts = [], []
        self.tries = False

    def ahead(self, i):
        """A later step, or an end now and then."""
        if self.chance.random() < 0.15:
            return self.end()
        j = i + self.chance.choice([1, 1, 2, 3, 5, 8, 13])
        return self.names[j] if j < self.count else self.end()

    def after(self, i):
        return self.names[i + 1] if i + 1 < self.count else self.end()

    def end(self):
        self.next_end = (self.next_end + 1) % self.ends
        return self.end_names[self.next_end]

    def part(self):
        return self.chance.choice(PARTS)

    # ---- kinds; each leads to the step behind it, too -------------------

    def lamp(self, i):
        values = self.chance.sample(LAMPS, self.chance.randint(2, 4))
        self.asked[self.names[i]] = values
        led = [self.after(i)] + [self.ahead(i) for _ in values[1:]]
        self.chance.shuffle(led)
        return {"ask": f"What colour is the lamp of the {self.part()}?",
                "choices": {v: {"label": f"It is {v}", "goto": to}
                            for v, to in zip(values, led)}}

    def several(self, i):
        return {"ask": f"What is wrong with the {self.part()}?",
                "type": "multi", "choices": {"noise": "It is loud",
                                             "smell": "It smells"},
                "next": [{"when": f"has({self.names[i]}, 'noise')",
                          "goto": self.ahead(i)}, {"goto": self.after(i)}]}

    def yes_no(self, i):
        led = [self.after(i), self.ahead(i)]
        self.chance.shuffle(led)
        return {"ask": f"Does the {self.part()} move?", "type": "yes_no",
                "yes": led[0], "no": led[1]}

    def number(self, i):
        self.numbers.append(self.names[i])
        return {"ask": f"How warm is the {self.part()}?", "type": "integer",
                "min": "0", "max": "90", "unit": "C",
                "next": [{"when": f"{self.names[i]} >= 40",
                          "goto": self.ahead(i)}, {"goto": self.after(i)}]}

    def text(self, i):
        self.texts.append(self.names[i])
        return {"ask": f"What stands on the {self.part()}?",
                "next": self.after(i)}

    def remedy(self, i):
        step = {"try": f"Take the {self.part()} out and put it back.",
                "worked": self.ahead(i), "next": self.after(i)}
        if self.chance.random() < 0.3:
            step["next"] = [{"when": f"visits.{self.names[i]} < 2",
                             "goto": self.names[i]}, {"goto": self.after(i)}]
        return step

    def tell(self, i):
        step = {"tell": f"Now we look at the {self.part()}.",
                "next": self.after(i)}
        if self.chance.random() < 0.3:
            step["media"] = {"file": "part.svg", "alt": "Where it is"}
        return step

    def branch(self, i):
        asked = self.chance.choice(sorted(self.asked))
        value = self.chance.choice(self.asked[asked])
        routes = [{"when": f"{asked} == '{value}'", "goto": self.ahead(i)}]
        if self.numbers:
            warm = self.chance.choice(self.numbers)
            routes.append({"when": f"({warm} or 0) > 70",
                           "goto": self.ahead(i)})
        return {"branch": routes + [{"goto": self.after(i)}]}

    def cases(self, i):
        asked = self.chance.choice(sorted(self.asked))
        return {"branch": asked,
                "cases": {self.asked[asked][0]: self.ahead(i),
                          "else": self.after(i)}}

    def count_up(self, i):
        self.tries = True
        return {"set": "tries = tries + 1",
                "next": [{"when": "tries > 3", "goto": self.ahead(i)},
                         {"goto": self.after(i)}]}

    def host(self, i):
        return {"run": f"host.look('{self.part()}')", "save": f"found{i}",
                "on_error": self.ahead(i),
                "next": [{"when": f"found{i}.good", "goto": self.ahead(i)},
                         {"goto": self.after(i)}]}

    def call(self, i):
        return {"call": "part", "cases": {"done": self.ahead(i),
                                          "undone": self.after(i)}}

    def offer(self, i):
        return {"offer": "A visit at half the price.", "kind": "concession",
                "next": self.after(i)}

    def make(self):
        kinds = [self.lamp, self.lamp, self.yes_no, self.number, self.text,
                 self.several, self.remedy, self.remedy, self.tell,
                 self.branch, self.cases, self.count_up, self.host, self.call,
                 self.offer]
        steps = {}
        for i, name in enumerate(self.names):
            kind = self.lamp if i == 0 else self.chance.choice(kinds)
            steps[name] = kind(i)
        # whatever end nobody has come to, the last step leads there
        last = self.names[-1]
        steps[last] = {"ask": "Which of these is it?", "choices": {
            f"c{i}": {"label": f"Number {i}", "goto": name}
            for i, name in enumerate(self.end_names)}}
        for i, name in enumerate(self.end_names):
            steps[name] = {"resolve": "Good, that was it."} if i % 2 else \
                {"escalate": "That has to be looked at.", "code": f"c{i}"}
        tree = {"tier1": "1", "id": "made", "title": "Made by chance"}
        if self.tries:
            tree["vars"] = {"tries": {"type": "integer", "default": "0"}}
        tree["steps"] = steps
        return tree


def make(chance, count):
    """A flow of so many steps, and what its author knows of it."""
    maker = Maker(chance, count)
    tree = maker.make()
    return tree, maker
