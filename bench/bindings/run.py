#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What a step costs through each binding, beside C's: one made flow of plain
steps, walked by a program of each, in turn.

    run.py GEN C CPP|- [--steps N] [--turns N] [--gate] [--json FILE]

Python and Lua are asked where they find their module: by PYTHONPATH and
LUA_CPATH, or installed. What is not there is named, and left out. With --gate
it is a failure where a process has grown by 1 MiB or more.
"""
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BINDINGS = os.path.join(os.path.dirname(os.path.dirname(HERE)), "bindings")
MOST_KIB = 1024


def take(words, name, absent):
    if name not in words:
        return absent
    at = words.index(name)
    value = words[at + 1]
    del words[at:at + 2]
    return value


def scripted(interpreters, path, probe):
    """The command of a script, if there are it, its interpreter, and the
    module that it needs; else why not."""
    script = os.path.join(BINDINGS, path)
    if not os.path.exists(script):
        return None, f"there is no bindings/{path}"
    for name in interpreters:
        program = shutil.which(name)
        if not program:
            continue
        found = subprocess.run([program, *probe], capture_output=True)
        if found.returncode == 0:
            return [program, script], None
        return None, f"{name} does not find tier1"
    return None, f"there is no {interpreters[0]}"


def commands(c, cpp):
    yield "c", [c], None
    if cpp != "-":
        yield "cpp", [cpp], None
    yield "python", *scripted(["python3"], "python/bench/step.py", ["-c", "import tier1"])
    yield "lua", *scripted(["lua5.4", "lua"], "lua/bench/step.lua", ["-e", "require 'tier1'"])


def measured(command, flow, steps):
    done = subprocess.run([*command, flow, str(steps)], capture_output=True, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{' '.join(command)}: status {done.returncode}\n{done.stderr}")
    one = json.loads(done.stdout)
    if one["steps"] != steps:
        sys.exit(f"{' '.join(command)}: it says {one['steps']} steps of {steps}")
    return one


def main():
    words = sys.argv[1:]
    gate = "--gate" in words
    words = [word for word in words if word != "--gate"]
    steps = int(take(words, "--steps", "1000000"))
    turns = int(take(words, "--turns", "3"))
    out = take(words, "--json", None)
    generator, c, cpp = words
    figures, beyond, these = [], [], {}
    for name, command, why in commands(c, cpp):
        if why:
            print(f"# {name} is left out: {why}")
        else:
            these[name] = command
    rounds = {name: [] for name in these}
    with tempfile.TemporaryDirectory() as folder:
        flow = os.path.join(folder, "made.yaml")
        with open(flow, "wb") as file:
            subprocess.run([generator, "chain", "200", "0"], stdout=file, check=True)
        for _ in range(turns):
            for name, command in these.items():
                rounds[name].append(measured(command, flow, steps))
    for name, all_of in rounds.items():
        ns = sorted(one["ns_per_step"] for one in all_of)
        ratio = statistics.median(one["ns_per_step"] / bare["ns_per_step"] for one, bare in zip(all_of, rounds["c"]))
        grown = max(one["rss_growth_kib"] for one in all_of)
        print(f"binding-{name} ns {ns[0]:.0f} {statistics.median(ns):.0f} {ns[-1]:.0f} {ratio:.2f} c")
        print(f"binding-{name} grown-kib {grown} {grown} {grown} - -")
        figures.append({"name": f"binding-{name}", "steps": steps, "ns_per_step": statistics.median(ns), "ratio": round(ratio, 3), "rss_growth_kib": grown})
        if grown >= MOST_KIB:
            beyond.append(f"{name} has grown by {grown} KiB in {steps} steps, which is not under {MOST_KIB}")
    if out:
        with open(out, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)
            file.write("\n")
    for line in beyond:
        print(line)
    if gate and beyond:
        sys.exit(1)


main()
