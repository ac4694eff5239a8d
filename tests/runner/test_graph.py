# SPDX-License-Identifier: MIT
"""`tier1 graph` draws flows: what is in the flow is in the picture, and the
programs that read the picture take it."""

import glob
import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as xml

import runner

FLOWS = os.environ["TIER1_FLOWS"]
SHIPPED = sorted(f for f in glob.glob(os.path.join(FLOWS, "*.yaml"))
                 if os.path.basename(f).count(".") == 1)

# A line of a Mermaid flowchart: its head, a node, a way, a class.
WORDS = r'"(?:[^"<>`\\&#]|<b>|</b>|<br/>|#(?:quot|35|amp|lt|gt|96|92);)*"'
BRACKETS = (r"\{\{@\}\}|\[/@/\]|\[@\]|>@\]|\[\[@\]\]|\{@\}|\[\\@/\]|\(\[@\]\)"
            r"|\[\(@\)\]|\(@\)")
NODE = r"[nf]\d+(?:%s)(?::::\w+)?" % BRACKETS.replace("@", WORDS)
MERMAID = re.compile(
    r"flowchart TD|  %s|  n\d+ -\.?->?(?:>)?(?:\|%s\|)? (?:n\d+|%s)"
    r"|  classDef \w+ [\w:#,\-]+" % (NODE, WORDS, NODE))

HOSTILE = r"""
tier1: 1
id: hostile
title: 'Quotes " and <b>tags</b> & "]; more'
steps:
  end_: # "end" alone is a keyword of Mermaid
    ask: 'Is it "<script>alert(1)</script>" & co? `x` #quot; \n {{ 1 }} ]]>'
    choices:
      '<': {label: '"less" | than', goto: graph}
      '|': {label: "pipe |\"| \u202e turned", goto: style}
      "-->": {label: "arrow --> n0", escalate: 'code "<&>'}
  graph: {tell: "a -> b; digraph { } \\N \\G", next: style}
  style: {resolve: 日本語の長い文章は折り返されなければならないので試してみましょう}
"""


def dot(text, form):
    ran = subprocess.run(["dot", "-T" + form], input=text.encode(),
                         capture_output=True, timeout=60, check=False)
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


def texts(svg):
    """All words of a picture."""
    root = xml.fromstring(svg)
    return [t.text or "" for t in
            root.iter("{http://www.w3.org/2000/svg}text")]


@runner.unittest.skipUnless(shutil.which("dot"), "dot is not there")
class Picture(runner.Case):
    def test_shipped_flows(self):
        for flow in SHIPPED:
            text, _ = self.tier1("graph", flow)
            code, svg, said = dot(text, "svg")
            self.assertEqual((code, said), (0, ""), flow)
            words = texts(svg)
            document = self.json("graph", flow)
            for step in document["steps"]:
                self.assertIn(step["id"], words)

    def test_file(self):
        self.tier1("graph", SHIPPED[0], "-o", "a.svg")
        self.assertIn("<svg", self.read("a.svg"))
        out, _ = self.tier1("graph", SHIPPED[0], "--format", "svg")
        self.assertEqual(out, self.read("a.svg"))

    def test_hostile(self):
        path = self.write("hostile.yaml", HOSTILE)
        text, _ = self.tier1("graph", path)
        code, svg, said = dot(text, "svg")
        self.assertEqual((code, said), (0, ""))
        words = " ".join(texts(svg))
        self.assertIn("<script>alert(1)</script>", words)
        self.assertIn('code "<&>', words)
        self.assertIn("…", words)  # for {{ 1 }}
        self.assertNotIn("script", {e.tag for e in xml.fromstring(svg).iter()})

    def test_lines(self):
        """The lines of the picture are the ways of the flow."""
        path = self.write("two.yaml", """
tier1: 1
id: two
title: Two
steps:
  a:
    ask: Which?
    choices: {x: {goto: b}, y: {goto: b}, z: {resolve: gone}}
  b: {branch: [{when: "a == 'x'", goto: c}, {goto: a}]}
  c: {resolve: Done.}
""")
        _, plain, _ = dot(self.tier1("graph", path)[0], "plain")
        lines = [line.split() for line in plain.splitlines()
                 if line.startswith("edge")]
        names = {line.split()[1]: re.search(r"<b>([^<]+)", line)[1]
                 for line in plain.splitlines() if line.startswith("node")}
        self.assertEqual(
            sorted((names[e[1]], names[e[2]]) for e in lines),
            [("a", "b"), ("a", "gone"), ("b", "a"), ("b", "c")])


class Graph(runner.Case):
    def test_pages(self):
        """The pictures in the docs say what the flows say now."""
        pictures = os.path.join(os.path.dirname(FLOWS), "docs", "pictures")
        flow = os.path.join(FLOWS, "no-internet.yaml")
        guide = os.path.join(os.path.dirname(FLOWS), "docs", "guide.md")
        with open(guide, encoding="utf-8") as f:
            lamp = re.search(r"```yaml\n(tier1: 1\n.*?)```", f.read(), re.S)
        lamp = self.write("lamp.yaml", lamp[1])
        for name, flow, args in (
                ("no-internet", flow, ()), ("reached", flow, ()),
                ("lamp", lamp, ()),
                ("around-lights", flow, ("--around", "lights"))):
            with open(os.path.join(pictures, name + ".svg"),
                      encoding="utf-8") as f:
                shown = texts(f.read())
            ways = self.json("graph", flow, *args)
            for step in ways["steps"]:
                self.assertIn(step["id"], shown)
                if step["text"] and step["kind"] not in ("branch", "call"):
                    self.assertIn(step["text"].split()[0],
                                  " ".join(shown).split())
            self.assertEqual(
                len(ways["steps"]),
                len({s["id"] for s in ways["steps"]} & set(shown)))

    def test_no_dot(self):
        _, err = self.tier1("graph", SHIPPED[0], "--format", "svg", status=3,
                            env={"PATH": self.folder})
        self.assertIn("graphviz", err)
        self.assertNotIn("Traceback", err)

    def test_json(self):
        for flow in SHIPPED:
            document = self.json("graph", flow)
            ids = {step["id"] for step in document["steps"]}
            self.assertIn(document["start"], ids)
            led = {document["start"]}
            for way in document["ways"]:
                self.assertIn(way["from"], ids)
                self.assertEqual(way["to"] is None, way["end"] is not None)
                if way["to"]:
                    self.assertIn(way["to"], ids)
                    led.add(way["to"])
            # flows that are shipped have no step that nothing leads to
            self.assertEqual(led, ids, flow)
            for step in document["steps"]:
                with open(flow, encoding="utf-8") as f:
                    line = f.read().splitlines()[step["line"] - 1]
                self.assertTrue(
                    line[step["column"] - 1:].startswith(step["id"] + ":"))

    def test_mermaid(self):
        hostile = self.write("hostile.yaml", HOSTILE)
        for flow in [*SHIPPED, hostile]:
            out, _ = self.tier1("graph", flow, "--format", "mermaid")
            nodes, used = set(), set()
            for line in out.splitlines():
                self.assertRegex(line, MERMAID)
                self.assertTrue(MERMAID.fullmatch(line), line)
                if found := re.match(r"  (n\d+)[^\d ]", line):
                    nodes.add(found[1])
                if found := re.match(r"  (n\d+) -.*?(n\d+)?$", line):
                    used.update(filter(None, found.groups()))
            self.assertTrue(nodes and used <= nodes, used - nodes)

    def test_around(self):
        flow = os.path.join(FLOWS, "no-internet.yaml")
        whole = self.json("graph", flow)
        seen = set()
        for depth in range(1, 30):
            near = self.json("graph", flow, "--around", "lights", "--depth",
                             str(depth))
            ids = {step["id"] for step in near["steps"]}
            self.assertLessEqual(seen, ids)
            if depth == 1:
                self.assertEqual(ids, {"lights"} | {
                    way["to"] if way["from"] == "lights" else way["from"]
                    for way in whole["ways"]
                    if "lights" in (way["from"], way["to"])} - {None})
            seen = ids
        self.assertEqual(seen, {step["id"] for step in whole["steps"]})

    def test_audience(self):
        path = self.write("both.yaml", """
tier1: 1
id: both
title: Both
steps:
  a: {tell: {agent: Say this., customer: Read this.}, next: b}
  b: {tell: Only an agent., for: agent, next: c}
  c: {resolve: Done.}
""")
        agent = self.json("graph", path)
        customer = self.json("graph", path, "--audience", "customer")
        self.assertEqual([s["text"] for s in agent["steps"]],
                         ["Say this.", "Only an agent.", "Done."])
        self.assertEqual([s["text"] for s in customer["steps"]],
                         ["Read this.", "Done."])

    def test_counts(self):
        """Colours are those of the tests, and of records."""
        flow = os.path.join(FLOWS, "no-internet.yaml")
        self.tier1("test", flow, "--coverage-file", "cov.json")
        with open(os.path.join(self.folder, "cov.json"),
                  encoding="utf-8") as f:
            counted = json.load(f)
        steps = {s["step"]: s["count"] for one in counted["flows"]
                 if one["id"] == "no-internet" for s in one["steps"]}
        document = self.json("graph", flow, "--coverage", "cov.json")
        self.assertEqual({s["id"]: s["count"] for s in document["steps"]},
                         steps)
        self.assertTrue(all("count" in w for w in document["ways"]))
        for form in ("dot", "mermaid"):
            out, _ = self.tier1("graph", flow, "--coverage", "cov.json",
                                "--format", form)
            never = [w for w in document["ways"] if w["count"] == 0]
            self.assertTrue(never)
            self.assertIn("×0", out)
            self.assertIn(f"×{max(steps.values())}", out)
        self.write("answers.yaml", "[all, fibre, blinking]\n")
        self.tier1("run", flow, "--answers", "answers.yaml", "--record",
                   "one.json")
        self.write("answers.yaml", "[site]\n")
        self.tier1("run", flow, "--answers", "answers.yaml", "--record",
                   "two.json")
        os.mkdir(os.path.join(self.folder, "records"))
        for name in ("one", "two"):
            shutil.move(os.path.join(self.folder, name + ".json"),
                        os.path.join(self.folder, "records"))
        document = self.json("graph", flow, "--traffic", "records")
        went = {s["id"]: s["count"] for s in document["steps"]}
        self.assertEqual((went["scope"], went["lights"], went["site_down"],
                          went["fixed"]), (2, 1, 1, 0))

    def test_other_version(self):
        path = self.write("v.yaml", """
tier1: 1
id: v
title: V
steps:
  a: {ask: Which?, next: b}
  b: {resolve: Done.}
""")
        self.write("answers.yaml", "[x]\n")
        self.tier1("run", path, "--answers", "answers.yaml", "--record",
                   "r.json")
        self.write("v.test.yaml", "tier1-test: 1\nflow: v\ncases:\n"
                   "  - {name: n, answers: [x], expect: {at: b}}\n")
        self.tier1("test", path, "--coverage-file", "c.json")
        self.tier1("graph", path, "--coverage", "c.json", "--traffic",
                   "r.json")
        with open(path, "a", encoding="utf-8") as f:
            f.write("# another version\n")
        _, err = self.tier1("graph", path, "--coverage", "c.json", status=1)
        self.assertIn("c.json", err)
        _, err = self.tier1("graph", path, "--traffic", "r.json")
        self.assertIn("1 record", err)
        _, err = self.tier1("graph", path, "--coverage", "r.json", status=3)
        self.tier1("graph", path, "--traffic", "c.json", status=3)
        self.tier1("graph", path, "--traffic", "nowhere", status=3)

    def test_wrong(self):
        _, err = self.tier1("graph", SHIPPED[0], "--around", "lihgts",
                            status=2)
        self.assertIn("lihgts", err)
        _, err = self.tier1("graph", os.path.join(FLOWS, "no-internet.yaml"),
                            "--around", "lihgts", status=2)
        self.assertIn("'lights'", err)
        self.tier1("graph", SHIPPED[0], "--depth", "2", status=2)
        self.tier1("graph", SHIPPED[0], "--around", "x", "--depth", "0",
                   status=2)
        self.tier1("graph", FLOWS, status=2)
        self.tier1("graph", FLOWS + "#no-internet")
        self.tier1("graph", "nowhere.yaml", status=3)
        bad = self.write("bad.yaml", "tier1: 1\n")
        self.tier1("graph", bad, status=1)

    def test_compiled(self):
        """A compiled file is drawn as its YAML is."""
        self.tier1("compile", FLOWS, "-o", "all.tier1")
        for flow in SHIPPED:
            name = os.path.basename(flow)[:-5]
            for form in ("dot", "json"):
                plain, _ = self.tier1("graph", flow, "--format", form)
                compiled, _ = self.tier1("graph", "all.tier1#" + name,
                                         "--format", form)
                self.assertEqual(plain, compiled)


runner.main()
