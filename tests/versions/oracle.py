# SPDX-License-Identifier: MIT
"""What a session that moved to another version of its flow may be, judged by
the two files and the two sessions, as data."""

import collections
import json

import flowfile as ff

ASKED = ("ask", "form", "try", "tell", "offer", "escalate")
REASONS = {
    "the answer does not fit any more": "misfit",
    "the question stands elsewhere now": "moved",
    "the question wants another kind of answer now": "reshaped",
    "the question has other words now": "reworded",
    "it would be another answer now": "rechosen",
    "the choice has other words now": "relabelled",
    "the session was begun again": "restarted",
    "the flow has no such step any more": "gone",
    "the way does not lead there any more": "ended",
    "the way does not lead there yet": "remembered",
    None: "kept",
}


def key_of(value):
    return json.dumps(value, sort_keys=True)


class Answer:
    """An answer that stands: its visit, and its record if it has one."""

    def __init__(self, visit, place, record):
        self.flow, self.step = visit["flow"], visit["step"]
        self.answer, self.place = visit["answer"], place
        self.kind = visit["kind"]
        self.record = record
        self.value = record and record.get("value")


class Session:
    """A session as the driver told it, on the flows of a version."""

    def __init__(self, told, flows):
        self.flows, self.told = flows, told
        self.way = [v for v in told["way"] if not v["undone"]]
        self.audience = told["record"]["session"]["audience"]
        self.records = [r for r in told["record"]["records"]
                        if not r.get("undone")]
        self.places = list(self._places())
        self.answers = self._answers()

    def _places(self):
        """Through which calls each step was reached."""
        calls = []
        for visit in self.way:
            del calls[visit["depth"]:]
            yield tuple(calls)
            calls.append((visit["flow"], visit["step"]))

    def _answers(self):
        found, at = [], 0
        for r in self.records:
            if r["type"] not in ("answer", "refused"):
                continue
            if r["type"] == "refused" and not r.get("leaving"):
                continue
            here = at
            while here < len(self.way) and r.get("step") is not None and \
                    (self.way[here]["flow"], self.way[here]["step"]) != \
                    (r["flow"], r["step"]):
                here += 1
            if here == len(self.way):
                raise AssertionError(f"no visit for {r}")
            at = here + 1
            if r["type"] == "answer":
                found.append(Answer(self.way[here], self.places[here], r))
        return found

    def advice(self):
        return [Answer(v, p, None) for v, p in zip(self.way, self.places)
                if v["kind"] == "consult" and v["answer"] is not None]

    def said(self, standing):
        """How often hosts have answered what."""
        counts = collections.Counter()
        for r in self.told["record"]["records"]:
            for one in r.get("said", []):
                if standing and r.get("undone"):
                    continue
                if one["kind"] == "host":
                    counts[key_of([one["name"], one.get("args", [])])] += 1
        return counts

    def step(self, flow, step):
        return self.flows[flow]["steps"].get(step) \
            if flow in self.flows else None


def unordered(value):
    """What was chosen, whatever the order of the choices."""
    return sorted(value, key=key_of) if isinstance(value, list) else value


def differs(old, new, answer, place=None, given=None):
    """Why an old answer means something else on the new flows; None."""
    then = old.step(answer.flow, answer.step)
    now = new.step(answer.flow, answer.step)
    if now is None:
        return "gone"
    if place is not None and place != answer.place:
        return "moved"
    if ff.shape(then) != ff.shape(now):
        return "reshaped"
    if ff.question_words(then, old.audience) != \
            ff.question_words(now, old.audience):
        return "reworded"
    was = ff.chosen(old.flows[answer.flow], then, answer.answer, old.audience)
    if given is None and answer.answer is not None:
        given = answer.answer
    if unordered(given) != unordered(answer.answer):
        return "rechosen"
    what = ff.chosen(new.flows[answer.flow], now, given, old.audience)
    if unordered([w and w[0] for w in was]) != \
            unordered([w and w[0] for w in what]):
        return "rechosen"
    return None if unordered(was) == unordered(what) else "relabelled"


# ---- the way -------------------------------------------------------------

def check_way(s):
    """Each step follows from the one before by a route of the flow."""
    stack = []
    for i, visit in enumerate(s.way):
        depth, flow = visit["depth"], s.flows[visit["flow"]]
        if visit["step"] not in flow["steps"]:
            yield f"{visit['step']} is no step of the flow"
            return
        if i == 0 or depth > len(stack) - 1:
            first = [ff.start(flow)]
            if i > 0 and ff.kind(stack[-1][1]) != "call":
                yield f"{visit['step']} is in a flow that nothing called"
            elif i > 0 and stack[-1][1]["call"] != visit["flow"]:
                yield f"{visit['flow']} was not called"
        else:
            first = ff.targets(flow, stack[depth][1])
        if visit["step"] not in ff.reach(flow, first)[0]:
            yield f"no route leads to {visit['step']} ({i})"
        del stack[depth:]
        stack.append((visit["flow"], flow["steps"][visit["step"]]))


def check_stand(new):
    """It stands at a question, waits, or has ended."""
    told = new.told
    if told["state"] != "ask":
        return
    step = new.step(told["flow"], told["step"])
    last = new.way[-1]
    if (last["flow"], last["step"]) != (told["flow"], told["step"]):
        yield "it stands where the way does not end"
    if step is None or ff.kind(step) not in ASKED:
        yield f"it stands at {told['step']}, which asks nothing"
    if last["answer"] is not None:
        yield f"{told['step']} is asked though it has its answer"


# ---- answers -------------------------------------------------------------

def reason_holds(old, new, answer, fate, word):
    """Is what is said of an answer true?"""
    why = differs(old, new, answer)
    if word == "gone":
        return why == "gone"
    if word == "ended":
        return new.told["state"] == "done"
    if word == "remembered":
        return new.told["state"] != "done"
    if word in ("moved", "restarted"):
        return True  # which place it would have come to cannot be known
    if word == "misfit":
        return not plainly_fits(old, new, answer)
    if word == "rechosen":
        return why in ("rechosen", "relabelled") or typed(old, new, answer)
    return why == word


def typed(old, new, answer):
    """Said in other words than those of the value, so that it may find
    something else now; or not said at all, so that it is the default."""
    value = answer.value
    if isinstance(value, (list, dict)) or value in ("", None):
        return True
    return value != answer.answer


def plainly_fits(old, new, answer):
    """A value of an option that is always there."""
    now = new.step(answer.flow, answer.step)
    then = old.step(answer.flow, answer.step)
    if old.flows[answer.flow].get("language") != \
            new.flows[answer.flow].get("language"):
        return False  # words for yes and no, and for results
    if now == then and "choices" not in now and "check" not in now and \
            "fields" not in now and not isinstance(now.get("min"), str) and \
            not isinstance(now.get("max"), str):
        return True
    choices = ff.choices_of(new.flows[answer.flow], now) or {}
    choice = choices.get(answer.value) if isinstance(answer.value, str) \
        else None
    return choice is not None and "check" not in now and \
        not (isinstance(choice, dict) and ("when" in choice or
                                           "once" in choice))


def check_changes(old, new):
    """Every old answer has one fate, in order, and the fate is a true one."""
    told = new.told["changes"]
    if [(a.flow, a.step) for a in old.answers] != [(c[0], c[1]) for c in told]:
        yield f"the changes are not those of the answers: {told}"
        return
    for answer, (_, step, fate, reason) in zip(old.answers, told):
        if reason not in REASONS:
            yield f"unknown reason {reason!r}"
        elif fate != "kept" and not reason_holds(old, new, answer, fate,
                                                 REASONS[reason]):
            yield f"{step}: {fate}, but it is not so that {reason}"


def check_kept(old, new):
    """The new answers are the kept ones, and mean the same."""
    kept = [a for a, c in zip(old.answers, new.told["changes"])
            if c[2] == "kept"]
    left = list(kept)
    for now in new.answers:
        was = next((a for a in left if (a.flow, a.step) ==
                    (now.flow, now.step)), None)
        if was is None:
            yield f"{now.step}: an answer of nobody"
            continue
        left.remove(was)
        if key_of(was.value) != key_of(now.value):
            yield f"{now.step}: {was.value!r} became {now.value!r}"
        why = differs(old, new, was, now.place, now.answer)
        if why is not None:
            yield f"SILENT {now.step}: kept, but {why}: " \
                  f"{was.answer!r}, {now.answer!r}"
    for answer in left:
        yield f"{answer.step}: kept, and not in the way"


def check_advice(old, new):
    """Advice that nobody gave now was given for the same question."""
    left = old.advice()
    for now in new.advice():
        was = next((a for a in left if (a.flow, a.step) ==
                    (now.flow, now.step)), None)
        if was is None:
            yield f"SILENT {now.step}: advice that was given elsewhere"
            continue
        left.remove(was)
        why = differs(old, new, was, now.place, now.answer)
        if why is not None:
            yield f"SILENT {now.step}: advice kept, but {why}"


def check_needless(old, new):
    """It stands at no question that has an answer left which means the
    same there."""
    if new.told["state"] != "ask":
        return
    here = (new.told["flow"], new.told["step"])
    for answer, change in zip(old.answers, new.told["changes"]):
        if change[2] != "kept" and (answer.flow, answer.step) == here and \
                differs(old, new, answer, new.places[-1]) is None and \
                (change[2] != "asked again" or
                 plainly_fits(old, new, answer)):
            yield f"NEEDLESS {answer.step}: {change[2]}, {change[3]}"


def unchanged(old, new):
    """How many visits of the old way must be those of the new one: up to the
    first step that is another, or could be passed over otherwise."""
    def same(flow, step):
        return flow in new.flows and \
            ff.write(old.step(flow, step)) == ff.write(
                new.step(flow, step) or "")

    def head(flow):
        return {k: v for k, v in flow.items()
                if k not in ("steps", "start", "title", "version", "summary")}

    used = {v["flow"] for v in old.way}
    if any(head(old.flows[f]) != head(new.flows.get(f, {})) or
           ff.start(old.flows[f]) != ff.start(new.flows[f]) for f in used):
        return 0
    if old.way:
        flow = old.flows[old.way[0]["flow"]]
        if not all(same(flow["id"], step)
                   for step in ff.reach(flow, [ff.start(flow)])[1]):
            return 0
    for i, visit in enumerate(old.way):
        if not same(visit["flow"], visit["step"]):
            return i
        for flow, first in onward(old, i):
            passed = ff.reach(old.flows[flow], first)[1]
            if not all(same(flow, step) for step in passed):
                return i + 1
    return len(old.way)


def onward(s, i):
    """What the way can go on with behind a visit: the flow, and its steps."""
    visit = s.way[i]
    flow = s.flows[visit["flow"]]
    step = flow["steps"][visit["step"]]
    yield visit["flow"], ff.targets(flow, step)
    if ff.kind(step) == "call":
        yield step["call"], [ff.start(s.flows[step["call"]])]
    for up, name in s.places[i]:
        yield up, ff.targets(s.flows[up], s.flows[up]["steps"][name])


def check_unchanged(old, new):
    count = unchanged(old, new)
    for was, now in zip(old.way[:count], new.way + [None] * count):
        if now is None or (was["flow"], was["step"]) != \
                (now["flow"], now["step"]):
            yield f"NEEDLESS the way differs before anything changed: " \
                  f"{was['step']}"
            return
    last = max(count - 1, 0)
    if [v["answer"] for v in old.way[:last] if v["kind"] in ASKED] != \
            [v["answer"] for v in new.way[:last] if v["kind"] in ASKED]:
        yield "NEEDLESS an answer before anything changed is not kept"


def check_hosts(old, new, calls):
    """Nobody is asked for what was said already."""
    before, now = old.said(False), new.said(True)
    live = collections.Counter(key_of(c) for c in calls)
    if calls and new.told["state"] == "wait": # the last one has no answer yet
        now[key_of(calls[-1])] += 1
    for call, count in live.items():
        if now[call] - count < before[call]:
            yield f"the host is asked again: {call}"


CHECKS = (check_changes, check_kept, check_advice, check_needless,
          check_unchanged)


def judge(old, told, flows):
    """What is wrong with a session that was moved."""
    try:
        new = Session(told, flows)
    except (AssertionError, KeyError) as error:
        return [f"{type(error).__name__} {error}"], None
    found = [*check_way(new), *check_stand(new)]
    found += [p for check in CHECKS for p in check(old, new)]
    return found + list(check_hosts(old, new, told["calls"])), new
