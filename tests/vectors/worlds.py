# SPDX-License-Identifier: MIT
"""What make.py walks: which files make a library, what its host functions may
say, and what may be typed where a type alone does not tell."""

SHIPPED = {
    "account-locked": ["identify-caller"],
    "cannot-send-email": [],
    "identify-caller": [],
    "laptop-does-not-start": [],
    "no-internet": ["power-cycle"],
    "no-sound": [],
    "pos-terminal": [],
    "power-cycle": [],
    "printer-does-not-print": ["power-cycle"],
    "slow-wifi": ["power-cycle"],
}

# By library: folder, sources, files beside them, the flow, audiences.
WORLDS = {
    name: {
        "folder": "flows",
        # One of them finds its sub-flow by reading it.
        "sources": [name + ".yaml"] + [part + ".yaml" for part in parts if name != "slow-wifi"],
        "beside": [part + ".yaml" for part in parts if name == "slow-wifi"],
        "audiences": ["agent", "customer"],
        "walks": 15,
    }
    for name, parts in SHIPPED.items()
}
WORLDS["everything"] = {
    "folder": "tests/walks/flows",
    "sources": ["everything.yaml", "part.yaml"],
    "beside": [],
    "audiences": ["agent", "customer"],
    "walks": 26,
}
WORLDS["counter"] = {
    "folder": "tests/vectors/flows",
    "sources": ["counter.yaml"],
    "beside": ["counter.lua", "counter-trace.yaml"],
    "audiences": ["agent"] * 12 + ["customer"],
    "walks": 26,
}

# Values that host functions give.
HOST = {
    "find_account": [
        {"state": "locked", "locks": 1, "fraud": False},
        {"state": "open", "fraud": False},
        {"state": "locked", "locks": 4, "fraud": False},
        {"state": "expired", "fraud": False},
        {"state": "closed", "fraud": False, "reason": "left the company"},
        {"state": "locked", "fraud": True, "reason": "sign-ins from Zürich and Ōsaka"},
    ],
    "unlock": [True, False],
    "send_reset": ["your e-mail address on file", None],
    "send_code": [{"sent": True, "to": "the phone that ends in 42"}, {"sent": False}],
    "check_code": [True, False],
    "blink_meaning": [{"part": "memory"}, {"part": "battery"}, {}],
    "line_test": [
        {"status": "up"},
        {"status": "up", "attenuation_db": 58},
        {"status": "down"},
        {"status": "outage", "expected": "18:00"},
        {"status": "maintenance"},
        {"problem": "busy"},
    ],
    "first": [{"a": 1, "list": [1, 2.5, None, "x", {"deep": [True, False]}]}, True, False, "text", 12],
    "second": [0.1, "äöü \"quoted\" \\ \n", [], {}, None],
    "anything": [True, False, "maybe"],
    "locate": ["shop", "depot", {"kind": "depot", "since": 3}, None, {"kind": "shop", "since": 1.5}],
    "trace": ["found", "lost"],
}

FUNCTIONS = {
    "account-locked": ["find_account", "unlock", "send_reset", "send_code", "check_code"],
    "identify-caller": ["send_code", "check_code"],
    "laptop-does-not-start": ["blink_meaning"],
    "no-internet": ["line_test"],
    "everything": ["first", "second", "anything"],
    "counter": ["locate", "trace"],
}

# What is given at the start, by flow; some of it is left out, some is wrong.
GIVEN = {
    "account-locked": {"account": ["AB-123456", "ZZ-000001"]},
    "identify-caller": {"account": ["AB-123456"]},
    "cannot-send-email": {"email": ["ann@example.org"]},
    "laptop-does-not-start": {"model": ["X1 Carbon"], "warranty_days": [0, 365, 30, "730", "soon"]},
    "no-internet": {
        "account": ["4711"],
        "modem": ["X200"],
        "access": ["dsl", "cable", "fibre", "dsl", "cable", "smoke"],
        "open_fault": ["F-1"],
    },
    "no-sound": {"output": ["headphones", "speakers"]},
    "pos-terminal": {"terminal": ["12345678"], "offline_limit": [20, 12.5]},
    "power-cycle": {"device": ["the router"], "pause": [10, 60], "battery": [True, False], "sign": ["Is there light?"]},
    "slow-wifi": {"plan_mbps": [50, 250.5]},
    "everything": {"account": ["4711-secret"], "plan": [{"speed": 100, "extras": ["tv", "phone"]}]},
    "counter": {"parcel": ["DE12345", "DE12345", "DE1", "FR9", "FR98", "lower1"], "weight": [2.5, 3]},
}

# What may be typed: right answers, and wrong ones.
TYPED = {
    "text": ["nothing works", "Größe 3 — “so”", "1"],
    "integer": ["5", "0", "10", "2"],
    "number": ["1.5", "0.75", "2", "20", "180"],
    "money": ["12.50", "7", "0.99"],
    "scale": ["3", "1", "5"],
    "date": ["2026-01-02", "2020-02-29"],
    "time": ["18:30", "07:05"],
    "datetime": ["2026-01-02T10:15:00Z", "2026-01-02T10:15:00+02:00"],
    "duration": ["1h30m", "45s", "2h"],
    "email": ["ann@example.org", "b.c+d@mail.example.com"],
    "phone": ["+49 30 123456", "030 123456"],
    "url": ["https://example.org/a?b=c", "http://example.org"],
}
WRONG = ["???", "-1e99", "no such thing", "x" * 70]

BY_STEP = {
    "account_number": ["AB-123456", "XY-654321"],
    "one_time_code": ["482913", "111111", ""],
    "masked": ["XY-12", "XY-12ABC"],
    "pattern": ["abc-12", "x"],
    "terminal": ["12345678"],
    "code": ["550 5.7.1", "421"],
    "blink_code": ["3-2", "5"],
    "lines": ["first line\nsecond line", ""],
    "text": ["a word that must not be seen", ""],
    "secret": ["1234", "9999"],
}
FILES = [
    {"name": "screen.png", "type": "image/png", "size": 20480, "ref": "store:1"},
    {"name": "shot.jpg", "type": "image/jpeg", "size": 1999999},
    {"name": "letter.pdf", "type": "application/pdf", "size": 1024},
    {"name": "notes.txt", "type": "text/plain", "size": 12, "ref": "store:ä"},
]
