# SPDX-License-Identifier: MIT
"""`tier1 check --format sarif`: the log has the shape of SARIF 2.1.0, as far as
it is used, and says what the other formats say."""

import json
import os
import re
import urllib.parse

import runner

# Of the schema: what an object may have, what it must, and of which kind.
TEXT, WHOLE, TRUTH = str, int, bool
SHAPES = {
    "log": ({"$schema": TEXT, "version": TEXT, "runs": ["run"]},
            {"version", "runs"}),
    "run": ({"tool": "tool", "invocations": ["invocation"],
             "columnKind": TEXT, "results": ["result"]}, {"tool"}),
    "tool": ({"driver": "component"}, {"driver"}),
    "component": ({"name": TEXT, "version": TEXT, "rules": ["rule"]},
                  {"name"}),
    "rule": ({"id": TEXT, "shortDescription": "message", "help": "message",
              "defaultConfiguration": "configuration"}, {"id"}),
    "configuration": ({"level": TEXT}, set()),
    "message": ({"text": TEXT, "markdown": TEXT}, {"text"}),
    "invocation": ({"executionSuccessful": TRUTH}, {"executionSuccessful"}),
    "result": ({"ruleId": TEXT, "ruleIndex": WHOLE, "level": TEXT,
                "message": "message", "locations": ["location"]},
               {"message"}),
    "location": ({"physicalLocation": "place"}, set()),
    "place": ({"artifactLocation": "artifact", "region": "region"},
              {"artifactLocation"}),
    "artifact": ({"uri": TEXT}, set()),
    "region": ({"startLine": WHOLE, "startColumn": WHOLE, "endLine": WHOLE,
                "endColumn": WHOLE}, set()),
}
LEVELS = {"none", "note", "warning", "error"}
URI = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+")
BAD = ("tier1: 1\nid: bad\ntitle: Bad\nsteps:\n"
       "  a: {ask: 'Wäre es das?', nxet: b, next: c}\n"
       "  c: {ask: Which?, next: d}\n  d: {resolve: Done.}\n")


class Sarif(runner.Case):
    def shaped(self, value, shape, at):
        if isinstance(shape, list):
            self.assertIsInstance(value, list, at)
            for i, item in enumerate(value):
                self.shaped(item, shape[0], f"{at}[{i}]")
        elif isinstance(shape, str):
            may, must = SHAPES[shape]
            self.assertIsInstance(value, dict, at)
            self.assertLessEqual(must, set(value), at)
            for key, item in value.items():
                self.assertIn(key, may, at)
                self.shaped(item, may[key], f"{at}.{key}")
        else:
            self.assertIs(type(value), shape, at)

    def sarif(self, *args, status=0, stdin=""):
        out, _ = self.tier1("check", "--format", "sarif", *args,
                            status=status, stdin=stdin)
        log = json.loads(out)
        self.shaped(log, "log", "log")
        self.assertEqual(log["version"], "2.1.0")
        self.assertEqual(len(log["runs"]), 1)
        run = log["runs"][0]
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        rules = run["tool"]["driver"]["rules"]
        ids = [rule["id"] for rule in rules]
        self.assertEqual(len(ids), len(set(ids)))
        for rule in rules:
            self.assertIn(rule["defaultConfiguration"]["level"], LEVELS)
            self.assertIn(f"docs/rules/{rule['id']}.md",
                          rule["help"]["markdown"])
        for result in run["results"]:
            self.assertEqual(ids[result["ruleIndex"]], result["ruleId"])
            self.assertIn(result["level"], LEVELS)
            self.assertEqual(len(result["locations"]), 1)
            place = result["locations"][0]["physicalLocation"]
            self.assertRegex(place["artifactLocation"]["uri"],
                             "^" + URI.pattern + "$")
            for number in place.get("region", {}).values():
                self.assertGreaterEqual(number, 1)
        return run

    def test_as_json(self):
        """Each finding is there, in order, with its place."""
        self.write("bad.yaml", BAD)
        self.write("worse.yaml", "tier1: 1\nid: worse\ntitle: W\nsteps:\n"
                   "  a: {ask: Is it on?, type: yes_no, \"yes\": b}\n"
                   "  b: {resolve: Done.}\n  c: {resolve: Done.}\n")
        found = self.json("check", "bad.yaml", "worse.yaml", status=1)
        run = self.sarif("bad.yaml", "worse.yaml", status=1)
        self.assertGreater(len(run["results"]), 2)
        self.assertEqual(len(run["results"]), len(found["diagnostics"]))
        for result, d in zip(run["results"], found["diagnostics"]):
            place = result["locations"][0]["physicalLocation"]
            self.assertEqual(place["artifactLocation"]["uri"], d["file"])
            self.assertEqual(place["region"], {
                "startLine": d["line"], "startColumn": d["column"],
                "endLine": d["end_line"], "endColumn": d["end_column"]})
            self.assertEqual((result["ruleId"], result["level"]),
                             (d["rule"], d["severity"]))
            self.assertTrue(
                result["message"]["text"].startswith(d["message"]))
            self.assertIn(d["hint"] or "", result["message"]["text"])

    def test_columns(self):
        """They count characters, not bytes: there is an umlaut before."""
        self.write("bad.yaml", BAD)
        run = self.sarif("bad.yaml", status=1)
        region = [r["locations"][0]["physicalLocation"]["region"]
                  for r in run["results"] if r["ruleId"] == "unknown-key"][0]
        row = BAD.splitlines()[region["startLine"] - 1]
        self.assertEqual(row[region["startColumn"] - 1:
                             region["endColumn"] - 1], "nxet")

    def test_files(self):
        """A path is a URI, relative where it was."""
        os.mkdir(os.path.join(self.folder, "my flows"))
        self.write("my flows/a:b#ö%.yaml", BAD)
        run = self.sarif("my flows/a:b#ö%.yaml", status=1)
        uri = run["results"][0]["locations"][0]["physicalLocation"][
            "artifactLocation"]["uri"]
        self.assertEqual(urllib.parse.unquote(uri), "my flows/a:b#ö%.yaml")
        self.assertNotIn(":", uri)
        path = self.write("bad.yaml", BAD)
        run = self.sarif(path, status=1)
        uri = run["results"][0]["locations"][0]["physicalLocation"][
            "artifactLocation"]["uri"]
        self.assertEqual(uri, "file://" + urllib.parse.quote(path))
        self.sarif("-", stdin=BAD, status=1)

    def test_quiet(self):
        """All is well, and so says the log; or not all could be read."""
        run = self.sarif(runner.MODEM)
        self.assertEqual(run["results"], [])
        self.assertTrue(run["invocations"][0]["executionSuccessful"])
        run = self.sarif("none.yaml", status=3)
        self.assertFalse(run["invocations"][0]["executionSuccessful"])

    def test_rules(self):
        """Warnings are warnings there too, and test files have rules."""
        rules = {r["id"]: r["defaultConfiguration"]["level"] for r in
                 self.sarif(runner.MODEM)["tool"]["driver"]["rules"]}
        self.assertEqual(rules["unreachable-step"], "warning")
        self.assertEqual(rules["unknown-step"], "error")
        self.assertEqual(rules["duplicate-name"], "error")
        run = self.sarif(runner.data("broken.test.yaml"), status=1)
        self.assertIn("unknown-key", {r["ruleId"] for r in run["results"]})


runner.main()
