# SPDX-License-Identifier: MIT
"""`tier1 run` with a script."""

import json

import runner


class Run(runner.Case):
    def script(self, answers, *args, status=0):
        return self.json("run", runner.MODEM, "--answers", "-", *args,
                         stdin=answers, status=status)

    def test_resolved(self):
        d = self.script("[amber, worked]")
        self.assertEqual(list(d), [
            "format_version", "outcome", "reason", "at", "path", "variables",
            "refused", "packet"])
        self.assertEqual((d["outcome"], d["reason"], d["at"]),
                         ("resolved", "solved", "done"))
        self.assertEqual(d["path"], ["lights", "restart", "done"])
        self.assertEqual(d["variables"],
                         {"lights": "amber", "restart": "worked"})
        self.assertEqual(d["refused"], [])
        self.assertEqual(d["packet"]["tier1_packet"], 1)

    def test_map(self):
        d = self.script("{restart: [worked], lights: Blinking amber}")
        self.assertEqual(d["path"], ["lights", "restart", "done"])

    def test_open(self):
        d = self.script("[green, 2]")
        self.assertEqual((d["outcome"], d["reason"], d["at"], d["packet"]),
                         ("open", None, "which", None))

    def test_refused(self):
        d = self.script("[blue, amber, worked]", status=4)
        self.assertEqual(d["outcome"], "resolved")
        self.assertEqual(len(d["refused"]), 1)
        self.assertEqual(d["refused"][0]["step"], "lights")
        self.assertEqual(d["refused"][0]["answer"], "blue")
        self.assertTrue(d["refused"][0]["message"])
        d = self.script("[{reject: blue}, amber, worked]")
        self.assertEqual(len(d["refused"]), 1)
        self.script("[{reject: green}]", status=4)

    def test_secret(self):
        d = self.script('[green, 2, [tv, pc], "4321", {caller: Kim}]')
        self.assertNotIn("4321", json.dumps(d))
        self.assertEqual(d["variables"]["which"], ["tv", "pc"])
        self.assertEqual(d["outcome"], "resolved")

    def test_actions(self):
        d = self.script("[green, {back: 1}, amber, {transfer: kim}, "
                        "{escalate: asks for a person}]")
        self.assertEqual((d["outcome"], d["reason"], d["at"]),
                         ("escalated", "requested", "restart"))
        self.assertEqual(d["path"], ["lights", "restart"])
        self.assertEqual(d["packet"]["people"]["owner"], "kim")

    def test_host(self):
        up = self.write("host.yaml", "line_test: [{up: true}]\n")
        d = self.script('["off"]', "--host", up)
        self.assertEqual((d["outcome"], d["at"]), ("resolved", "done"))
        d = self.script('["off"]')
        self.assertEqual((d["outcome"], d["at"]), ("escalated", "unknown"))
        d = self.script('["off", {host: {up: false}}]')
        self.assertEqual(d["at"], "faulty")

    def test_host_that_is_none(self):
        for text, place in (("- line_test\n", "1:1"), ("# x\nup\n", "2:1")):
            _, err = self.tier1("run", "--answers", self.write("a.yaml", "[]"),
                                "--host", self.write("host.yaml", text),
                                runner.MODEM, status=1)
            self.assertRegex(err, rf"host\.yaml:{place}: error: .*"
                                  r"\[wrong-type\]")

    def test_given(self):
        given = self.write("given.yaml", "name: Ana\naccount: '77'\n")
        d = self.script("[green]", "--given-file", given, "--given",
                        "name=Kim")
        self.assertEqual(d["variables"]["name"], "Kim")
        self.assertNotIn("account", d["variables"])

    def test_now(self):
        d = self.script("[amber, worked]", "--now", "2026-01-05T09:00:00Z")
        self.assertEqual(d["packet"]["session"]["started"][:19],
                         "2026-01-05T09:00:00")

    def test_text(self):
        out, err = self.tier1("run", runner.MODEM, "--answers", "-",
                              stdin="[amber, worked]")
        self.assertIn("Good, it works again.", out)
        self.assertEqual(err, "")
        self.assertNotIn("\x1b", out)

    def test_packet(self):
        for name, begins in (("p.json", "{"), ("p.md", "#")):
            self.tier1("run", runner.MODEM, "--answers", "-", "--packet",
                       name, stdin='["off"]')
            self.assertTrue(self.read(name).startswith(begins))
        self.assertEqual(json.loads(self.read("p.json"))["escalation"]["code"],
                         "untested")
        self.tier1("run", runner.MODEM, "--answers", "-", "--packet",
                   "no/p.json", stdin='["off"]', status=3)

    def test_wrong_script(self):
        for answers in ("just text", "[{back: no}]", "[{timeout: 1}]"):
            self.tier1("run", runner.MODEM, "--answers", "-", stdin=answers,
                       status=1)
        self.tier1("run", runner.MODEM, "--answers", "none.yaml", status=3)
        self.tier1("run", "none.yaml", "--answers", "-", status=3)

    def test_folder(self):
        for name in ("a", "b"):
            self.write(name + ".yaml", f"tier1: 1\nid: {name}\ntitle: {name}\n"
                       "steps:\n  x: {resolve: Done.}\n")
        _, err = self.tier1("run", ".", "--answers", "-", stdin="[]",
                            status=2)
        self.assertIn(".#ID", err)
        d = self.json("run", ".#b", "--answers", "-", stdin="[]")
        self.assertEqual(d["packet"]["flow"]["id"], "b")
        self.tier1("run", ".#c", "--answers", "-", stdin="[]", status=2)


runner.main()
