# SPDX-License-Identifier: MIT
"""`tier1 i18n check`: how far translations have come."""

import glob
import hashlib
import json
import os

import po
import runner

FLOW = """tier1: 1
id: modem
title: The modem
language: en
vars:
  who: {type: text, default: Kim}
steps:
  lights:
    ask: Which light, {{ who }}?
    choices: {red: Red, X100: X100}
    next: rate
  rate:
    ask: How good is it?
    type: scale
    min: 1
    max: 5
    labels: [Bad, Good]
    next: done
  done:
    resolve: Good.
"""

FULL = """tier1: 1
translates: modem
language: gl
title: O módem
steps:
  lights:
    ask: Que luz, {{ who }}?
    choices: {red: Vermella}
  rate:
    ask: Que tal?
    labels: [Mal, Ben]
  done:
    resolve: Ben.
"""


def stamp(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class State(po.Case):
    def setUp(self):
        super().setUp()
        self.put("modem.yaml", FLOW)
        self.put("modem.gl.yaml", FULL)

    def check(self, *args, status=0):
        return self.tier1("i18n", "check", *args, status=status)

    def test_all_is_there(self):
        """A name that may stay is nothing that is missing."""
        self.assertEqual(self.check("modem.yaml"),
                         ("modem gl: 8 of 8 texts\n", ""))

    def test_untranslated(self):
        self.put("modem.gl.yaml", FULL.replace("    ask: Que tal?\n", "")
                 .replace("title: O módem\n", ""))
        out, err = self.check("modem.yaml", status=1)
        self.assertEqual(out, "modem gl: 6 of 8 texts\n")
        self.assertEqual(err.count("[untranslated]"), 2)
        document = json.loads(self.check("modem.yaml", "--format", "json",
                                         status=1)[0])
        self.assertEqual(document["format_version"], 1)
        self.assertEqual(len(document["diagnostics"]), 2)
        one = document["translations"][0]
        self.assertEqual(one["untranslated"], ["title", "rate/ask"])
        self.assertEqual((one["flow"], one["language"], one["file"]),
                         ("modem", "gl", "modem.gl.yaml"))
        self.assertEqual((one["texts"], one["translated"]), (8, 6))

    def test_stale(self):
        self.put("modem.gl.yaml", FULL + "sources:\n"
                 f"  rate/ask: '{stamp('How good is it?')}'\n"
                 f"  done/resolve: '{stamp('Better.')}'\n")
        out, err = self.check("modem.yaml", status=1)
        self.assertEqual(out, "modem gl: 8 of 8 texts, 1 stale\n")
        self.assertIn("[stale-text]", err)
        document = json.loads(self.check("modem.yaml", "--format", "json",
                                         status=1)[0])
        self.assertEqual(document["translations"][0]["stale"],
                         ["done/resolve"])

    def test_superfluous_and_placeholders(self):
        self.put("modem.gl.yaml", FULL.replace("luz, {{ who }}", "luz") +
                 "  gone:\n    ask: X\n")
        out, err = self.check("modem.yaml", status=1)
        self.assertEqual(out, "modem gl: 8 of 8 texts, 1 superfluous, "
                              "1 placeholder differs\n")
        self.assertIn("[extra-text]", err)
        self.assertIn("[placeholder]", err)

    def test_errors(self):
        self.put("modem.gl.yaml", FULL.replace("{{ who }}", "{{ none }}"))
        out, err = self.check("modem.yaml", status=1)
        self.assertIn("1 error", out)
        self.assertRegex(err, r"modem.gl.yaml:7:\d+: error: ")

    def test_what_falls_back(self):
        self.put("modem.gl.yaml", FULL.replace("language: gl",
                                               "language: pt"))
        self.tool("mv", "modem.gl.yaml", "modem.pt.yaml")
        self.put("modem.pt-BR.yaml", "tier1: 1\ntranslates: modem\n"
                 "language: pt-BR\ntitle: O modem\n")
        out, err = self.check("modem.yaml")
        self.assertEqual(out, "modem pt-BR: 8 of 8 texts\n"
                              "modem pt: 8 of 8 texts\n")
        self.assertEqual(err, "")

    def test_one_language(self):
        self.put("modem.de.yaml", "tier1: 1\ntranslates: modem\n"
                 "language: de\n")
        out, _ = self.check("modem.yaml", status=1)
        self.assertEqual(out.count("\n"), 2)
        out, err = self.check("modem.yaml", "--language", "gl")
        self.assertEqual((out.count("\n"), err), (1, ""))
        out, _ = self.check("modem.yaml", "--language", "fr", status=1)
        self.assertIn("there is no modem.fr.yaml", out)
        self.assertEqual(self.check(".", status=1)[0].count("\n"), 2)

    def test_other_findings_are_of_check(self):
        self.put("modem.yaml", FLOW + "  alone:\n    resolve: No.\n")
        self.tier1("check", "modem.yaml")
        out, err = self.check("modem.yaml", status=1)
        self.assertIn("[untranslated]", err)
        self.assertNotIn("[unreachable", err)
        self.check("none.yaml", status=3)
        self.put("modem.yaml", "tier1: 1\n")
        self.check("modem.yaml", status=1)

    def test_words_for_each_where_the_flow_has_none(self):
        """Their stamps are known, and looked at."""
        text = FULL.replace("ask: Que tal?", "ask: {agent: A, customer: C}")
        self.put("modem.gl.yaml", text + "sources:\n"
                 f"  rate/ask/agent: '{stamp('How good is it?')}'\n"
                 f"  rate/ask/customer: '{stamp('Other')}'\n")
        out, err = self.check("modem.yaml", status=1)
        self.assertEqual(out, "modem gl: 9 of 9 texts, 1 stale\n")
        self.assertNotIn("[extra-text]", err)
        self.assertIn("rate/ask/customer", err)

    def test_labels_of_a_scale(self):
        for labels, count in (("[Mal, Ben]", 8), ("[Igual]", 8),
                              ("{low: Mal}", 7), ("{high: Ben}", 7),
                              ("{low: Mal, high: Ben}", 8),
                              ("{1: Mal, 5: Ben}", 8)):
            self.put("modem.gl.yaml", FULL.replace("[Mal, Ben]", labels))
            out, err = self.check("modem.yaml", status=int(count < 8))
            self.assertEqual(out, f"modem gl: {count} of 8 texts\n", labels)
            self.assertEqual(err.count("[untranslated]"), 8 - count)
        shown = self.shown("gl", "agent", "modem.yaml")["modem.yaml"]
        self.assertLessEqual({"Mal", "Ben"}, shown)
        self.put("modem.gl.yaml", FULL.replace("[Mal, Ben]", "{high: Ben}"))
        shown = self.shown("gl", "agent", "modem.yaml")["modem.yaml"]
        self.assertLessEqual({"Bad", "Ben"}, shown)
        self.put("modem.gl.yaml", FULL.replace("[Mal, Ben]", "[Igual]"))
        shown = self.shown("gl", "agent", "modem.yaml")["modem.yaml"]
        self.assertNotIn("Good", shown)

    def test_messages(self):
        """They are no texts: those that are missing are told, not counted."""
        self.put("modem.gl.yaml", FULL + "messages: {yes_or_no: Si ou non?}\n")
        out, err = self.check("modem.yaml")
        self.assertEqual(out, "modem gl: 8 of 8 texts\n")
        self.assertEqual(err.count("[untranslated]"), 1)
        self.assertNotIn("messages/yes_or_no", err)
        self.put("modem.gl.yaml", FULL + "messages: {too_small: Non.}\n")
        out, _ = self.check("modem.yaml", status=1)
        self.assertEqual(out, "modem gl: 8 of 8 texts, 1 placeholder differs\n")

    def test_messages_of_what_is_shipped(self):
        """None is missing, and none is English."""
        flows = os.path.join(po.SOURCE, "flows")
        files = glob.glob(os.path.join(flows, "*.*.yaml"))
        tags = {name.split(".")[-2] for name in files} - {"test"}
        self.assertEqual(self.json("check", flows)["diagnostics"], [])
        said = set()
        for tag in sorted(tags):
            out, _ = self.tier1(
                "run", "--audience", "customer", "--language", tag,
                os.path.join(flows, "power-cycle.yaml"), stdin="???\n")
            said |= {line for line in out.splitlines()
                     if "ready, out_of_reach, must_stay_on" in line}
        self.assertGreaterEqual(len(tags), 5)
        self.assertEqual(len(said), len(tags), said)
        self.assertFalse([line for line in said if "choices" in line])


runner.main()
