# SPDX-License-Identifier: MIT
"""`tier1 replay --test` and `--into`: a record becomes a test case."""

import json
import os
import shutil
import stat

import runner

HEAD = "tier1-test: 1\nflow: modem\n"
MINE = HEAD + """\
# mine
given: {name: kim}     # of all cases
cases:

- name: mine           # the first
  answers: [amber]
  expect: {at: restart}
"""


class Record(runner.Case):
    def setUp(self):
        super().setUp()
        self.flow = os.path.join(self.folder, "modem.yaml")
        shutil.copy(runner.MODEM, self.flow)
        self.record = os.path.join(self.folder, "record.json")

    def walk(self, answers, *more, status=0):
        self.tier1("run", self.flow, "--answers", "-", "--record",
                   self.record, "--now", "2026-03-01T10:00:00Z", *more,
                   stdin=answers, status=status)

    def replay(self, *args, status=0):
        return self.tier1("replay", self.record, *args, status=status)

    def edit(self, change):
        with open(self.record, encoding="utf-8") as f:
            record = json.load(f)
        change(record)
        record.pop("sum", None)  # it is meant
        with open(self.record, "w", encoding="utf-8") as f:
            json.dump(record, f)

    def passes(self, count):
        out, _ = self.tier1("test", "modem.test.yaml")
        self.assertEqual(out, f"{count} passed, 0 failed\n")
        out, err = self.tier1("check", "modem.test.yaml")
        self.assertEqual((out, err), ("", ""))

    def test_printed(self):
        self.walk("[amber, worked]", "--audience", "customer", "-g",
                  "name=kim", "--channel", "chat", "--owner", "lee")
        out, err = self.replay("--test")
        self.assertEqual(err, "")
        self.assertEqual(out, HEAD + """\
cases:
  - name: modem resolved at done, 2026-03-01
    audience: customer
    channel: chat
    owner: lee
    given: {name: kim}
    answers: [amber, worked]
    expect:
      outcome: resolved
      at: done
      path: lights restart done
      packet: {resolution: {as: solved}}
""")
        self.write("modem.test.yaml", out)
        self.passes(1)
        out, _ = self.replay("--test", "--name", "the 1st: it works")
        self.assertIn('  - name: "the 1st: it works"\n', out)

    def test_all_that_is_said(self):
        walks = (
            "[amber, worked]",
            "[green, {back: 1}, amber, {transfer: kim}, {escalate: please}]",
            "[green, 2, {revise: {lights: amber}}, worked]",
            "[green]",
            "[green, {reject: 10}, {reject: many}, 3, [tv, phone], '']",
            "[green, 3, 'tv, pc', '', {caller: Kim, number: '+44 20 79460000'}]",
            "['off', {host: {up: true}}]",
            "['off', {timeout: true}]",
            "['off', {error: 'it is: busy'}]",
            "['off', {stay: line}]",
            "['off', {stay: line}, {back: 1}, amber, failed, {host: {up: false}}]",
            "[amber, {abandon: hung up}]",
        )
        for count, answers in enumerate(walks, 1):
            self.walk(answers)
            out, err = self.replay("--into", "modem.test.yaml")
            self.assertEqual(err, "")
            self.assertRegex(out, r"^added to modem.test.yaml: modem .*\n$")
            self.passes(count)
        text = self.read("modem.test.yaml")
        for part in ("[green, {back: 1}, amber, {transfer: kim}, "
                     "{escalate: please}]", "{revise: {lights: amber}}",
                     '{error: "it is: busy"}', "{stay: line}, {back: 1}",
                     "line_test: [{up: true}]", "{timeout: true}",
                     "{abandon: hung up}", "outcome: waiting"):
            self.assertIn(part, text)

    def test_into_a_file(self):
        self.write("modem.test.yaml", MINE)
        path = os.path.join(self.folder, "modem.test.yaml")
        os.chmod(path, 0o640)
        self.walk("[amber, worked]")
        self.replay("--into", "modem.test.yaml", "--name", "yours")
        text = self.read("modem.test.yaml")
        self.assertTrue(text.startswith(MINE))
        self.assertTrue(text[len(MINE):].startswith("\n- name: yours\n"))
        self.assertIn("given: {name: null}", text)  # it was not given
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o640)
        self.passes(2)
        self.assertEqual(sorted(os.listdir(self.folder)),
                         ["modem.test.yaml", "modem.yaml", "record.json"])
        _, err = self.replay("--into", "modem.test.yaml", "--name", "yours",
                             status=1)
        self.assertIn("there is a case of that name: yours", err)
        self.assertEqual(self.read("modem.test.yaml"), text)

    def test_a_link_stays_one(self):
        os.mkdir(os.path.join(self.folder, "elsewhere"))
        self.write("elsewhere/tests", MINE)
        link = os.path.join(self.folder, "modem.test.yaml")
        os.symlink("elsewhere/tests", link)
        self.walk("[amber, worked]")
        self.replay("--into", "modem.test.yaml")
        self.assertTrue(os.path.islink(link))
        self.passes(2)

    def stays(self, text, status, *args):
        """The file is left as it was; gives what was said."""
        self.write("modem.test.yaml", text)
        out, err = self.replay("--into", "modem.test.yaml", *args,
                               status=status)
        self.assertEqual(out, "")
        self.assertEqual(self.read("modem.test.yaml"), text)
        return err

    def test_no_room(self):
        self.walk("[amber, worked]")
        self.assertIn("[no-room]", self.stays(HEAD + "cases: []\n", 1))
        self.assertIn("[no-room]", self.stays(
            HEAD + "cases:\n  - {name: x, expect: {at: lights}}\n"
            "given: {}\n", 1))
        self.assertIn("[no-room]",
                      self.stays("tier1-test: 1\nflow: x\ncases:\n", 1))
        self.assertIn("[yaml-syntax]", self.stays(HEAD + "cases: [\n", 1))

    def test_sensitive(self):
        self.walk("[green, 2, tv, '4711']", "-g", "account=77")
        _, err = self.replay("--test", status=1)
        self.assertIn("2 sensitive answers; --with-sensitive writes", err)
        self.assertIn("2 sensitive answers",
                      self.stays(HEAD + "cases:\n", 1))
        _, err = self.replay("--into", "modem.test.yaml", "--with-sensitive")
        self.assertIn("the case holds 2 sensitive answers", err)
        self.assertIn("4711", self.read("modem.test.yaml"))
        self.passes(1)

    def test_what_cannot_be_told(self):
        def strike(record):
            record["records"][0]["said"] = [
                {"kind": "limit", "hook": 1, "failure": "time",
                 "message": "more than 1000 ms"}]
            record["records"][0]["hooks"] = [
                {"failure": "time", "message": "more than 1000 ms", "said": 1}]

        with open(self.flow, encoding="utf-8") as f:
            text = f.read()
        with open(self.flow, "w", encoding="utf-8") as f:
            f.write(text.replace("    help: The light on the front.",
                                 "    when: visits.lights < 9"))
        self.walk("[amber, worked]")
        self.edit(strike)
        self.edit(lambda r: r.update(records=r["records"][:1]))
        self.edit(lambda r: r.update(now=r["session"]["at"]))
        err = self.stays(HEAD + "cases:\n", 1)
        self.assertIn("a limit of time or memory struck a hook", err)
        self.walk("[amber, worked]")
        self.edit(lambda r: r["records"].append({"type": "full"}))
        self.edit(lambda r: r["records"].pop(2))
        err = self.stays(HEAD + "cases:\n", 1)
        self.assertIn("outgrew the cap `session_bytes`", err)

    def test_time(self):
        with open(self.flow, encoding="utf-8") as f:
            text = f.read()
        with open(self.flow, "w", encoding="utf-8") as f:
            f.write(text.replace(
                "\nsteps:\n",
                "\nsteps:\n  early:\n    branch: now < '2026-02'\n"
                "    cases: {\"true\": done, else: lights}\n"))
        self.walk("[amber, worked]")
        out, _ = self.replay("--test")
        self.assertIn("    now: 2026-03-01T10:00:00.000Z\n", out)
        self.replay("--into", "modem.test.yaml")
        self.passes(1)

    def test_the_flow_beside(self):
        self.walk("[amber, worked]")
        os.mkdir(os.path.join(self.folder, "other"))
        _, err = self.replay("--into", "other/modem.test.yaml", status=3)
        self.assertIn("there is no 'other/modem.yaml'", err)
        shutil.copy(self.flow, os.path.join(self.folder, "other"))
        self.replay("--into", "other/modem.test.yaml")
        self.tier1("test", "other")

    def test_command_line(self):
        self.walk("[amber]")
        for args in (("--name", "x"), ("--with-sensitive",),
                     ("--test", "-f", "json"), ("--test", "-p", "x.json"),
                     ("--into", "modem.yaml"), ("--into", "-"),
                     ("--test", "--name", "")):
            self.replay(*args, status=2)


runner.main()
