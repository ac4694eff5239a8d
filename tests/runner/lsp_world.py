# SPDX-License-Identifier: MIT
"""Flows that the tests of the language server open, and what they ask."""

import json
import subprocess

import runner
from lsp_client import Client, units

CALLER = """tier1: 1
id: caller
title: Das Gerät 🙂 bleibt dunkel
vars:
  tries: {type: integer, default: 0}
data:
  models: [X100, X200]
lua: |
  function is_old(model)
    local lights = model
    return lights == 'X100'
  end
start: lights
steps:
  lights:
    ask: "Is it on? {{ tries > 1 and 'Look 🙂 again.' or '' }}"
    type: yes_no
    "yes": fixed
    "no":
      - {when: 'tries < 2 and answers["lights"] == nil', goto: again}
      - goto: reset
  again:
    set: |
      tries = tries + visits.lights
    next: lights
  reset:
    call: part
    save: how
    next:
      - when: >-
          how.by == 'agent' and
          lights
        goto: fixed
      - broken
  fixed:
    resolve: Good.
  broken:
    escalate: Broken after {{ tries }} tries.
"""
PART = """tier1: 1
id: part
title: A part
steps:
  hold:
    try: Hold the button. Does it work?
    worked: cured
    next: same
  cured:
    return: cured
  same:
    return: unchanged
    with: {by: audience}
"""
TEST = """tier1-test: 1
flow: caller
cases:
  - name: it helps
    answers: {lights: ["no", "no"], part/hold: failed}
    expect:
      outcome: escalated
      path: lights again lights reset part/hold
        part/same broken
      vars: {tries: 1}
  - name: a list
    answers: ["yes"]
    expect: {at: fixed, visits: [lights, fixed]}
"""


class Base(runner.Case):
    def start(self, **options):
        client = Client(runner.TIER1, self.folder, **options)
        self.addCleanup(self.kill, client)
        return client

    @staticmethod
    def kill(client):
        if client.process.poll() is None:
            client.process.kill()
            client.process.wait()
        for stream in (client.process.stdin, client.process.stdout,
                       client.process.stderr):
            if not stream.closed:
                try:
                    stream.close()
                except BrokenPipeError:
                    pass

    def world(self):
        return [self.write("caller.yaml", CALLER),
                self.write("part.yaml", PART),
                self.write("caller.test.yaml", TEST)]

    def place(self, text, mark, skip=0):
        at = text.index(mark) + skip
        position = units(text, at)
        return position["line"], position["character"]

    def check(self, path):
        """What `tier1 check` says, as the server would."""
        ran = subprocess.run(
            [runner.TIER1, "check", "--format", "json", path],
            capture_output=True, text=True, cwd=self.folder, timeout=60)
        self.assertIn(ran.returncode, (0, 1), ran.stderr)
        return [(d["line"], d["rule"]) for d in
                json.loads(ran.stdout)["diagnostics"]
                if d["file"] == path and d["severity"] != "note"]

    def lines_of(self, answer):
        return [one["range"]["start"]["line"] for one in answer["result"]]

    def complete(self, client, path, text, mark):
        """What is offered at the `|` of a line that is typed."""
        at = text.index(mark) + mark.index("|")
        text = text.replace(mark, mark.replace("|", ""))
        client.change(path, {"text": text})
        place = units(text, at)
        answer = client.at("completion", path, place["line"],
                           place["character"])
        return [one["label"] for one in answer["result"]]

    def rename(self, client, path, text, at, name):
        answer = client.at("rename", path, *at, newName=name)
        self.assertIn("result", answer, answer)
        return {uri[len("file://"):]: edits for uri, edits in
                answer["result"]["changes"].items()}
