# SPDX-License-Identifier: MIT
"""`tier1 run --record` and `tier1 replay`."""

import json
import os

import runner


DESK = """\
tier1: 1
id: desk
title: The desk is asked
steps:
  ask: {consult: Is it free?, to: desk, timeout: 1h, type: yes_no, next: done}
  done: {resolve: Good.}
"""


class Replay(runner.Case):
    def setUp(self):
        super().setUp()
        self.record = os.path.join(self.folder, "record.json")

    def walk(self, answers):
        return self.json("run", runner.MODEM, "--answers", "-", "--record",
                         self.record, stdin=answers)

    def edit(self, change):
        with open(self.record, encoding="utf-8") as f:
            record = json.load(f)
        change(record)
        with open(self.record, "w", encoding="utf-8") as f:
            json.dump(record, f)

    def test_the_same(self):
        for answers in ("[amber, worked]",
                        "[green, {back: 1}, amber, {transfer: kim}, "
                        "{escalate: asks for a person}]",
                        "[green, 2, {revise: {lights: amber}}, worked]",
                        "[green]"):
            walked = self.walk(answers)
            again = self.json("replay", self.record)
            walked["refused"] = again["refused"]
            self.assertEqual(walked, again, answers)

    def test_one_that_waits(self):
        """It is shown for how long it still waits, by the real clock."""
        flow = self.write("desk.yaml", DESK)
        self.tier1("run", flow, "--answers", "-", "--now",
                   "2100-01-01T00:00:00Z", "--record", self.record,
                   stdin="[{stay: ask}]")
        said = self.tier1("replay", self.record)[0]
        self.assertIn("Waits for desk, for at most", said)

    def test_what_does_not_fit(self):
        self.walk("[amber, worked]")
        self.edit(lambda r: r["records"][2].update(value="blue"))
        self.assertIn("was changed", self.fails(3))
        self.edit(lambda r: r.pop("sum"))
        self.assertIn("record 2", self.fails(1))
        self.walk("[amber, worked]")
        self.edit(lambda r: r["records"][1].update(step="restart"))
        self.edit(lambda r: r.pop("sum"))
        self.assertIn("record 1", self.fails(1))
        self.walk("[amber, worked]")
        self.edit(lambda r: r["records"][1].update(mood="good"))
        self.edit(lambda r: r.pop("sum"))
        self.assertIn("mood", self.fails(3))
        self.walk("[amber, worked]")
        self.edit(lambda r: r.update(fingerprint="0" * 64))
        self.edit(lambda r: r["flows"].update(modem="0" * 64))
        self.assertIn("another version", self.fails(1))
        self.walk("[amber, worked]")
        self.edit(lambda r: r.update(tier1_record=2))
        self.assertIn("form 1", self.fails(3))

    def test_no_record(self):
        self.record = self.write("none.json", '{"file":')
        self.assertIn("no record", self.fails(3))
        self.record = self.write("none.json", "{}")
        self.assertIn("names no flow", self.fails(3))

    def fails(self, status):
        return self.tier1("replay", self.record, status=status)[1]

    def test_another_version(self):
        self.walk("[amber, worked]")
        with open(runner.MODEM, encoding="utf-8") as f:
            text = f.read()
        changed = self.write("changed.yaml", "# another version\n" + text)
        d = self.json("replay", self.record, "--flow", changed)
        self.assertEqual(d["path"], ["lights", "restart", "done"])

    def test_no_record(self):
        with open(self.record, "w", encoding="utf-8") as f:
            f.write("[")
        self.fails(3)
        self.record += ".none"
        self.fails(3)


runner.main()
