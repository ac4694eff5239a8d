# SPDX-License-Identifier: MIT
"""A hook that fails is named: its flow, by the file; its step and field; and
the line in that file, for each way that a text can stand in YAML.

Arguments: the command, and the worker's program where there is one.
"""

import json
import os
import re
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TIER1 = os.path.abspath(sys.argv[1])
WORKER = [os.path.abspath(path) for path in sys.argv[2:3]]

# snippet: (field, step, file); of these the line that is marked.
FLOW, CALLEE = "hostile-lines.yaml", "hostile-lines-callee.yaml"
FOLDED = "hostile-lines-folded.yaml"
SNIPPETS = {
    "literal": ("run", "literal", FLOW),
    "kept": ("run", "kept", FLOW),
    "indented": ("run", "indented", FLOW),
    "inner": ("set", "inner", FLOW),
    "helper": ("set", "helper", FLOW),
    "route": ("when", "route", FLOW),
    "choice": ("do", "choice", FLOW),
    "text": ("ask", "text", FLOW),
    "label": ("label", "label", FLOW),
    "flow_style": ("check", "flow_style", FLOW),
    "folded": ("run", "folded", FLOW),
    "stripped": ("run", "stripped", FLOW),
    "more_indented": ("run", "more_indented", FLOW),
    "commented": ("run", "commented", FLOW),
    "long_text": ("run", "long_text", FLOW),
    "unspaced": ("run", "unspaced", FLOW),
    "quoted": ("run", "quoted", FLOW),
    "escaped": ("run", "escaped", FLOW),
    "one_line": ("run", "one_line", FLOW),
    "plain": ("run", "plain", FLOW),
    "plain_long": ("run", "plain_long", FLOW),
    "single": ("run", "single", FLOW),
    "single_long": ("run", "single_long", FLOW),
    "anchored": ("run", "anchored", FLOW),
    "folded_text": ("ask", "folded_text", FLOW),
    "folded_helper": ("set", "add", FOLDED),
    "callee": ("set", "add", CALLEE),
}
ANSWERS = {"choice": '["a"]', "flow_style": "[1]"}


def marked(file, snippet):
    with open(os.path.join(HERE, file), encoding="utf-8") as f:
        lines = [i for i, line in enumerate(f, 1)
                 if re.search(rf"here={snippet}\b", line)]
    assert len(lines) == 1, (snippet, lines)
    return lines[0]


class Lines(unittest.TestCase):
    def walk(self, snippet, more):
        ran = subprocess.run(
            [TIER1, "run", "--format", "json", "--given",
             f"snippet={snippet}", "--answers", "-", *more, FLOW],
            input=ANSWERS.get(snippet, "[]"), capture_output=True, text=True,
            cwd=HERE, timeout=60)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))
        return json.loads(ran.stdout)

    def details(self, node):
        """Every `detail` of a document."""
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "detail" and isinstance(value, str):
                    yield value
                yield from self.details(value)
        if isinstance(node, list):
            for item in node:
                yield from self.details(item)

    def check(self, *more):
        for snippet, (field, step, file) in SNIPPETS.items():
            with self.subTest(snippet):
                details = list(self.details(self.walk(snippet, more)))
                self.assertTrue(details)
                line = marked(file, snippet)
                for detail in details:
                    self.assertTrue(detail.startswith(
                        f"{field} of {step} in {file[:-5]}, {file}:{line}: "
                        "attempt to "),
                        detail)

    def test_here(self):
        self.check()

    @unittest.skipUnless(WORKER, "there is no worker")
    def test_in_worker(self):
        self.check("--worker-program", *WORKER)


unittest.main(argv=sys.argv[:1])
