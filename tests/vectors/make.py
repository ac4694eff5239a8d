#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the walk vectors: chance walks, always the same, by vectors_drive.

What each walk leaves, its record and its packets, is what `tier1 replay`
writes of the record; where that is not what the session itself said, nothing
is made.

    make.py DRIVE TIER1 ROOT [--check]      --check: only looks whether the files are up to date
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from wander import Chance, wander, start_of
from worlds import WORLDS

ATTEMPTS, LEAST = 12, 8000  # walks for one; bytes below which none is shorter


class Drive:
    """vectors_drive, request by request."""

    def __init__(self, program):
        self.pipe = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def ask(self, request):
        self.pipe.stdin.write(json.dumps(request, ensure_ascii=False) + "\n")
        self.pipe.stdin.flush()
        line = self.pipe.stdout.readline()
        if not line:
            raise SystemExit(f"the driver ended at {json.dumps(request)[:300]}")
        return json.loads(line)

    def close(self):
        self.pipe.stdin.close()
        self.pipe.wait()


def read(folder, names):
    return [{"name": name, "text": (folder / name).read_text(encoding="utf-8")} for name in names]


def by_runner(tier1, folder, walk, record):
    """Record and packets of a walk, as the command makes them."""
    caps = [word for name, number in walk.get("caps", {}).items() for word in ("--cap", f"{name}={number}")]
    (folder / "walk.json").write_text(record, encoding="utf-8")

    def run(*words):
        line = [tier1, "replay", "walk.json", *caps, *words]
        done = subprocess.run(line, cwd=folder, capture_output=True, encoding="utf-8", check=False)
        if done.returncode != 0:
            raise SystemExit(f"{walk['name']}: {' '.join(line)}: {done.returncode} {done.stderr}")

    made = {}
    run("--record", "again.json")
    made["record"] = (folder / "again.json").read_text(encoding="utf-8")
    if walk["end"]["outcome"]["end"] != "open":
        made["packets"] = {}
        for form, name in (("json", "p.json"), ("markdown", "p.md"), ("text", "p.txt")):
            run("--packet", name)
            made["packets"][form] = (folder / name).read_text(encoding="utf-8")
    return made


def check_runner(tier1, folder, walk):
    end = walk["end"]
    if "record" not in end:
        return
    for key, made in by_runner(tier1, folder, walk, end["record"]).items():
        if made != end[key]:
            raise SystemExit(f"{walk['name']}: the {key} of `tier1 replay` is another one")


def trim(walk, calls):
    """Results that no call took are left out, and functions without a call."""
    for name, count in calls.items():
        walk["host"][name] = walk["host"][name][:count]


def marks(walk):
    """What a walk shows: steps, and what calls came to in which state."""
    out = {visit.lstrip("-") for visit in walk["end"].get("visits", [])}
    state = walk["start"].get("view", {}).get("state")
    for action in walk["actions"]:
        wait = action["view"].get("wait", {}).get("kind")
        out.add((action["call"], action["returns"], state, wait))
        state = action["view"]["state"]
    return out


def best_of(drive, name, world, number, tally, reached):
    """Of some walks the one that shows most of what none before it showed for
    its size; each third time whatever its size, so that long ones stay."""
    best = None
    for attempt in range(ATTEMPTS):
        chance, counts = Chance(f"{name} {number} {attempt}"), dict(tally)
        walk = start_of(chance, name, world, number)
        wander(drive, chance, walk, counts, number)
        walk["end"] = drive.ask({"end": True, "customer": number % 12 == 0})
        news = len(marks(walk) - reached)
        if number % 3:
            news -= max(len(json.dumps(walk)), LEAST) / 4000
        if best is None or news > best[0]:
            best = (news, walk, counts)
    return best[1], best[2]


def make_world(drive, tier1, root, name, world):
    folder = root / world["folder"]
    file = {
        "tier1_vectors": 1,
        "sources": read(folder, world["sources"]),
        "beside": read(folder, world["beside"]),
        "walks": [],
    }
    drive.ask({key: file[key] for key in ("sources", "beside")})
    tally, reached = {}, set()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        for one in file["sources"] + file["beside"]:
            (place / one["name"]).write_text(one["text"], encoding="utf-8")
        for number in range(1, world["walks"] + 1):
            walk, tally = best_of(drive, name, world, number, tally, reached)
            reached |= marks(walk)
            trim(walk, walk["end"].pop("calls"))
            check_runner(tier1, place, walk)
            file["walks"].append(walk)
    return file


def written(file):
    """JSON with a line for each action, so that a change can be read."""
    line = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    walks = []
    for walk in file["walks"]:
        head = [f"{line(key)}:{line(value)}" for key, value in walk.items() if key not in ("actions", "end")]
        actions = ",\n".join(line(action) for action in walk["actions"])
        end = ",\n".join(f"{line(key)}:{line(value)}" for key, value in walk["end"].items())
        walks.append("{" + ",\n".join(head) + f',\n"actions":[\n{actions}\n],\n"end":{{\n{end}\n}}}}')
    head = ",\n".join(f"{line(key)}:{line(file[key])}" for key in ("tier1_vectors", "sources", "beside"))
    return "{\n" + head + ',\n"walks":[\n' + ",\n".join(walks) + "\n]}\n"


def main():
    drive_path, tier1, root = sys.argv[1:4]
    check = "--check" in sys.argv[4:]
    here = Path(root) / "tests/vectors"
    drive, stale = Drive(drive_path), []
    walks = 0
    for name, world in WORLDS.items():
        file = make_world(drive, str(Path(tier1).resolve()), Path(root), name, world)
        walks += len(file["walks"])
        text, path = written(file), here / f"{name}.json"
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
    drive.close()
    if stale:
        raise SystemExit(f"{', '.join(stale)}: not what is made today; run `meson compile -C build vectors`")
    print(f"{walks} walks {'are up to date' if check else 'written'}")


if __name__ == "__main__":
    main()
