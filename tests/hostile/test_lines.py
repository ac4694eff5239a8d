# SPDX-License-Identifier: MIT
"""A hook that fails is named: its flow, by the file; its step and field; and
the line in that file, for each way that a text can stand in YAML.

Argument: the command.
"""

import json
import os
import re
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TIER1 = os.path.abspath(sys.argv[1])

# snippet: (field, step, file); of these the line that is marked.
FLOW, CALLEE = "hostile-lines.yaml", "hostile-lines-callee.yaml"
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
    "quoted": ("run", "quoted", FLOW),
    "plain": ("run", "plain", FLOW),
    "single": ("run", "single", FLOW),
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
    def walk(self, snippet):
        ran = subprocess.run(
            [TIER1, "run", "--format", "json", "--given",
             f"snippet={snippet}", "--answers", "-", FLOW],
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

    def test_each(self):
        for snippet, (field, step, file) in SNIPPETS.items():
            with self.subTest(snippet):
                details = list(self.details(self.walk(snippet)))
                self.assertTrue(details)
                line = marked(file, snippet)
                for detail in details:
                    self.assertTrue(detail.startswith(
                        f"{field} of {step} in {file[:-5]}, {file}:{line}: "
                        "attempt to "),
                        detail)


unittest.main(argv=sys.argv[:1])
