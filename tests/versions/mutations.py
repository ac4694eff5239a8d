# SPDX-License-Identifier: MIT
"""Other versions of a flow: each changes one thing that an author might. They
need not make sense; those that do not load are left out."""

import copy
import re

import flowfile as ff

FRESH = "fresh_step"


def made(name):
    """A mutation of a step: yields flows; `flow` is a copy of its own."""
    def wrap(f):
        f.mutation = name
        MUTATIONS.append(f)
        return f
    return wrap


MUTATIONS = []


def each(flow):
    """All mutations of a flow: their names, and how to make them."""
    for f in MUTATIONS:
        for step in flow["steps"]:
            for i in range(f.__kwdefaults__["of"]
                           if f.__kwdefaults__ else 1):
                yield f"{f.mutation} {step} {i}", f, step, i


def make(flow, f, step, i):
    """The changed flow; None where the step cannot be changed so."""
    flow = copy.deepcopy(flow)
    if f.__kwdefaults__:
        return f(flow, step, i)
    return f(flow, step)


# ---- helpers -------------------------------------------------------------

def to(flow, old, new):
    return ff.map_flow(flow, lambda t: new if t == old else t)


def insert(steps, name, step, at, behind):
    out = {}
    for key, value in steps.items():
        if key == at and not behind:
            out[name] = step
        out[key] = value
        if key == at and behind:
            out[name] = step
    return out


def question(text, then):
    return {"ask": text, "type": "yes_no", "yes": then, "no": then}


def first_target(flow, step):
    found = ff.targets(flow, step)
    return step["next"] if isinstance(step.get("next"), str) else \
        found[0] if found else None


def in_lua(flow, f):
    """All Lua of the steps with another text."""
    def walk(value, lua):
        if isinstance(value, dict):
            return {k: walk(v, lua or k in ff.LUA or k == "with" or
                            (k == "branch" and isinstance(v, str)))
                    for k, v in value.items()}
        if isinstance(value, list):
            return [walk(v, lua) for v in value]
        if lua:
            return type(value)(f(value))
        return type(value)(re.sub(r"\{\{.*?\}\}", lambda m: f(m[0]), value,
                                  flags=re.S))
    flow["steps"] = walk(flow["steps"], False)
    return flow


def rename_word(text, old, new):
    return re.sub(rf"(?<![\w'\"]){re.escape(old)}(?!\w|['\"])", new, text)


def own_choices(flow, step):
    """Choices that stand at the step itself, as a map that may be changed."""
    q = flow["steps"][step]
    return q["choices"] if isinstance(q.get("choices"), dict) else None


def change_words(text, audience=None):
    if isinstance(text, dict):
        return {k: v + " Please." if audience in (None, k) else v
                for k, v in text.items()}
    return text + " Please."


def set_label(choice, text):
    return {**choice, "label": text} if isinstance(choice, dict) else text


def get_label(choice):
    return choice.get("label", "") if isinstance(choice, dict) else choice


# ---- steps ---------------------------------------------------------------

@made("rename step")
def rename_step(flow, step):
    new = step + "_new"
    flow = to(flow, step, new)
    flow["steps"] = {new if k == step else k: v
                     for k, v in flow["steps"].items()}
    if flow.get("start") is None and ff.start(flow) == step:
        flow["start"] = new
    return in_lua(flow, lambda t: rename_word(t, step, new))


@made("delete step")
def delete_step(flow, step):
    then = first_target(flow, flow["steps"][step])
    if then is None or then == step:
        return None
    flow = to(flow, step, then)
    saved = flow["steps"].pop(step).get("save", step)
    if saved == step:
        flow.setdefault("vars", {})[step] = {"type": "any"}
    return flow


@made("insert before")
def insert_before(flow, step):
    flow = to(flow, step, FRESH)
    flow["steps"] = insert(flow["steps"], FRESH, question("New?", step), step,
                           False)
    return flow


@made("insert after")
def insert_after(flow, step):
    then = first_target(flow, flow["steps"][step])
    if then is None:
        return None
    flow["steps"][step] = ff.map_step(
        flow["steps"][step], lambda t: FRESH if t == then else t)
    flow["steps"] = insert(flow["steps"], FRESH, question("New?", then), step,
                           True)
    return flow


@made("insert run before")
def insert_run(flow, step):
    flow = to(flow, step, FRESH)
    flow["steps"] = insert(
        flow["steps"], FRESH,
        {"run": "host.new_check('x', 1)", "next": step, "on_error": step},
        step, False)
    return flow


@made("reorder file")
def reorder_file(flow, step):
    flow["start"] = ff.start(flow)
    first = flow["steps"].pop(step)
    flow["steps"] = {**dict(reversed(flow["steps"].items())), step: first}
    return flow


@made("swap in the way")
def swap_in_way(flow, step):
    other = flow["steps"][step].get("next")
    then = flow["steps"].get(other, {}).get("next") \
        if isinstance(other, str) else None
    if not isinstance(then, str) or other == step or then in (step, other):
        return None
    flow = ff.map_flow(flow, lambda t: other if t == step else t)
    flow["steps"][step] = ff.map_step(flow["steps"][step], lambda t: then
                                      if t == other else t)
    flow["steps"][other] = ff.map_step(flow["steps"][other], lambda t: step
                                       if t == then else t)
    return flow


@made("swap ids")
def swap_ids(flow, step):
    """Two questions of one type change their names: the trap for whatever
    goes by ids alone."""
    names = list(flow["steps"])
    other = next((n for n in names[names.index(step) + 1:]
                  if ff.kind(flow["steps"][n]) ==
                  ff.kind(flow["steps"][step])), None)
    if other is None:
        return None
    flow = ff.map_flow(flow, lambda t: {step: other, other: step}.get(t, t))
    flow["steps"] = {{step: other, other: step}.get(k, k): v
                     for k, v in flow["steps"].items()}
    return flow


@made("split step")
def split_step(flow, step):
    choices = own_choices(flow, step)
    if not choices or len(choices) < 3:
        return None
    names = list(choices)
    half = names[:len(names) // 2]
    q = flow["steps"][step]
    rest = {**q, "choices": {n: choices[n] for n in names if n not in half}}
    rest.pop("save", None)
    q["choices"] = {n: choices[n] for n in half}
    q["choices"]["rest"] = {"label": "Something else", "goto": FRESH}
    if ff.kind(q) == "try":
        q["choices"]["rest"]["result"] = "failed"
    flow["steps"] = insert(flow["steps"], FRESH, rest, step, True)
    return flow


@made("add tell first")
def split_tell(flow, step):
    flow = to(flow, step, FRESH)
    flow["steps"] = insert(flow["steps"], FRESH,
                           {"tell": "Listen first.", "next": step}, step,
                           False)
    return flow


@made("change route")
def change_route(flow, step):
    names = list(flow["steps"])
    q = flow["steps"][step]
    found = ff.targets(flow, q)
    if not found:
        return None
    other = names[(names.index(found[0]) + 3) % len(names)]
    flow["steps"][step] = ff.map_step(q, lambda t: other
                                      if t == found[0] else t)
    return flow


@made("change condition")
def change_condition(flow, step):
    changed = []

    def walk(value):
        if isinstance(value, list):
            return [walk(v) for v in value]
        if not isinstance(value, dict):
            return value
        out = {k: walk(v) for k, v in value.items()}
        if isinstance(out.get("when"), str):
            changed.append(1)
            out["when"] = f"not ({out['when']})"
        return out
    flow["steps"][step] = walk(flow["steps"][step])
    return flow if changed else None


@made("pass over")
def pass_over(flow, step):
    q = flow["steps"][step]
    if "when" in q or "next" not in q:
        return None
    q["when"] = "elapsed < 0"
    return flow


# ---- questions -----------------------------------------------------------

@made("change words")
def words(flow, step, i, *, of=3):
    q = flow["steps"][step]
    kind = ff.kind(q)
    if kind not in ("ask", "form", "try", "tell", "offer", "consult",
                    "escalate") or (i and not isinstance(q[kind], dict)):
        return None
    q[kind] = change_words(q[kind], [None, "agent", "customer"][i])
    return flow


@made("split words by audience")
def words_by_audience(flow, step):
    q = flow["steps"][step]
    kind = ff.kind(q)
    if kind not in ("ask", "form", "try", "tell", "offer") or \
            isinstance(q[kind], dict):
        return None
    q[kind] = {"agent": q[kind] + " Say so.", "customer": q[kind]}
    return flow


@made("retype")
def retype(flow, step, i, *, of=3):
    q = flow["steps"][step]
    if ff.kind(q) != "ask":
        return None
    kept = {k: v for k, v in q.items() if k in
            ("ask", "save", "help", "note", "phase", "skip_if_known",
             "optional", "sensitive", "on_leave", "when", "for", "limit",
             "on_limit")}
    then = first_target(flow, q)
    if then is None:
        return None
    was = ff.question_type(q)
    new = [{"type": "integer" if was == "number" else "number"},
           {"type": "text"}, {"choices": {"yes": "Yes", "no": "No",
                                          "1": "One"}}][i]
    if ff.question_type(new) == was:
        return None
    flow["steps"][step] = {**kept, **new, "next": q.get("next", then)}
    return flow


@made("another kind")
def another_kind(flow, step):
    q = flow["steps"][step]
    if ff.kind(q) not in ("try", "tell"):
        return None
    other = "tell" if ff.kind(q) == "try" else "try"
    then = first_target(flow, q)
    flow["steps"][step] = {other: q[ff.kind(q)],
                           "next": q.get("next", then)}
    return flow if then else None


@made("change unit")
def unit(flow, step):
    q = flow["steps"][step]
    if ff.kind(q) != "ask" or ff.question_type(q) not in ("integer", "number"):
        return None
    q["unit"] = "min" if q.get("unit") == "h" else "h"
    return flow


@made("change bounds")
def bounds(flow, step):
    q = flow["steps"][step]
    if ff.kind(q) != "ask" or ff.question_type(q) not in \
            ("integer", "number", "text", "scale", "multi"):
        return None
    q["min"] = {"text": "6", "scale": q.get("min"), "multi": "2"}.get(
        ff.question_type(q), "3")
    q["max"] = "10000"
    return flow


@made("add check")
def check(flow, step, i, *, of=2):
    q = flow["steps"][step]
    if ff.kind(q) not in ("ask", "try"):
        return None
    q["check"] = ["'Not this time.'", "true"][i]
    return flow


@made("change default")
def default(flow, step):
    q = flow["steps"][step]
    if ff.kind(q) != "ask" or ff.question_type(q) not in ("text", "number",
                                                          "integer"):
        return None
    q["default"] = "12" if ff.question_type(q) != "text" else "AB-123456"
    return flow


@made("save elsewhere")
def save(flow, step):
    q = flow["steps"][step]
    if ff.kind(q) not in ("ask", "try", "run"):
        return None
    old = q.get("save", step)
    q["save"] = old + "_saved"
    return in_lua(flow, lambda t: rename_word(t, old, old + "_saved"))


# ---- choices -------------------------------------------------------------

@made("rename choice")
def rename_choice(flow, step, i, *, of=3):
    choices = own_choices(flow, step)
    if not choices or i >= len(choices):
        return None
    old = list(choices)[i]
    flow["steps"][step]["choices"] = {
        k + "_x" if k == old else k: v for k, v in choices.items()}
    return in_lua(flow, lambda t: re.sub(rf"(['\"]){re.escape(old)}\1",
                                         rf"\g<1>{old}_x\1", t))


@made("remove choice")
def remove_choice(flow, step, i, *, of=4):
    choices = own_choices(flow, step)
    if not choices or i >= len(choices) or len(choices) < 2:
        return None
    del choices[list(choices)[i]]
    return flow


@made("add choice")
def add_choice(flow, step, i, *, of=2):
    choices = own_choices(flow, step)
    if not choices:
        return None
    new = {"label": "Something new"}
    if ff.kind(flow["steps"][step]) == "try":
        new["result"] = "skipped"
    then = first_target(flow, flow["steps"][step])
    if then and "next" not in flow["steps"][step] and \
            ff.question_type(flow["steps"][step]) != "multi":
        new["goto"] = then
    flow["steps"][step]["choices"] = {"brand_new": new, **choices} if i == 0 \
        else {**choices, "brand_new": new}
    return flow


@made("change label")
def change_label(flow, step, i, *, of=3):
    choices = own_choices(flow, step)
    if not choices or i >= len(choices):
        return None
    old = list(choices)[i]
    choices[old] = set_label(choices[old], get_label(choices[old]) + " (new)")
    return flow


@made("exchange labels")
def exchange_labels(flow, step):
    choices = own_choices(flow, step)
    if not choices or len(choices) < 2:
        return None
    a, b = list(choices)[:2]
    one, two = get_label(choices[a]), get_label(choices[b])
    choices[a], choices[b] = set_label(choices[a], two), \
        set_label(choices[b], one)
    return flow


@made("exchange values")
def exchange_values(flow, step):
    choices = own_choices(flow, step)
    if not choices or len(choices) < 2:
        return None
    a, b = list(choices)[:2]
    flow["steps"][step]["choices"] = {{a: b, b: a}.get(k, k): v
                                      for k, v in choices.items()}
    return flow


@made("move words of a choice")
def move_also(flow, step):
    """What was typed for one choice now stands for another."""
    choices = own_choices(flow, step)
    if not choices or len(choices) < 2:
        return None
    a, b = list(choices)[:2]
    was = get_label(choices[a])
    one = choices[a] if isinstance(choices[a], dict) else {}
    two = choices[b] if isinstance(choices[b], dict) else {"label": choices[b]}
    if not isinstance(was, str):
        return None
    choices[a] = {**one, "label": "Quite another thing"}
    choices[b] = {**two, "also": [was, a + " word"]}
    return flow


@made("take yes for no")
def yes_for_no(flow, step):
    """All words for yes now mean no."""
    q = flow["steps"][step]
    if ff.kind(q) != "ask" or ff.question_type(q) != "yes_no":
        return None
    q["also"] = {"no": ["y", "TRUE", "yes", "true"]}
    return flow


@made("reorder choices")
def reorder_choices(flow, step):
    choices = own_choices(flow, step)
    if not choices:
        return None
    flow["steps"][step]["choices"] = dict(reversed(choices.items()))
    return flow


@made("choice is conditional")
def conditional_choice(flow, step):
    choices = own_choices(flow, step)
    if not choices or len(choices) < 2:
        return None
    a = list(choices)[0]
    one = choices[a] if isinstance(choices[a], dict) else {"label": choices[a]}
    choices[a] = {**one, "when": "false"}
    return flow


# ---- forms ---------------------------------------------------------------

@made("change field")
def change_field(flow, step, i, *, of=5):
    fields = flow["steps"][step].get("fields")
    if not fields:
        return None
    name, q = next(iter(fields.items()))
    q = {"label": q} if isinstance(q, str) else q
    if i == 0:
        fields[name] = {**q, "label": "Another label"}
    elif i == 1:
        fields[name] = {**{k: v for k, v in q.items()
                           if k in ("label", "optional")}, "type": "number"}
    elif i == 2:
        fields["brand_new"] = "Something new"
    elif i == 3:
        del fields[name]
    else:
        flow["steps"][step]["fields"] = {
            name + "_x" if k == name else k: v for k, v in fields.items()}
    return flow if flow["steps"][step]["fields"] else None


# ---- the flow ------------------------------------------------------------

@made("given")
def given(flow, step, i, *, of=3):
    """A variable is required, is given no more, or is new."""
    if step != ff.start(flow):
        return None
    names = [n for n, v in flow.get("vars", {}).items()
             if isinstance(v, dict) and "given" in v]
    if i == 2:
        flow.setdefault("vars", {})["brand_new"] = {"type": "text",
                                                    "given": "required"}
        return flow
    if not names:
        return None
    if i == 0:
        flow["vars"][names[0]]["given"] = "required"
    else:
        del flow["vars"][names[0]]["given"]
    return flow


@made("language")
def language(flow, step):
    if step != ff.start(flow):
        return None
    flow["language"] = "de"
    return flow
