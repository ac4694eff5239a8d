# SPDX-License-Identifier: MIT
"""What a person sees of `tier1 run` in terminals of two widths, with colour
and without: walked again, and held against docs/recordings. With --write they
are written, and put into docs/running.md.

test_recordings.py TIER1 ROOT [--write]"""

import os
import re
import sys
import tempfile

TIER1, ROOT = map(os.path.abspath, sys.argv[1:3])
sys.path.insert(0, os.path.join(ROOT, "tests", "runner"))

import terminal  # noqa: E402

FOLDER = os.path.join(ROOT, "docs", "recordings")
# A walk that is left and taken up, with help, a refusal, the way so far, an
# answer that is changed, and its end.
PARTS = (
    ("1", "2", "?", "2", "", "w", "q"),
    ("1", "much", "12", "r spread everywhere", "e It is urgent"),
)
WIDTHS = (80, 40)


def still(text):
    """Without what differs from one time to the next."""
    text = re.sub(r"\d+:\d\d( of )", r"0:00\1", text)
    text = re.sub(r"(answers? · )\d+:\d\d", r"\g<1>0:00", text)
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
                  "01940000-0000-7000-8000-000000000000", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "2026-01-05T09:00:00.000Z",
                  text)
    text = re.sub(r"(Time spent:(\x1b\[0m)?) \S+", r"\1 4s", text)
    return text


def record(width, colour):
    shown = ""
    env = {"LC_ALL": "C.UTF-8", "NO_COLOR": "" if colour else "1"}
    with tempfile.TemporaryDirectory(prefix="tier1-docs-") as folder:
        os.symlink(os.path.join(ROOT, "flows"), os.path.join(folder, "flows"))
        for lines in PARTS:
            command = ["tier1", "run", "flows/slow-wifi.yaml"]
            text, status = terminal.walk(command, lines, folder, program=TIER1,
                                         columns=width, env=env)
            if status != 0:
                raise SystemExit(f"status {status}\n{text}")
            shown += "$ " + " ".join(command) + "\n" + still(text)
    # Lines are as long as what is in them.
    return re.sub(r"[ \t]+\n", "\n", shown)


def name(width, colour):
    return f"run-{width}{'-colour' if colour else ''}.txt"


def put(file, text):
    """Puts a recording into the page that shows it."""
    page = os.path.join(ROOT, "docs", "running.md")
    with open(page, encoding="utf-8") as f:
        parts = re.split(r"(<!-- same: \S+ -->\n```text\n)(.*?)(```\n)",
                         f.read(), flags=re.S)
    for i in range(1, len(parts), 4):
        if f" {file} " in parts[i]:
            parts[i + 1] = text
    with open(page, "w", encoding="utf-8") as f:
        f.write("".join(parts))


def main():
    wrong = 0
    for width in WIDTHS:
        for colour in (False, True):
            path = os.path.join(FOLDER, name(width, colour))
            got = record(width, colour)
            if "--write" in sys.argv:
                with open(path, "w", encoding="utf-8") as f:
                    f.write(got)
                put(os.path.relpath(path, ROOT), got)
                continue
            with open(path, encoding="utf-8") as f:
                same = f.read() == got
            if not same:
                wrong += 1
                print(f"{path} is not what is shown:\n{got}")
    plain = record(80, False)
    bare = re.sub(r"\x1b\[\d*m", "", record(80, True))
    if bare != plain:
        wrong += 1
        print("without its colours it is another text")
    sys.exit(1 if wrong else 0)


main()
