#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Sessions that move to other versions of their flow, judged from outside.

    test_moves.py MOVER FLOWS [--all] [--schema FILE] [--only WORDS] …

Each shipped flow is walked, at random, until all of its steps were seen. Each
mutation of it, and of each flow that it calls, is one new version; what was
walked is moved there from many places, or, with --all, from all of them. Some
are moved by their records, begun again, or replayed to the letter."""

import argparse
import collections
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    jsonschema = None  # packets are not held against their schema then

import flowfile as ff
import mutations
import oracle

SEED = 20260105


class Mover:
    """The driver, on one flow."""

    def __init__(self, command, file, walks):
        self.run = subprocess.Popen(
            [command, file, str(walks), str(SEED)], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.places = []
        while True:
            told = json.loads(self.run.stdout.readline())
            if "seen" in told:
                self.seen = told["seen"]
                return
            self.places.append(told)

    def move(self, policy, file, places):
        """(None, why) where the flow does not load; else what came of each."""
        self.run.stdin.write(f"{policy} {file} {' '.join(map(str, places))}\n")
        self.run.stdin.flush()
        found = []
        while True:
            line = self.run.stdout.readline()
            if not line:
                raise SystemExit(f"the driver ended: {self.run.wait()}")
            told = json.loads(line)
            if "loaded" in told:
                return (found, None) if told["loaded"] == 0 else \
                    (None, told.get("finding"))
            found.append(told)

    def end(self):
        self.run.stdin.close()
        if self.run.wait():
            raise SystemExit(f"the driver: {self.run.returncode}")


class Suite:
    def __init__(self, options):
        self.options = options
        self.chance = random.Random(SEED)
        self.counts = collections.Counter()
        self.by_kind = collections.defaultdict(collections.Counter)
        self.shown = set()
        self.flows = {}
        self.schema = None
        if jsonschema and options.schema:
            with open(options.schema, encoding="utf-8") as f:
                self.schema = jsonschema.Draft7Validator(json.load(f))
        for name in sorted(os.listdir(options.flows)):
            if name.endswith(".yaml") and name.count(".") == 1:
                with open(os.path.join(options.flows, name),
                          encoding="utf-8") as f:
                    flow = ff.read(f.read())
                self.flows[flow["id"]] = flow

    def fail(self, name, place, problems):
        self.counts["problems"] += 1
        for word in problems:
            self.counts["silently wrong"] += word.startswith("SILENT")
            self.counts["needless"] += word.startswith("NEEDLESS")
        if name not in self.shown and len(self.shown) < self.options.show:
            self.shown.add(name)
            print(f"FAILED {name} at place {place}:", *problems, sep="\n  ")

    def callees(self, flow):
        return {s["call"] for s in self.flows[flow]["steps"].values()
                if ff.kind(s) == "call"}

    def some(self, places, count):
        if self.options.all or count >= len(places):
            return places
        return sorted(self.chance.sample(places, count))

    # ---- one version ---------------------------------------------------

    def migrate(self, name, mover, old, file, flows, places):
        moved, why = mover.move("migrate", file, places)
        if moved is None:
            self.counts["versions that do not load"] += 1
            self.by_kind[name.split(" ", 1)[1].rsplit(" ", 2)[0]]["void"] += 1
            return False
        kind = self.by_kind[name.split(" ", 1)[1].rsplit(" ", 2)[0]]
        self.counts["versions"] += 1
        for told in moved:
            self.counts["moved"] += 1
            kind["moved"] += 1
            was = old[told["place"]]
            if told["rc"] < 0:
                self.refused(name, was, told, flows)
                kind["refused"] += 1
                continue
            problems, new = oracle.judge(was, told, flows)
            if "packet" in told:
                problems += self.packet(told)
            if problems:
                self.fail(name, told["place"], problems)
            for change in told["changes"]:
                if change[3] == "the session was begun again":
                    self.fail(name, told["place"], ["it was begun again"])
                self.counts[f"answers {change[2]}"] += 1
                kind[change[2]] += 1
            self.resumed(kind, was, new)
        return True

    def packet(self, told):
        """It fits its schema, and tells of the move."""
        self.counts["packets"] += 1
        moves = told["packet"]["flow"].get("moves", [])
        if not moves or [a["fate"].replace("_", " ")
                         for a in moves[-1].get("answers", [])] != \
                [c[2] for c in told["changes"]]:
            yield f"the packet tells of other moves: {moves}"
        for error in self.schema.iter_errors(told["packet"]) \
                if self.schema else []:
            yield f"packet: {error.message}"

    def resumed(self, kind, was, new):
        if new is None:
            return
        last = was.way[-1] if was.way else {"flow": None, "step": None}
        here = new.told["flow"], new.told["step"]
        word = "ended" if new.told["state"] == "done" else \
            "where it stood" if here == (last["flow"], last["step"]) else \
            "elsewhere"
        self.counts["resumed, " + word] += 1
        kind[word] += 1

    def refused(self, name, was, told, flows):
        """A move may be refused only where the flow must be given more, or
        what was given does not fit any more; nothing has changed then."""
        self.counts["refused with a reason"] += 1
        problems = []
        if not told["why"] or not told.get("unchanged", 1):
            problems.append("refused without a reason, or changed")
        flow = was.told["record"]["flow"]
        now, then = (v[flow].get("vars", {}) for v in (flows, self.flows))
        if now == then:
            problems.append(f"refused: {told['why']}")
        if problems:
            self.fail(name, told["place"], problems)

    def by_record(self, name, mover, old, file, places):
        """A move of the record comes to the same."""
        for one, other in zip(mover.move("migrate", file, places)[0],
                              mover.move("replay", file, places)[0]):
            self.counts["moved by record"] += 1
            keys = ("state", "flow", "step", "way", "changes")
            differ = [k for k in keys if one.get(k) != other.get(k)]
            if (one["rc"] < 0) != (other["rc"] < 0):
                differ = ["rc"]
            logs = [[(r["type"], r.get("value"), r.get("undone"))
                     for r in t["record"]["records"]]
                    for t in (one, other) if t["rc"] > 0]
            if not differ and logs and logs[0] != logs[1] and \
                    not any(c[2] == "dropped" for c in one["changes"]):
                differ = ["records"]
            if differ:
                self.fail(name, one["place"],
                          [f"by record: {k}: {one.get(k)}, {other.get(k)}"
                           for k in differ])

    def restart(self, name, mover, old, file, flows, places):
        for told in mover.move("restart", file, places)[0]:
            self.counts["restarted"] += 1
            if told["rc"] < 0:
                continue
            was, problems = old[told["place"]], []
            new = oracle.Session(told, flows)
            begun = {k: v for k, v in was.told["record"]["session"].items()
                     if k != "given"}
            if any(told["record"]["session"].get(k) != v
                   for k, v in begun.items()):
                problems.append("the beginning is another")
            if new.answers:
                problems.append("it has answers")
            words = {(c[2], c[3]) for c in told["changes"]}
            if words - {("asked again", "the session was begun again"),
                        ("dropped", "the flow has no such step any more"),
                        ("dropped", "the way does not lead there any more")}:
                problems.append(f"restarted: {words}")
            problems += oracle.check_way(new)
            problems += oracle.check_changes(was, new)
            moves = [[r["to"] for r in t["record"]["records"]
                      if r["type"] == "transfer"] for t in (was.told, told)]
            if moves[0] != moves[1]:
                problems.append(f"owners: {moves}")
            if problems:
                self.fail(name, told["place"], problems)

    def exact(self, name, mover, old, file, flows, places):
        """The very same way, or none."""
        for told in mover.move("exact", file, places)[0]:
            was, problems = old[told["place"]], []
            if told["rc"] > 0:
                self.counts["exact, the same"] += 1
                problems += self.same_way(was, oracle.Session(told, flows))
            else:
                self.counts["exact, refused"] += 1
                new = oracle.Session(was.told, flows)
                if "record" not in told["why"] and \
                        "must be given" not in told["why"] and \
                        "takes no variable" not in told["why"]:
                    problems.append(f"exact: {told['why']}")
                if oracle.unchanged(was, new) == len(was.way):
                    problems.append("exact: refused, though nothing changed: "
                                    + told["why"])
            if problems:
                self.fail(name, told["place"], problems)

    @staticmethod
    def same_way(was, now):
        """The same questions have the same answers. Where it stands then, and
        through which machine steps it went, no record tells."""
        ways = [[(a.flow, a.step, oracle.unordered(a.answer)) for a in s.answers]
                for s in (was, now)]
        if ways[0] != ways[1]:
            yield "exact: another way"

    # ---- all of them ---------------------------------------------------

    def version(self, flow, mover, old, folder, mutated, one):
        label, f, step, i = one
        name = f"{flow}: {label}"
        if self.options.only and self.options.only not in name:
            return
        changed = mutations.make(self.flows[mutated], f, step, i)
        if changed is None:
            return
        file = os.path.join(folder, flow + ".yaml")
        path = os.path.join(folder, mutated + ".yaml")
        with open(path, encoding="utf-8") as f:
            before = f.read()
        with open(path, "w", encoding="utf-8") as f:
            f.write(ff.write_flow(changed))
        flows = ff.reached({**self.flows, mutated: changed}, flow)
        touched = [p for p, s in enumerate(old)
                   if any(v["step"] == step and v["flow"] == mutated
                          for v in s.way)]
        others = [p for p in range(len(old)) if p not in set(touched)]
        places = self.some(touched, self.options.places) + \
            self.some(others, self.options.places // 3)
        if places and self.migrate(name, mover, old, file, flows, places):
            few = sorted(self.chance.sample(places, min(
                len(places), 10 if self.options.all else 2)))
            self.by_record(name, mover, old, file, few)
            self.restart(name, mover, old, file, flows, few)
            self.exact(name, mover, old, file, flows, few)
        with open(path, "w", encoding="utf-8") as f:
            f.write(before)

    def flow(self, flow, folder):
        mover = Mover(self.options.mover, os.path.join(self.options.flows,
                                                       flow + ".yaml"), 4)
        old = [oracle.Session(t, self.flows) for t in mover.places]
        missed = [s for s in self.flows[flow]["steps"]
                  if f"{flow}/{s}" not in mover.seen]
        self.counts["steps"] += len(self.flows[flow]["steps"])
        self.counts["steps never seen"] += len(missed)
        self.counts["places"] += len(old)
        if missed:
            print(f"{flow}: never seen: {' '.join(missed)}")
        for session in old:
            problems = list(oracle.check_way(session))
            if problems:
                self.fail(f"{flow}: as walked", 0, problems)
        for mutated in [flow, *sorted(self.callees(flow))]:
            every = list(mutations.each(self.flows[mutated]))
            for one in every if self.options.all else \
                    self.chance.sample(every, len(every) //
                                       self.options.part):
                self.version(flow, mover, old, folder, mutated, one)
        mover.end()

    def run(self):
        with tempfile.TemporaryDirectory(prefix="tier1-moves-") as folder:
            for flow, data in self.flows.items():
                shutil.copy(os.path.join(self.options.flows, flow + ".yaml"),
                            folder)
            for flow in self.flows:
                if self.options.flow in (None, flow):
                    self.flow(flow, folder)
        columns = ("moved", "where it stood", "elsewhere", "ended", "refused",
                   "kept", "remembered", "asked again", "dropped")
        print(f"{'':24}" + " ".join(f"{c[:9]:>9}" for c in columns))
        for kind, row in sorted(self.by_kind.items()):
            print(f"{kind:24}" + " ".join(f"{row[c]:9}" for c in columns))
        for word in ("problems", "silently wrong", "needless"):
            self.counts[word] += 0
        for word, count in sorted(self.counts.items()):
            print(f"{word}: {count}")
        return 1 if self.counts["problems"] or \
            self.counts["steps never seen"] or not self.counts["moved"] else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mover")
    parser.add_argument("flows")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only")
    parser.add_argument("--schema")
    parser.add_argument("--flow")
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--places", type=int, default=12)
    parser.add_argument("--part", type=int, default=8)
    sys.exit(Suite(parser.parse_args()).run())


main()
