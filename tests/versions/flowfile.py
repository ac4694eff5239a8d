# SPDX-License-Identifier: MIT
"""Flow files as data: read, written, and asked what leads where. Nothing here
uses the library: it is what the library is held against."""

import json
import re
import sys

try:
    import yaml
except ImportError:
    print("skipped: python3-yaml is not installed")
    sys.exit(77)

KINDS = ("ask", "form", "try", "tell", "run", "branch", "set", "offer", "call",
         "resolve", "escalate", "return", "consult")
ROUTES = ("next", "on_error", "on_timeout", "on_limit", "on_refusals",
          "worked", "failed", "skipped", "yes", "no", "accepted", "declined")
LUA = ("when", "check", "on_enter", "on_leave", "set", "run", "do", "min",
       "max")
CONSTANT = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?|true|false|null|")


class Plain(str):
    """A scalar without quotes that is no text in `data`."""


def build(node):
    if isinstance(node, yaml.MappingNode):
        return {k.value: build(v) for k, v in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [build(item) for item in node.value]
    plain = node.style is None and CONSTANT.fullmatch(node.value)
    return (Plain if plain else str)(node.value)


def read(text):
    return build(yaml.compose(text, Loader=yaml.BaseLoader))


def write(value, indent=""):
    if isinstance(value, Plain):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    inner = indent + " "
    if isinstance(value, dict):
        rows = [f"{inner}{json.dumps(k, ensure_ascii=False)}: "
                f"{write(v, inner)}" for k, v in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + write(v, inner) for v in value) + \
        f"\n{indent}]"


def write_flow(flow):
    return "\n".join(f"{json.dumps(k)}: {write(v)}" for k, v in flow.items())


# ---- steps ---------------------------------------------------------------

def kind(step):
    return next(k for k in KINDS if k in step)


def map_route(route, f):
    if isinstance(route, str):
        return f(route)
    if isinstance(route, dict):
        return {**route, "goto": map_route(route["goto"], f)} \
            if "goto" in route else route
    return [map_route(r, f) for r in route]


def choices_of(flow, q):
    """A map from values to what stands there."""
    found = q.get("choices")
    if isinstance(found, str):
        found = flow["data"][found]
    if isinstance(found, list):
        found = {value: {} for value in found}
    return found


def map_choices(choices, f):
    return {v: {**c, "goto": map_route(c["goto"], f)}
            if isinstance(c, dict) and "goto" in c else c
            for v, c in choices.items()}


def map_step(step, f):
    """The step with another target for each of its targets."""
    out = {}
    for key, value in step.items():
        if key in ROUTES or (key == "branch" and isinstance(value, list)):
            value = map_route(value, f)
        elif key == "cases":
            value = {k: map_route(r, f) for k, r in value.items()}
        elif key == "choices" and isinstance(value, dict):
            value = map_choices(value, f)
        out[key] = value
    return out


def map_flow(flow, f):
    out = dict(flow)
    out["steps"] = {k: map_step(s, f) for k, s in flow["steps"].items()}
    if "start" in flow:
        out["start"] = f(flow["start"])
    if "anywhere" in flow:
        out["anywhere"] = map_choices(flow["anywhere"], f)
    if "on_refusals" in flow.get("questions", {}):
        out["questions"] = {**flow["questions"], "on_refusals":
                            f(flow["questions"]["on_refusals"])}
    return out


def start(flow):
    return flow.get("start") or next(iter(flow["steps"]))


def targets(flow, step):
    found = []

    def note(target):
        found.append(target)
        return target
    map_step(step, note)
    if kind(step) in ("ask", "try", "form", "offer"):
        map_choices(flow.get("anywhere", {}), note)
        found.extend([flow["questions"]["on_refusals"]]
                     if "on_refusals" in flow.get("questions", {}) else [])
    return [t for t in found if t in flow["steps"]]


def passable(step):
    return any(k in step for k in ("when", "for", "skip_if_known",
                                   "skip_if_tried", "limit"))


def reach(flow, first):
    """What is entered next: the targets, and what lies behind those that may
    be passed over. The second set are those that may be passed over."""
    found, passed, left = set(), set(), list(first)
    while left:
        target = left.pop()
        if target in found:
            continue
        found.add(target)
        if passable(flow["steps"][target]):
            passed.add(target)
            left.extend(targets(flow, flow["steps"][target]))
    return found, passed


def reached(flows, first):
    """The flows that a walk of the first can come to."""
    found, left = {}, [first]
    while left:
        one = left.pop()
        if one not in found:
            found[one] = flows[one]
            left.extend(s["call"] for s in flows[one]["steps"].values()
                        if kind(s) == "call")
    return found


# ---- questions -----------------------------------------------------------

def words(text, audience):
    if not isinstance(text, dict):
        return text
    return text.get(audience, text.get("customer"))


def question_type(q):
    return q.get("type") or ("choice" if "choices" in q else "text")


def shape_of_question(q):
    if isinstance(q, str):
        return ("text", None, None)
    return (question_type(q), q.get("unit"), q.get("currency"))


def shape(step):
    fields = [(name,) + shape_of_question(q)
              for name, q in (step.get("fields") or {}).items()]
    one = kind(step)
    return (one, shape_of_question(step) if one in ("ask", "consult") else None,
            fields)


def scale_words(step, audience):
    labels = step.get("labels")
    if not labels:
        return None
    labels = list(labels.values()) if isinstance(labels, dict) else labels
    return [words(labels[0], audience), words(labels[-1], audience)]


def question_words(step, audience):
    labels = [words(q if isinstance(q, str) else q.get("label"), audience)
              for q in (step.get("fields") or {}).values()]
    return (words(step[kind(step)], audience), scale_words(step, audience),
            labels)


def label(choice, audience):
    return words(choice.get("label") if isinstance(choice, dict) else choice,
                 audience)


def chosen_of(flow, q, value, audience):
    own = choices_of(flow, q) or {} if isinstance(q, dict) else {}
    for choices in (own, flow.get("anywhere", {})):
        if value in choices:
            return value, label(choices[value], audience)
    for name, choice in own.items():
        if isinstance(choice, dict) and choice.get("other") == "true":
            return name, label(choice, audience)
    return None


def chosen(flow, step, answer, audience):
    """The options that an answer means, with their words."""
    if isinstance(answer, str):
        return [chosen_of(flow, step, answer, audience)]
    if isinstance(answer, list):
        return [chosen_of(flow, step, a, audience) for a in answer]
    if isinstance(answer, dict):
        return [(name, chosen(flow, step["fields"][name], a, audience))
                for name, a in answer.items()
                if name in (step.get("fields") or {})]
    return []
