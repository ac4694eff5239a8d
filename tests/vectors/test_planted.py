# SPDX-License-Identifier: MIT
"""Looks whether a program that replays the vectors sees what differs.

    test_planted.py VECTORS PROGRAM…
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def change(value):
    """Another one that is as long."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return value[:-2] + ("#" if value[-2] != "#" else "+") + value[-1]


def breaches(walk):
    """Places in a walk, each the map that holds it and its key."""
    for key in ("json", "markdown", "text"):
        yield walk["end"]["packets"], key
    yield walk["end"], "record"
    yield walk["end"]["outcome"], "step"
    yield walk["start"]["view"], "text"
    action = walk["actions"][-1]
    yield action, "returns"
    yield action["view"], "can_back"
    yield action["view"], "steps_done"


def main():
    vectors, program = sys.argv[1], sys.argv[2:]
    original = json.loads(Path(vectors).read_text(encoding="utf-8"))
    number = next(i for i, walk in enumerate(original["walks"]) if "packets" in walk["end"] and walk["actions"])
    count = sum(1 for _ in breaches(original["walks"][number]))
    missed = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "planted.json"
        for i in range(count + 1):
            file = json.loads(json.dumps(original))
            walk, what = file["walks"][number], "nothing"
            if i < count:
                held, key = list(breaches(walk))[i]
                held[key], what = change(held[key]), key
            path.write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
            done = subprocess.run([*program, str(path)], capture_output=True, encoding="utf-8", check=False)
            said = done.stdout + done.stderr
            seen = done.returncode != 0 and walk["name"] in said
            if seen != (i < count):
                missed.append(f"{what}: status {done.returncode}\n{said}")
    if missed:
        raise SystemExit("\n".join(missed))
    print(f"{count} of {count} planted differences are seen")


main()
