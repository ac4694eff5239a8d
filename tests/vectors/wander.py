# SPDX-License-Identifier: MIT
"""Walks by chance that is always the same: at each view one action is chosen,
rather one that was chosen seldom so far."""
import hashlib

from worlds import BY_STEP, FILES, FUNCTIONS, GIVEN, HOST, TYPED, WRONG

ASK, WAIT, DONE = 1, 2, 3
MOST = 22


class Chance:
    def __init__(self, seed):
        self.seed, self.count = seed, 0

    def below(self, number):
        self.count += 1
        digest = hashlib.sha256(f"{self.seed}:{self.count}".encode()).digest()
        return int.from_bytes(digest[:8], "big") % number

    def of(self, percent):
        return self.below(100) < percent

    def any(self, items):
        return items[self.below(len(items))]


def results(chance, name):
    """What a host function answers, call by call."""
    out = []
    for _ in range(30):
        roll = chance.below(100)
        if roll < 46:
            out.append({"value": chance.any(HOST[name])})
        elif roll < 86:
            out.append({"later": True})
        elif roll < 94:
            out.append({"error": chance.any(["the directory is closed", "kaputt: “ä”"])})
        else:
            out.append({"timeout": True})
    return out


def given_of(chance, flow):
    out = {}
    for name, values in GIVEN.get(flow, {}).items():
        if chance.of(92 if flow == "counter" and name == "parcel" else 55):
            out[name] = chance.any(values)
    return out


HISTORY = [
    {"remedy": "restart", "text": "Restarted it.", "result": "failed", "at": "2025-12-31T20:00:00Z", "why": "still dark"},
    {"remedy": "push", "text": "Pushed it.", "result": "skipped"},
    {"remedy": "ring", "text": "Rang there.", "result": "failed"},
    {"remedy": "check_typing", "text": "Typed it slowly.", "result": "failed"},
]


def start_of(chance, name, world, number):
    options = {"id": f"{name}-{number:03d}", "audience": chance.any(world["audiences"])}
    extras = [
        ("language", ["de", "en-GB", "pt-BR", "fr"]),
        ("channel", ["phone", "chat", "kiosk"]),
        ("owner", ["Desk 4", "Åsa"]),
        ("requester", ["Ann Smith", "李雷"]),
        ("submitter", ["a neighbour"]),
        ("traceparent", ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]),
        ("external", [{"ticket": "INC-42", "call": 7}]),
        ("history", [HISTORY, HISTORY[:1]]),
        ("problem", [{"words": "it does not work", "environment": {"os": "Linux 6"}, "impact": "one person", "since": "2026-01-01"}]),
        ("custom", [{"region": "north", "weights": [1, 2.5, None, True], "nested": {"ö": "ü"}}]),
    ]
    for key, values in extras:
        if chance.of(18):
            options[key] = chance.any(values)
    given = given_of(chance, name)
    if given:
        options["given"] = given
    walk = {"name": f"{name} {number}", "flow": name, "options": options}
    if number % 16 != 5:
        walk["at"] = 1767603600000 + number * 7919
    if number % 16 == 9:
        walk["caps"] = chance.any([{"session_bytes": 6000}, {"path": 9}, {"visits": 2}, {"answer_bytes": 40}])
    walk["host"] = {function: results(chance, function) for function in FUNCTIONS.get(name, [])}
    return walk


def typed(chance, kind, name, choices, tally, place):
    """An answer as text or value; None: this one is not known."""
    if kind in ("choice", "yes_no") and choices:
        # What ends a walk early is chosen less often.
        counts = [(tally.get((place, one), 0) + 2 * (one == "worked"), i) for i, one in enumerate(choices)]
        pick = chance.any(choices) if chance.of(12) else choices[min(counts)[1]]
        tally[(place, pick)] = tally.get((place, pick), 0) + 1
        return pick
    if kind == "yes_no":
        return chance.any(["yes", "no", "y", "No", "ja"])
    if kind == "multi":
        some = [one for one in choices if chance.of(40)]
        return some if chance.of(50) else ", ".join(some)
    if kind == "file":
        return chance.any(FILES)
    if name in BY_STEP and chance.of(90):
        return chance.any(BY_STEP[name])
    return chance.any(TYPED.get(kind, ["ok"]))


def form(chance, view, tally):
    out = {}
    for field in view["fields"]:
        if chance.of(88):
            place = (view["step"], field["name"])
            out[field["name"]] = typed(chance, field["type"], field["name"], field.get("choices", []), tally, place)
    if chance.of(8):
        out["nobody_asked"] = "for this"
    return out


def answer(chance, view, tally):
    kind = view["type"]
    if kind == "form":
        return {"call": "answer_value", "value": form(chance, view, tally)}
    if kind == "none":
        return {"call": "answer", "text": chance.any(["", "", "ok"])}
    if chance.of(7):
        return {"call": "answer", "text": chance.any(WRONG)}
    if chance.of(2):
        return {"call": "answer_value", "value": chance.any([None, [], {"no": "form"}, 3, True])}
    value = typed(chance, kind, view["step"], view.get("choices", []), tally, view["step"])
    if kind == "integer" and chance.of(30):
        return {"call": "answer_value", "value": int(value) if value.lstrip("-").isdigit() else value}
    if kind in ("number", "money") and chance.of(30):
        return {"call": "answer_value", "value": float(value)}
    if not isinstance(value, str) or chance.of(12):
        return {"call": "answer_value", "value": value}
    return {"call": "answer", "text": value}


def revise(chance, walk, view):
    """Of an earlier answer, or of one that was never given."""
    said = [
        action for action in walk["actions"]
        if action["call"].startswith("answer") and action["returns"] > 0 and action["asked"][2] not in ("none",)
    ]
    if not said or chance.of(6):
        return {"call": "revise", "step": "no_such_step", "value": "x"}
    old = chance.any(said)
    flow, step, _, choices = old["asked"]
    out = {"call": "revise", "step": step if flow == walk["flow"] else f"{flow}/{step}"}
    out["value"] = chance.any(choices) if choices else old.get("text", old.get("value"))
    if chance.of(50):
        out["why"] = "they said something else at first"
    return out


def anywhere(chance, walk, view):
    """What is done beside answering; None: nothing this time."""
    roll = chance.below(1000)
    if roll < 35:
        return {"call": "back"}
    if roll < 70 and walk["actions"]:
        return revise(chance, walk, view)
    if roll < 95:
        out = {"call": "transfer", "to": chance.any(["desk 7", "Łódź", ""])}
        return {**out, "why": "the shift ends"} if chance.of(50) else out
    if roll < 103:
        return {"call": "escalate", "why": "they insist"} if chance.of(70) else {"call": "escalate"}
    if roll < 108:
        return {"call": "abandon", "why": "the line went dead"} if chance.of(50) else {"call": "abandon"}
    if roll < 140:
        return {"call": "rest"}
    if roll < 170 and view["state"] == ASK:
        return {"call": "restore"}
    if roll < 190 and view["state"] == ASK:
        return {"call": "replay"}
    if roll < 200:
        return {"call": "tick"}
    if roll < 205:
        return {"call": "complete", "token": "1", "value": "nobody waits for this"}
    return None


def waited(chance, walk, view, now):
    wait = view["wait"]
    roll = chance.below(100)
    if wait["kind"] == 3 or roll < 12:
        late = wait["deadline"] and (roll < 8 or wait["kind"] == 3 and roll < 90)
        out = {"call": "tick"}
        return {"at": wait["deadline"] + 250, **out} if late and now is not None else out
    if roll < 17:
        return {"call": "complete", "token": "12345", "value": True}
    if roll < 20:
        return {"call": "answer", "text": "too early"}
    if roll < 26:
        return {"call": "fail", "status": -9}
    if roll < 34:
        return {"call": "fail", "status": -8, "why": "it burnt"}
    if wait["kind"] == 1:
        return {"call": "complete", "value": chance.any(HOST[wait["name"]])}
    value = typed(chance, view["type"], view["step"], view.get("choices", []), {}, view["step"])
    return {"call": "complete", "value": chance.any(WRONG) if chance.of(15) else value}


def choose(chance, walk, view, now, tally):
    if len(walk["actions"]) >= MOST - 1 and chance.of(60):
        return {"call": "abandon", "why": "it took too long"}
    out = anywhere(chance, walk, view)
    if out is None and view["state"] == WAIT:
        out = waited(chance, walk, view, now)
    elif out is None:
        out = answer(chance, view, tally)
    return out


def wander(drive, chance, walk, tally, number):
    seen = drive.ask(walk)
    walk["start"], walk["actions"] = seen, []
    now = walk.get("at")
    most = MOST if number % 11 else 5
    while "view" in seen and seen["view"]["state"] != DONE and len(walk["actions"]) < most:
        view = seen["view"]
        action = choose(chance, walk, view, now, tally)
        if now is not None and "at" not in action and chance.of(85):
            now += chance.any([1000, 1500, 4321, 20000, 61000])
            action = {"at": now, **action}
        now = action.get("at", now)
        seen = drive.ask(action)
        if "view" not in seen:
            raise SystemExit(f"{walk['name']}: {action}: {seen}")
        walk["actions"].append({**action, **seen, "asked": (view["flow"], view["step"], view["type"], view.get("choices"))})
    for action in walk["actions"]:
        del action["asked"]
