# SPDX-License-Identifier: MIT
"""One fault each, sown into a flow without any. Each gives what the rule is
called that has to find it, and where: a function of the YAML as written."""

DEFECTS = {}


def defect(function):
    DEFECTS[function.__name__] = function
    return function


def of_kind(tree, chance, *keys, but=()):
    """A step that has these keys, somewhere."""
    found = [n for n, s in tree["steps"].items()
             if all(k in s for k in keys) and n not in but]
    return chance.choice(found) if found else None


def before(tree, chance, name, step, middle=True):
    """Puts a step into the flow, between two that follow each other."""
    steps = [n for n in tree["steps"] if not n.startswith("end")]
    after = chance.choice(steps[len(steps) // 4:-1]) if middle else steps[0]
    items = list(tree["steps"].items())
    at = [n for n, _ in items].index(after)
    items.insert(at, (name, step))
    tree["steps"] = dict(items)
    if middle:
        for other in tree["steps"].values():
            if other is not step:
                redirect(other, after, name)
    return after


def redirect(node, old, new):
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        if value == old and key not in ("ask", "when", "branch", "save",
                                        "label", "call"):
            node[key] = new
        elif isinstance(value, (dict, list)):
            redirect(value, old, new)


# ---- of form --------------------------------------------------------------

@defect
def unknown_target(tree, maker, chance):
    name = of_kind(tree, chance, "try")
    tree["steps"][name]["worked"] = name + "x"
    return "unknown-step", lambda w: w.value("steps", name, "worked")


@defect
def unknown_key(tree, maker, chance):
    name = of_kind(tree, chance, "tell")
    tree["steps"][name]["nots"] = "Look at the back."
    return "unknown-key", lambda w: w.key("steps", name, "nots")


@defect
def misspelt_name(tree, maker, chance):
    name = of_kind(tree, chance, "set")
    tree["steps"][name]["next"][0]["when"] = "trys > 3"
    return "unknown-name", \
        lambda w: w.word("trys", "steps", name, "next", 0, "when")


@defect
def min_over_max(tree, maker, chance):
    name = of_kind(tree, chance, "min")
    tree["steps"][name]["min"] = "95"
    return "bad-value", lambda w: w.value("steps", name, "min")


@defect
def shadowed_route(tree, maker, chance):
    name = of_kind(tree, chance, "set")
    tree["steps"][name]["next"].reverse()
    return "shadowed-route", lambda w: w.value("steps", name, "next", 1)


@defect
def unknown_return(tree, maker, chance):
    name = of_kind(tree, chance, "call")
    cases = tree["steps"][name]["cases"]
    tree["steps"][name]["cases"] = {"dnoe": cases["done"],
                                    "undone": cases["undone"]}
    tree["steps"][name]["next"] = cases["done"]
    return "unknown-return", lambda w: w.key("steps", name, "cases", "dnoe")


# ---- of the graph ---------------------------------------------------------

@defect
def unreachable_step(tree, maker, chance):
    steps = list(tree["steps"])
    tree["steps"]["lost"] = {"tell": "Nobody sees this.",
                             "next": chance.choice(steps)}
    return "unreachable-step", lambda w: w.key("steps", "lost")


@defect
def dangling_exit(tree, maker, chance):
    name = of_kind(tree, chance, "ask", "choices", but=list(tree["steps"])[
        maker.count - 1:])
    while any(isinstance(c, str)
              for c in tree["steps"][name]["choices"].values()):
        name = of_kind(tree, chance, "ask", "choices")
    value = list(tree["steps"][name]["choices"])[-1]
    gone = tree["steps"][name]["choices"][value].pop("goto")
    spare = next(n for n, s in tree["steps"].items() if "yes" in s)
    tree["steps"][spare]["help"] = "Look closely."
    keep(tree, gone)
    return "dead-end", \
        lambda w: w.key("steps", name, "choices", value)


def keep(tree, step):
    """The step had a way to it less; here is another one."""
    first = next(iter(tree["steps"].values()))
    first["choices"][f"to_{step}"] = {"label": f"Straight to {step}",
                                      "goto": step}


@defect
def remedy_without_next(tree, maker, chance):
    name = of_kind(tree, chance, "try")
    led = tree["steps"][name].pop("next")
    keep(tree, led if isinstance(led, str) else led[-1]["goto"])
    return "dead-end", lambda w: w.key("steps", name)


@defect
def answer_without_way(tree, maker, chance):
    name = of_kind(tree, chance, "ask", "no")
    keep(tree, tree["steps"][name].pop("no"))
    return "dead-end", lambda w: w.key("steps", name)


@defect
def all_options_conditional(tree, maker, chance):
    name = before(tree, chance, "maybe", {
        "ask": "Which way?", "choices": {
            "left": {"label": "Left", "when": "s0 == 'green'"},
            "right": {"label": "Right", "when": "s0 == 'green'"}},
        "next": "end0"})
    value = maker.asked["s0"][0]
    for choice in tree["steps"]["maybe"]["choices"].values():
        choice["when"] = f"s0 == '{value}'"
    tree["steps"]["maybe"]["choices"]["left"]["goto"] = name
    return "unsure-choice", lambda w: w.key("steps", "maybe", "choices")


@defect
def missing_else(tree, maker, chance):
    name = of_kind(tree, chance, "type", "next")
    while not isinstance(tree["steps"][name]["next"], list):
        name = of_kind(tree, chance, "type", "next")
    keep(tree, tree["steps"][name]["next"].pop()["goto"])
    return "unsure-route", lambda w: w.key("steps", name, "next")


@defect
def missing_case(tree, maker, chance):
    name = of_kind(tree, chance, "branch", "cases")
    keep(tree, tree["steps"][name]["cases"].pop("else"))
    return "dead-end", lambda w: w.key("steps", name)


@defect
def repeated_condition(tree, maker, chance):
    name = of_kind(tree, chance, "set")
    routes = tree["steps"][name]["next"]
    routes.insert(1, {"when": "tries  > 3", "goto": "end1"})
    return "repeated-condition", \
        lambda w: w.value("steps", name, "next", 1, "when")


@defect
def idle_loop(tree, maker, chance):
    value = maker.asked["s0"][0]
    after = before(tree, chance, "spin", {"branch": [
        {"when": f"s0 == '{value}'", "goto": "spun"}]})
    tree["steps"]["spin"]["branch"].append({"goto": after})
    tree["steps"]["spun"] = {"branch": [
        {"when": f"s0 ~= '{value}'", "goto": after}, {"goto": "spin"}]}
    return "idle-loop", lambda w: w.key("steps", "spin")


@defect
def endless_loop(tree, maker, chance):
    after = before(tree, chance, "round", {
        "ask": "Is it round?", "type": "yes_no", "yes": "about"})
    tree["steps"]["round"]["no"] = after
    tree["steps"]["about"] = {"ask": "Has it come about?", "type": "yes_no",
                              "yes": "again", "no": "again"}
    tree["steps"]["again"] = {"tell": "Then once more.", "next": "about"}
    return "endless-loop", lambda w: w.key("steps", "about")


@defect
def lost_in_a_call(tree, maker, chance):
    name = of_kind(tree, chance, "call")
    step = tree["steps"][name]
    step["call"] = "sink"
    led = step.pop("cases")
    step["next"] = led["undone"]
    keep(tree, led["done"])
    return "unreturned-call", lambda w: w.value("steps", name, "call")


# ---- of what is said and when ---------------------------------------------

@defect
def remedy_first(tree, maker, chance):
    first = before(tree, chance, "hasty", {"try": "Restart it."}, False)
    tree["steps"]["hasty"].update(worked="end1", next=first)
    return "early-remedy", lambda w: w.key("steps", "hasty")


@defect
def upgrade_first(tree, maker, chance):
    first = before(tree, chance, "sale",
                   {"offer": "A faster line.", "kind": "upgrade"}, False)
    tree["steps"]["sale"]["next"] = first
    return "early-upgrade", lambda w: w.key("steps", "sale")


@defect
def no_alternative_text(tree, maker, chance):
    name = of_kind(tree, chance, "tell")
    tree["steps"][name]["media"] = {"file": "part.svg"}
    return "missing-alt", lambda w: w.key("steps", name, "media")


@defect
def code_word(tree, maker, chance):
    name = of_kind(tree, chance, "ask", "type")
    tree["steps"][name]["note"] = "Mostly an ID-10T error."
    return "code-word", lambda w: w.word("ID-10T", "steps", name, "note")


# ---- of variables and Lua -------------------------------------------------

@defect
def unset_variable(tree, maker, chance):
    """Read before the only step that fills it."""
    late = maker.names[-1]
    name = before(tree, chance, "soon", {"branch": [
        {"when": f"{late} == 'c0'", "goto": "end0"}]})
    tree["steps"]["soon"]["branch"].append({"goto": name})
    return "unset-variable", \
        lambda w: w.word(late, "steps", "soon", "branch", 0, "when")


@defect
def never_set(tree, maker, chance):
    name = of_kind(tree, chance, "set")
    tree["vars"]["hours"] = {"type": "integer"}
    tree["steps"][name]["next"].insert(
        0, {"when": "(hours or 0) > 24", "goto": "end1"})
    return "unset-variable", \
        lambda w: w.word("hours", "steps", name, "next", 0, "when")


@defect
def unused_variable(tree, maker, chance):
    tree["vars"]["spare"] = {"type": "integer", "default": "1"}
    return "unused-variable", lambda w: w.key("vars", "spare")


def asked_before(tree, maker, chance):
    return chance.choice(sorted(n for n in maker.asked if n in tree["steps"]))


@defect
def unknown_answer(tree, maker, chance):
    asked = "s0"
    name = before(tree, chance, "odd", {"branch": [
        {"when": f"{asked} == 'gren'", "goto": "end1"}]})
    tree["steps"]["odd"]["branch"].append({"goto": name})
    return "unknown-answer", lambda w: w.word(
        "''gren''", "steps", "odd", "branch", 0, "when")


@defect
def unknown_case(tree, maker, chance):
    name = of_kind(tree, chance, "branch", "cases")
    cases = tree["steps"][name]["cases"]
    tree["steps"][name]["cases"] = {"grene": "end1", **cases}
    return "unknown-answer", lambda w: w.key("steps", name, "cases", "grene")


@defect
def not_before_compare(tree, maker, chance):
    value = maker.asked["s0"][0]
    name = before(tree, chance, "odd", {"branch": [
        {"when": f"not s0 == '{value}'", "goto": "end1"}]})
    tree["steps"]["odd"]["branch"].append({"goto": name})
    return "not-compare", \
        lambda w: w.word("not", "steps", "odd", "branch", 0, "when")


@defect
def text_and_number(tree, maker, chance):
    name = of_kind(tree, chance, "ask", "unit")
    tree["steps"][name]["next"][0]["when"] = f"{name} == '40'"
    return "text-number", lambda w: w.word(
        "''40''", "steps", name, "next", 0, "when")
