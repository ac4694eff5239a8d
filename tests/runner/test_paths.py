# SPDX-License-Identifier: MIT
"""`tier1 paths` finds where flows lead, and writes tests that pass."""

import glob
import itertools
import os
import random

import runner

FLOWS = os.environ["TIER1_FLOWS"]
SHIPPED = sorted(f for f in glob.glob(os.path.join(FLOWS, "*.yaml"))
                 if os.path.basename(f).count(".") == 1)
# The speed is measured at most six times: once at first, and once more for each
# of five remedies. The limit of eight is there for safety.
NEVER = {("slow-wifi", "speed", "on_limit")}

LAMP = """
tier1: 1
id: lamp
title: Lamp
vars:
  tally: {type: integer, default: 0}
steps:
  lamps:
    ask: How many lamps are on?
    type: integer
    min: 0
    max: 9
    next:
      - {when: lamps > 4 and lamps < 6, goto: middle}
      - {when: lamps > 9, goto: many}
      - goto: again
  middle: {resolve: Five.}
  many: {resolve: Many.}
  again:
    set: tally = tally + 1
    next:
      - {when: tally >= 3, goto: enough}
      - goto: lamps
  enough: {escalate: Enough., code: enough}
"""

LINE = """
tier1: 1
id: line
title: Line
steps:
  line_test:
    run: host.line_test()
    save: line
    on_error: broken
    next:
      - {when: line.attenuation_db > 50, goto: noisy}
      - {when: line.expected and line.state == 'down', goto: planned}
      - goto: fine
  broken: {escalate: The test fails.}
  noisy: {escalate: Noise.}
  planned: {resolve: It is being worked on.}
  fine: {resolve: Fine.}
"""

CALLER = """
tier1: 1
id: caller
title: Caller
steps:
  inner:
    call: callee
    with: {level: '2'}
    cases: {high: upstairs, low: downstairs}
    next: lost
  upstairs: {resolve: Up.}
  downstairs: {resolve: Down.}
  lost: {resolve: Lost.}
"""
CALLEE = """
tier1: 1
id: callee
title: Callee
vars:
  level: {type: integer, given: required}
steps:
  which:
    ask: Which?
    choices: {up: Up, down: Down}
    next:
      - {when: which == 'up' and level > 1, goto: high}
      - {when: level > 5, goto: higher}
      - goto: low
  high: {return: high}
  higher: {return: higher}
  low: {return: low}
"""


def hostile(questions, common="{resolve: Common.}"):
    steps = "".join(
        f"  q{i}:\n    ask: What?\n    type: yes_no\n    next: q{i + 1}\n"
        for i in range(questions))
    test = " and ".join(f"q{i} == {'true' if i % 2 else 'false'}"
                        for i in range(questions))
    return ("tier1: 1\nid: hostile\ntitle: Hostile\nsteps:\n" + steps +
            f"  q{questions}:\n    branch:\n      - {{when: '{test}', "
            "goto: rare}\n      - goto: common\n"
            f"  rare: {{resolve: Rare.}}\n  common: {common}\n")


def wide(steps):
    """Each step has two ways on; the last one may come again."""
    text = "tier1: 1\nid: wide\ntitle: Wide\nsteps:\n"
    for i in range(steps):
        after = f"s{i + 1}" if i + 1 < steps else "done"
        far = f"s{min(i + 7, steps - 1)}"
        text += (f"  s{i}:\n    ask: Which?\n    choices:\n"
                 f"      on: {{label: On, goto: {after}}}\n"
                 f"      far: {{label: Far, goto: {far}}}\n"
                 f"    limit: 3\n    on_limit: bad\n")
    return text + "  done: {resolve: Done.}\n  bad: {escalate: Bad.}\n"


CALLEE_FIXED = """
tier1: 1
id: callee
title: Callee
vars:
  key: {type: boolean, given: optional}
steps:
  way:
    ask: Which?
    choices: {a: A, b: B}
    next:
      - {when: key == true and way == 'a', goto: second}
      - {when: not (key == nil), goto: behind}
      - goto: second
  behind: {tell: Behind., next: second}
  second: {tell: Second., next: spare}
  spare:
    when: key
    ask: A spare one?
    choices: {a: {label: A, goto: last}, b: B}
    next: last
  last: {return: done}
"""


def small(seed):
    """Steps of a small flow, and where the choices of each lead; None: an end."""
    chance = random.Random(seed)
    steps = chance.randint(2, 4)
    return [[chance.choice([i + 1 if i + 1 < steps else None,
                            chance.randrange(steps), None])
             for _ in range(chance.randint(1, 3))] + [None]
            for i in range(steps)]


def small_flow(targets):
    text = "tier1: 1\nid: small\ntitle: Small\nsteps:\n"
    for i, ways in enumerate(targets):
        text += f"  s{i}:\n    ask: Which?\n    choices:\n"
        for k, to in enumerate(ways):
            text += (f"      c{k}: {{label: C{k}, goto: "
                     f"{'done' if to is None else f's{to}'}}}\n")
    return text + "  done: {resolve: Done.}\n"


def smallest_set(targets):
    """How many walks take every route that can be taken, by trying all."""
    sets, states = set(), [(0, frozenset())]
    seen = set(states)
    while states:
        at, taken = states.pop()
        for k, to in enumerate(targets[at]):
            after = (to, taken | {(at, k)})
            if to is None:
                sets.add(after[1])
            elif after not in seen:
                seen.add(after)
                states.append(after)
    best = [s for s in sets if not any(s < other for other in sets)]
    everything = frozenset().union(*best)
    for count in range(1, len(best) + 1):
        for some in itertools.combinations(best, count):
            if frozenset().union(*some) == everything:
                return count
    return 0


class Paths(runner.Case):
    def paths(self, path, *more):
        return self.json("paths", path, *more)

    def missed(self, document):
        return {(m["step"], m["rule"]) for m in document["missed"]}

    def write_and_test(self, path, *more):
        """The covering set passes; gives the test file."""
        out = os.path.join(self.folder, "written.test.yaml")
        self.tier1("paths", path, "--write-tests", out, "--force", *more)
        said, _ = self.tier1("test", out, "--flow", path.split("#")[0])
        self.assertRegex(said, r"[1-9]\d* passed, 0 failed")
        return self.read("written.test.yaml")

    def test_shipped(self):
        for path in SHIPPED:
            with self.subTest(flow=os.path.basename(path)):
                d = self.paths(path)
                left = {(m["flow"], m["step"], m["rule"])
                        for m in d["missed"] if not m["sure"]}
                self.assertEqual(left - NEVER, set())
                # a step of a sub-flow that is for another caller
                self.assertLessEqual({m["step"] for m in d["missed"]
                                      if m["sure"]}, {"cell"})
                self.assertTrue(d["ends"])
                self.assertLessEqual(d["cases_least"], len(d["cases"]))
                # of one path for each end and each route; or as few as can be
                third = (len(d["ends"]) + d["routes"]) // 3
                self.assertLessEqual(len(d["cases"]),
                                     max(third, d["cases_least"]))

    def test_least(self):
        """The bound and the set, beside the smallest set there is."""
        equal = 0
        for seed in range(40):
            targets = small(seed)
            path = self.write("small.yaml", small_flow(targets))
            d = self.paths(path)
            least = smallest_set(targets)
            self.assertLessEqual(d["cases_least"], least)
            self.assertGreaterEqual(len(d["cases"]), least)
            self.assertLessEqual(len(d["cases"]), least + 1)
            equal += len(d["cases"]) == d["cases_least"] == least
        self.assertGreater(equal, 30)

    def test_what_nothing_sets(self):
        """Sure, although the budget ends the search."""
        self.write("callee.yaml", CALLEE_FIXED)
        path = self.write("hostile.yaml", hostile(
            40, "{call: callee, next: done}\n  done: {resolve: Done.}"))
        d = self.paths(path, "--most-states", "2000")
        self.assertFalse(d["whole"])
        self.assertEqual(
            {(m["step"], m["rule"], m["number"])
             for m in d["missed"] if m["sure"]},
            {("way", "next", 2), ("behind", None, 0), ("behind", "next", 0),
             ("spare", None, 0), ("spare", "choice", 0)})
        self.assertEqual(
            {(m["step"], m["number"]) for m in d["missed"] if not m["sure"]},
            {("q40", 1), ("rare", 0), ("way", 1)})
        # a caller hands it on, or a step sets it
        for flow, old, new in (
                ("hostile", "callee, next", "callee, with: {key: q0}, next"),
                ("callee", "tell: Second.", "set: key = nil")):
            kept = self.read(flow + ".yaml")
            self.assertIn(old, kept)
            self.write(flow + ".yaml", kept.replace(old, new))
            d = self.paths(path, "--most-states", "2000")
            self.assertFalse(d["whole"])
            self.assertEqual([m for m in d["missed"] if m["sure"]], [])
            self.write(flow + ".yaml", kept)

    def test_shipped_tests_pass(self):
        for path in SHIPPED:
            with self.subTest(flow=os.path.basename(path)):
                name = os.path.basename(path)[:-len(".yaml")]
                text = self.write_and_test(f"{FLOWS}#{name}",
                                           "--most-states", "5000")
                self.assertIn(f"flow: {name}", text)

    def test_thresholds_and_counters(self):
        path = self.write("lamp.yaml", LAMP)
        d = self.paths(path)
        self.assertTrue(d["whole"])
        self.assertEqual(self.missed(d), {("many", None), ("lamps", "next")})
        self.assertTrue(all(m["sure"] for m in d["missed"]))
        self.assertEqual([e["step"] for e in d["ends"]], ["middle", "enough"])
        self.assertEqual(d["ends"][0]["way"], "lamps 5")
        self.assertEqual(d["ends"][1]["length"], 3)
        self.assertIn("lamps 5", d["cases"][0] + d["cases"][-1])
        self.write_and_test(path)

    def test_host_results(self):
        path = self.write("line.yaml", LINE)
        d = self.paths(path)
        self.assertEqual(d["missed"], [])
        self.assertEqual({e["step"] for e in d["ends"]},
                         {"broken", "noisy", "planned", "fine"})
        self.assertIn("line_test:", self.write_and_test(path))

    def test_sub_flow(self):
        path = self.write("caller.yaml", CALLER)
        self.write("callee.yaml", CALLEE)
        d = self.paths(path)
        self.assertTrue(d["whole"])
        self.assertEqual(self.missed(d), {
            ("lost", None), ("inner", "next"), ("which", "next"),
            ("higher", None)})
        self.write_and_test(path)

    def test_reason(self):
        """Also of a form it is said of what not every value was tried."""
        path = self.write("form.yaml", """
tier1: 1
id: form
title: Form
steps:
  sizes:
    form: Sizes
    fields:
      width: {type: integer, min: 0, max: 99}
    next: [{when: width * 2 > 51, goto: wide}, narrow]
  wide: {resolve: Wide.}
  narrow: {resolve: Narrow.}
""")
        d = self.paths(path)
        self.assertFalse(d["whole"])
        self.assertIn("sizes", d["why"])

    def test_pairs(self):
        path = self.write("lamp.yaml", LAMP)
        more = self.paths(path, "--pairs")
        self.assertGreaterEqual(len(more["cases"]),
                                len(self.paths(path)["cases"]))
        self.write_and_test(path, "--pairs")

    def test_budget(self):
        path = self.write("hostile.yaml", hostile(40))
        d = self.paths(path, "--most-states", "3000")
        self.assertFalse(d["whole"])
        self.assertIn("3", d["why"])
        self.assertLess(d["states"], 3100)
        self.assertEqual(d["steps_reached"], d["steps"] - 1)
        self.assertEqual([m["sure"] for m in d["missed"]], [False, False])
        out, _ = self.tier1("paths", path, "--most-states", "3000")
        self.assertIn("Not found within", out)
        self.assertNotIn("No answers reach", out)
        small = self.write("hostile.yaml", hostile(8))
        self.assertEqual(self.paths(small)["missed"], [])

    def test_thousand_steps(self):
        path = self.write("wide.yaml", wide(1000))
        d = self.paths(path)
        self.assertEqual(d["steps_reached"], 1002)
        self.assertTrue(d["whole"])
        self.assertEqual(self.missed(d), {(f"s{i}", "on_limit")
                                          for i in range(999)})
        self.write_and_test(self.write("wide.yaml", wide(60)))

    def test_loop_without_an_end(self):
        path = self.write("loop.yaml", """
tier1: 1
id: loop
title: Loop
steps:
  first: {ask: Which?, choices: {a: A, b: B}, next: second}
  second: {ask: Which?, choices: {a: {label: A, goto: first}, b: B}, next: first}
""")
        d = self.paths(path)
        self.assertEqual((d["ends"], d["missed"]), ([], []))
        self.assertIn("outcome: open", self.write_and_test(path))

    def test_nothing_is_overwritten(self):
        path = self.write("lamp.yaml", LAMP)
        test = self.write("lamp.test.yaml", "mine")
        _, said = self.tier1("paths", path, "-w", test, status=3)
        self.assertIn("--force", said)
        self.assertEqual(self.read("lamp.test.yaml"), "mine")
        self.tier1("paths", path, "-w", test, "--force")
        self.assertIn("flow: lamp", self.read("lamp.test.yaml"))
        self.assertIn("flow: lamp", self.tier1("paths", path, "-w", "-")[0])

    def test_text(self):
        path = self.write("lamp.yaml", LAMP)
        out, _ = self.tier1("paths", path)
        self.assertIn("No answers reach", out)
        self.assertIn("lamps: next 2 to many", out)
        self.assertTrue(all(len(line) <= 80 for line in out.splitlines()))

    def test_command_line(self):
        path = self.write("lamp.yaml", LAMP)
        for wrong in (["--most-states", "x"], ["--most-seconds", "0"],
                      ["--force"]):
            self.tier1("paths", path, *wrong, status=2)
        self.tier1("paths", "nowhere.yaml", status=3)


runner.main()
