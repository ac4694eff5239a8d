# SPDX-License-Identifier: MIT
"""Made flows, and edits of them that are known: each says what `tier1 diff`
has to name. They need not make sense; they are never walked. And other ways to
write the same flow."""

import copy
import re

import yaml

LETTERS = "bcdfghklmnprstvz"


class Maker:
    """Random flows. No two texts have a word in common."""

    def __init__(self, random):
        self.r = random
        self.seen = set()

    def word(self):
        while True:
            word = "".join(self.r.choice(LETTERS) + self.r.choice("aeiou")
                           for _ in range(self.r.randrange(2, 5)))
            if word not in self.seen:
                self.seen.add(word)
                return word

    def text(self):
        return " ".join(self.word() for _ in range(self.r.randrange(2, 9))) + "."

    def often(self, p=0.5):
        return self.r.random() < p

    def target(self, ids):
        return self.r.choice(ids)

    def lua(self, ids):
        return self.r.choice((f"visits.{self.r.choice(ids)} > "
                              f"{self.r.randrange(1, 9)}",
                              f"{self.r.choice(ids)} == '{self.word()}'",
                              f"{self.word()} ~= nil"))

    def routes(self, ids):
        if self.often(0.6):
            return self.target(ids)
        # no two have the same target: which is which can be told
        targets = self.r.sample(ids, min(len(ids), 3))
        return [{"when": self.lua(ids), "goto": t} for t in targets[:-1]] + \
            [targets[-1]]

    def choice(self, ids):
        c = {"label": self.text()}
        if self.often(0.3):
            c["also"] = [self.word(), self.word()]
        if self.often():
            c["goto"] = self.target(ids)
        elif self.often(0.2):
            c["escalate"] = self.word()
        if self.often(0.2):
            c["when"] = self.lua(ids)
        if self.often(0.2):
            c["do"] = f"{self.word()} = {self.r.randrange(9)}"
        return c

    def choices(self, ids):
        return {self.word(): self.choice(ids)
                for _ in range(self.r.randrange(2, 5))}

    def body(self, ids):
        kind = self.r.choice(("ask", "ask", "ask", "try", "tell", "form",
                              "run", "set", "branch", "call", "resolve",
                              "escalate"))
        s = {kind: self.text()}
        if kind == "ask" and self.often(0.7):
            s["choices"] = self.choices(ids)
        elif kind == "ask":
            s["type"] = self.r.choice(("integer", "number", "yes_no", "date"))
            s["min"] = str(self.r.randrange(9))
            s["check"] = f"answer ~= {self.r.randrange(99)}"
        elif kind == "try":
            s.update(worked=self.target(ids), cost="2m", wait="90s")
        elif kind == "form":
            s["fields"] = {self.word(): {"label": self.text(), "type": "date"}
                           for _ in range(2)}
        elif kind == "run":
            s[kind] = f"host.{self.word()}({self.r.randrange(9)})"
            s["on_timeout"] = self.target(ids)
        elif kind == "set":
            s[kind] = f"{self.word()} = {self.r.randrange(9)}"
        elif kind == "branch":
            s[kind] = self.word()
            s["cases"] = {self.word(): self.target(ids) for _ in range(3)}
        elif kind == "call":
            s[kind] = self.word()
            s["with"] = {self.word(): self.lua(ids)}
        if kind not in ("resolve", "escalate"):
            s["next"] = self.routes(ids)
        if kind == "escalate":
            s.update(code=self.word(), priority="high")
        for key, p in (("help", .3), ("note", .3), ("title", .2)):
            if self.often(p):
                s[key] = self.text()
        if self.often(0.3):
            s["limit"] = str(self.r.randrange(1, 9))
            s["on_limit"] = self.target(ids)
        if self.often(0.2):
            s["when"] = self.lua(ids)
        if self.often(0.3):
            s["phase"] = self.r.choice(("diagnose", "repair", "close"))
        return s

    def flow(self):
        ids = [self.word() for _ in range(self.r.randrange(5, 20))]
        return {
            "tier1": "1", "id": self.word(), "title": self.text(),
            "version": "1", "summary": self.text(),
            "tags": [self.word(), self.word()],
            "audience": ["customer", "agent"],
            "vars": {self.word(): {"type": "text", "given": "optional",
                                   "label": self.text()} for _ in range(3)},
            "data": {self.word(): [1, "1", {"a": self.word()}],
                     self.word(): {"b": self.word(), "c": 2}},
            "questions": {"refusals": "3"},
            "anywhere": {self.word(): self.choice(ids) for _ in range(2)},
            "escalation": {"to": self.word(), "needs": self.text()},
            "start": ids[0],
            "steps": {i: self.body(ids) for i in ids},
        }


# ---- edits ---------------------------------------------------------------
# Each takes the maker, the flow, a step and its id; changes the flow, and gives
# what is to be named: (how, what, step, field), or None where it cannot be.

EDITS = []


def edit(f):
    EDITS.append(f)
    return f


def kind_of(s):
    return next(k for k in s if k in (
        "ask", "try", "tell", "form", "run", "set", "branch", "call",
        "resolve", "escalate"))


def another(m, flow, *but):
    return m.r.choice([i for i in flow["steps"] if i not in but] or [None])


def pick(m, found):
    return m.r.choice(list(found)) if found else None


@edit
def add_step(m, flow, s, i):
    new = m.word()
    flow["steps"][new] = {"tell": m.text(), "help": m.text(), "next": i}
    return [("added", "step", new, None)]


@edit
def remove_step(m, flow, s, i):
    if i == flow["start"]:
        return None
    del flow["steps"][i]
    return [("removed", "step", i, None)]


@edit
def rename_step(m, flow, s, i):
    new = m.word()
    rename(flow, i, new)
    return [("renamed", "step", new, None)]


def rename(flow, old, new):
    def walk(v):
        if isinstance(v, dict):
            return {new if k == old else k: walk(x) for k, x in v.items()}
        if isinstance(v, list):
            return [walk(x) for x in v]
        return re.sub(rf"\b{old}\b", new, v) if isinstance(v, str) else v
    flow.update(walk(flow))
    if old in flow:
        del flow[old]


@edit
def change_kind(m, flow, s, i):
    to = {"tell": "resolve", "resolve": "tell"}.get(kind_of(s))
    if not to:
        return None
    s[to] = s.pop(kind_of(s))
    return [("changed", "kind", i, "step")]


@edit
def change_text(m, flow, s, i):
    kind = kind_of(s)
    if kind in ("run", "set", "branch", "call"):
        return None
    words = s[kind].split()
    words[m.r.randrange(len(words))] = m.word()
    s[kind] = " ".join(words)
    return [("changed", "text", i, "text")]


@edit
def change_words_for_agents(m, flow, s, i):
    kind = kind_of(s)
    if kind in ("run", "set", "branch", "call"):
        return None
    s[kind] = {"customer": s[kind], "agent": m.text()}
    return [("added", "text", i, "text.agent")]


@edit
def change_note(m, flow, s, i):
    key = m.r.choice(("help", "note", "title"))
    how = m.r.choice(("removed", "changed")) if key in s else "added"
    if how == "removed":
        del s[key]
    else:
        s[key] = m.text()
    return [(how, "text", i, key)]


@edit
def change_lua(m, flow, s, i):
    kind = kind_of(s)
    if kind not in ("run", "set", "branch"):
        return None
    s[kind] = s[kind] + " + 1"
    return [("changed", "lua", i, kind)]


@edit
def change_callee(m, flow, s, i):
    if "call" not in s:
        return None
    s["call"] = m.word()
    return [("changed", "setting", i, "call")]


@edit
def change_with(m, flow, s, i):
    if "with" not in s:
        return None
    name = pick(m, s["with"])
    s["with"][name] += " or nil"
    return [("changed", "lua", i, f"with.{name}")]


@edit
def add_choice(m, flow, s, i):
    if "choices" not in s:
        return None
    new = m.word()
    s["choices"][new] = m.choice(list(flow["steps"]))
    return [("added", "choice", i, f"choices.{new}")]


@edit
def remove_choice(m, flow, s, i):
    if "choices" not in s:
        return None
    name = pick(m, s["choices"])
    del s["choices"][name]
    return [("removed", "choice", i, f"choices.{name}")]


@edit
def relabel_choice(m, flow, s, i):
    if "choices" not in s:
        return None
    name = pick(m, s["choices"])
    s["choices"][name]["label"] = m.text()
    return [("changed", "text", i, f"choices.{name}.label")]


@edit
def revalue_choice(m, flow, s, i):
    if "choices" not in s:
        return None
    name, new = pick(m, s["choices"]), m.word()
    s["choices"] = {new if k == name else k: v
                    for k, v in s["choices"].items()}
    return [("renamed", "choice", i, f"choices.{new}")]


@edit
def reorder_choices(m, flow, s, i):
    if "choices" not in s:
        return None
    s["choices"] = dict(reversed(list(s["choices"].items())))
    return [("moved", "choice", i, "choices")]


@edit
def retarget_choice(m, flow, s, i):
    names = [n for n, c in s.get("choices", {}).items() if "goto" in c]
    if not names:
        return None
    c = s["choices"][pick(m, names)]
    name = next(n for n in s["choices"] if s["choices"][n] is c)
    if m.often(0.3):
        c["escalate"] = m.word()
        del c["goto"]
    else:
        c["goto"] = another(m, flow, c["goto"])
    return [("changed", "route", i, f"choices.{name}.goto")]


@edit
def change_choice(m, flow, s, i):
    if "choices" not in s:
        return None
    name = pick(m, s["choices"])
    c = s["choices"][name]
    key, what, value = m.r.choice((
        ("also", "setting", [m.word()]), ("when", "condition", m.word()),
        ("do", "lua", f"{m.word()} = 1"), ("once", "setting", "true"),
        ("help", "text", m.text())))
    how = "changed" if key in c else "added"
    c[key] = value
    return [(how, what, i, f"choices.{name}.{key}")]


@edit
def retarget_next(m, flow, s, i):
    if not isinstance(s.get("next"), str):
        return None
    s["next"] = another(m, flow, s["next"])
    return [("changed", "route", i, "next")]


@edit
def remove_next(m, flow, s, i):
    if not isinstance(s.get("next"), str):
        return None
    del s["next"]
    return [("removed", "route", i, "next")]


@edit
def change_route_condition(m, flow, s, i):
    if not isinstance(s.get("next"), list):
        return None
    s["next"][0]["when"] += " and true"
    return [("changed", "condition", i, "next")]


@edit
def retarget_route(m, flow, s, i):
    if not isinstance(s.get("next"), list):
        return None
    used = [r if isinstance(r, str) else r["goto"] for r in s["next"]]
    target = another(m, flow, *used)
    if not target:
        return None
    s["next"][0]["goto"] = target
    return [("changed", "route", i, "next")]


@edit
def add_route(m, flow, s, i):
    if not isinstance(s.get("next"), list):
        return None
    used = [r if isinstance(r, str) else r["goto"] for r in s["next"]]
    target = another(m, flow, *used)
    if not target:
        return None
    s["next"].insert(m.r.randrange(len(s["next"])),
                     {"when": m.word(), "goto": target})
    return [("added", "route", i, "next")]


@edit
def remove_route(m, flow, s, i):
    if not isinstance(s.get("next"), list) or len(s["next"]) < 2:
        return None
    del s["next"][0]
    return [("removed", "route", i, "next")]


@edit
def swap_routes(m, flow, s, i):
    if not isinstance(s.get("next"), list) or len(s["next"]) < 3:
        return None
    s["next"][0], s["next"][1] = s["next"][1], s["next"][0]
    return [("moved", "route", i, "next")]


@edit
def change_limit(m, flow, s, i):
    if "limit" not in s:
        s["limit"] = "4"
        return [("added", "setting", i, "limit")]
    s["limit"] += "1"
    return [("changed", "setting", i, "limit")]


@edit
def change_way(m, flow, s, i):
    key = m.r.choice(("on_error", "on_limit", "on_timeout", "on_refusals",
                      "worked", "failed"))
    if key not in s:
        s[key] = another(m, flow)
        return [("added", "route", i, key)]
    if m.often(0.4):
        del s[key]
        return [("removed", "route", i, key)]
    s[key] = another(m, flow, s[key])
    return [("changed", "route", i, key)]


@edit
def change_case(m, flow, s, i):
    if "cases" not in s:
        return None
    name = pick(m, s["cases"])
    if m.often(0.4):
        del s["cases"][name]
        return [("removed", "route", i, f"cases.{name}")]
    s["cases"][name] = another(m, flow, s["cases"][name])
    return [("changed", "route", i, f"cases.{name}")]


@edit
def change_when(m, flow, s, i):
    how = "changed" if "when" in s else "added"
    s["when"] = f"{m.word()} < 3"
    return [(how, "condition", i, "when")]


@edit
def change_hook(m, flow, s, i):
    key = m.r.choice(("on_enter", "on_leave"))
    s[key] = f"{m.word()} = 2"
    return [("added", "lua", i, key)]


@edit
def change_question(m, flow, s, i):
    if "check" not in s:
        return None
    key, what, value = m.r.choice((
        ("check", "lua", f"answer < {m.r.randrange(100, 999)}"),
        ("type", "setting", "money"), ("min", "lua", "77"),
        ("max", "lua", "99"), ("optional", "setting", "true"),
        ("save", "setting", m.word())))
    how = "changed" if key in s else "added"
    s[key] = value
    return [(how, what, i, key)]


@edit
def change_duration(m, flow, s, i):
    if "cost" not in s:
        return None
    s["cost"] = "3m"
    return [("changed", "setting", i, "cost")]


@edit
def change_field(m, flow, s, i):
    if "fields" not in s:
        return None
    name = pick(m, s["fields"])
    kind = m.r.randrange(4)
    if kind == 0:
        new = m.word()
        s["fields"][new] = m.text()
        return [("added", "field", i, f"fields.{new}")]
    if kind == 1:
        del s["fields"][name]
        return [("removed", "field", i, f"fields.{name}")]
    if kind == 2:
        s["fields"][name]["type"] = "time"
        return [("changed", "setting", i, f"fields.{name}.type")]
    s["fields"][name]["label"] = m.text()
    return [("changed", "text", i, f"fields.{name}.label")]


@edit
def change_end(m, flow, s, i):
    if "escalate" not in s:
        return None
    key = m.r.choice(("code", "priority"))
    s[key] = m.word()
    return [("changed", "setting", i, key)]


@edit
def change_phase(m, flow, s, i):
    how = "changed" if "phase" in s else "added"
    s["phase"] = "greet"
    return [(how, "setting", i, "phase")]


# ---- edits of the flow itself: no step

FLOW_EDITS = []


def flow_edit(f):
    FLOW_EDITS.append(f)
    return f


@flow_edit
def change_meta(m, flow):
    key = m.r.choice(("title", "version", "summary", "tags"))
    flow[key] = [m.word()] if key == "tags" else m.text()
    return [("changed", "flow", None, key)]


@flow_edit
def change_language(m, flow):
    flow["language"] = "fr"
    return [("added", "flow", None, "language")]


@flow_edit
def add_variable(m, flow):
    new = m.word()
    flow["vars"][new] = {"type": "integer", "default": "3"}
    return [("added", "variable", None, f"vars.{new}")]


@flow_edit
def remove_variable(m, flow):
    name = pick(m, flow["vars"])
    del flow["vars"][name]
    return [("removed", "variable", None, f"vars.{name}")]


@flow_edit
def change_variable(m, flow):
    name = pick(m, flow["vars"])
    key, how, what, value = m.r.choice((
        ("given", "changed", "setting", "required"),
        ("type", "added", "setting", "integer"),
        ("sensitive", "added", "setting", "true"),
        ("label", "changed", "text", m.text())))
    flow["vars"][name][key] = value
    return [(how, what, None, f"vars.{name}.{key}")]


@flow_edit
def change_data(m, flow):
    name = pick(m, flow["data"])
    value = flow["data"][name]
    if isinstance(value, list):
        value[0] = "1"  # a text, and no number any more
    else:
        value["c"] = m.word()
    return [("changed", "data", None, f"data.{name}")]


@flow_edit
def change_start(m, flow):
    flow["start"] = another(m, flow, flow["start"])
    return [("changed", "route", None, "start")]


@flow_edit
def change_questions(m, flow):
    flow["questions"]["refusals"] = "5"
    return [("changed", "setting", None, "questions.refusals")]


@flow_edit
def change_escalation(m, flow):
    flow["escalation"]["needs"] = m.text()
    return [("changed", "text", None, "escalation.needs")]


@flow_edit
def change_anywhere(m, flow):
    name = pick(m, flow["anywhere"])
    flow["anywhere"][name]["label"] = m.text()
    return [("changed", "text", None, f"anywhere.{name}.label")]


@flow_edit
def add_anywhere(m, flow):
    new = m.word()
    flow["anywhere"][new] = {"label": m.text(), "escalate": "requested"}
    return [("added", "choice", None, f"anywhere.{new}")]


def pair(m, most):
    """A flow, another version of it, what differs, and by which edits."""
    old = m.flow()
    new = copy.deepcopy(old)
    wanted, done, touched = [], [], set()
    renames = []
    count = m.r.randrange(1, most + 1)
    # A step that is gone or new can take others along only by its routes.
    for _ in range(count * 20):
        if len(done) == count:
            break
        if m.often(0.25):
            f = m.r.choice(FLOW_EDITS)
            if f.__name__ in done or (
                    {"change_start"} & {f.__name__} and renames):
                continue
            if any(w[3] and w[3].startswith(("vars.", "anywhere."))
                   for w in wanted) and "vari" + "anywh" and \
                    f.__name__ in ("remove_variable", "change_variable",
                                   "change_anywhere"):
                continue
            got = f(m, new)
        else:
            f = m.r.choice(EDITS)
            i = pick(m, [i for i in new["steps"] if i not in touched])
            if i is None:
                break
            if f is rename_step and i == new["start"] and \
                    "change_start" in done:
                continue
            got = f(m, new, new["steps"][i], i)
            if got:
                touched |= {i, got[0][2]}
            if got and f is rename_step:
                renames.append((i, got[0][2]))
        if got:
            wanted += got
            done.append(f.__name__)
    return old, new, wanted, done, renames


# ---- other ways to write it ----------------------------------------------

def respell(m, flow):
    """The same flow in other forms."""
    flow = copy.deepcopy(flow)
    steps = list(flow["steps"].items())
    if m.often():
        m.r.shuffle(steps)
    flow["steps"] = {i: respell_step(m, s) for i, s in steps}
    for name, v in flow["vars"].items():
        if m.often(0.3) and v.get("type") == "text":
            del v["type"]
    if m.often(0.3):
        del flow["audience"]
    flow.setdefault("language", "en")
    if m.often() and flow["language"] == "en":
        del flow["language"]
    keys = list(flow)
    if m.often():
        m.r.shuffle(keys)
    return {k: flow[k] for k in keys}


def respell_route(m, r):
    if isinstance(r, str):
        return m.r.choice((r, r, {"goto": r}, [r], [{"goto": r}]))
    if isinstance(r, list):
        return [x if isinstance(x, dict) or m.often() else {"goto": x}
                for x in r]
    return r


def respell_text(m, t):
    return {"customer": t} if isinstance(t, str) and m.often(0.2) else t


def respell_step(m, s):
    out = dict(s)
    kind = kind_of(s)
    for key in ("next", "worked", "failed", "on_limit", "on_error"):
        if key in out:
            out[key] = respell_route(m, out[key])
    if "cases" in out:
        out["cases"] = {k: respell_route(m, r)
                        for k, r in out["cases"].items()}
    if kind in ("ask", "try", "tell", "form", "resolve", "escalate"):
        out[kind] = respell_text(m, out[kind])
    if kind == "ask" and "choices" in out and m.often(0.3):
        out["type"] = "choice"
    if kind == "resolve" and m.often(0.3):
        out["as"] = "solved"
    if out.get("cost") == "2m":
        out["cost"] = m.r.choice(("2m", "120s", "1m 60s"))
    if m.often(0.2):
        out["optional"] = out.get("optional", "false")
    if "when" in out and m.often(0.4):
        out["when"] = "  " + out["when"].replace(" ", "   ") + " -- why"
    if "choices" in out:
        out["choices"] = {
            v: c["label"] if set(c) == {"label"} and m.often() else
            {**c, "goto": respell_route(m, c["goto"])} if "goto" in c else c
            for v, c in out["choices"].items()}
    keys = list(out)
    m.r.shuffle(keys)
    return {k: out[k] for k in keys}


def write(m, flow):
    """As YAML in one style or another, with comments."""
    style = m.r.choice((False, False, None))
    text = yaml.safe_dump(flow, sort_keys=False, allow_unicode=True,
                          width=100000, default_flow_style=style,
                          indent=m.r.choice((2, 4)))
    if style is False:
        rows = []
        for row in text.splitlines():
            if m.often(0.05):
                rows.append("# " + m.word())
            rows.append(row + ("  # " + m.word() if m.often(0.05) else ""))
        text = "\n".join(rows) + "\n"
    return text
