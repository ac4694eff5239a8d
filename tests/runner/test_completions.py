# SPDX-License-Identifier: MIT
"""What the shells complete is what the command takes: its help, which is made
of the tables of options, beside each of the three files."""

import os
import re
import subprocess

import runner

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..",
                      "runner", "completions")
BASH = """
source "$1"
COMP_WORDS=(tier1 "${@:2}")
COMP_CWORD=$(($# - 1))
_tier1 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


def read(name):
    with open(os.path.join(FOLDER, name), encoding="utf-8") as f:
        return f.read()


class Completions(runner.Case):
    def setUp(self):
        super().setUp()
        out, _ = self.tier1("--help")
        self.commands = re.findall(r"^  ([a-z0-9]+) ", out, re.M)
        self.commands.remove("help")
        self.assertGreater(len(self.commands), 6)
        self.options = {}
        for command in self.commands:
            told, _ = self.tier1(command, "--help")
            if "ACTION" in told:  # those of all of its actions
                for action in re.findall(r"^  ([a-z]+) ", told, re.M):
                    told += self.tier1(command, action, "--help")[0]
            self.options[command] = {
                long: short for short, long in re.findall(
                    r"^  (?:(-\w), |    )(--[a-z-]+)", told, re.M)}
            self.assertIn("--help", self.options[command])

    def bash(self, *words):
        ran = subprocess.run(
            ["bash", "-c", BASH, "bash", os.path.join(FOLDER, "tier1.bash"),
             *words], capture_output=True, text=True, check=True)
        return ran.stdout.split()

    def test_bash(self):
        self.assertLessEqual(set(self.commands), set(self.bash("")))
        self.assertEqual(sorted(self.bash("help", "")), sorted(self.commands))
        for command, options in self.options.items():
            self.assertEqual(sorted(self.bash(command, "--")),
                             sorted(options), command)

    def test_zsh(self):
        text = read("_tier1")
        named = re.findall(r"^            '([a-z0-9]+):", text, re.M)
        self.assertEqual(sorted(named), sorted([*self.commands, "help"]))
        parts = re.findall(r"^        ([a-z0-9| ]+)\)\n(.*?);;", text,
                           re.M | re.S)
        blocks = {name: block for names, block in parts
                  for name in names.replace(" ", "").split("|")}
        for command, options in self.options.items():
            found = {}
            for row in blocks[command].splitlines():
                row = re.sub(r"\[.*", "", row)
                for long in re.findall(r"--[a-z-]+", row):
                    short = re.search(r"\{(-\w),", row)
                    found[long] = short[1] if short else ""
            self.assertEqual(found, options, command)

    def test_fish(self):
        text = read("tier1.fish")
        named = re.findall(r"__fish_use_subcommand -a ([a-z0-9]+)", text)
        self.assertEqual(sorted(named), sorted([*self.commands, "help"]))
        found = {command: {"--help": "-h"} for command in self.commands}
        for names, rest in re.findall(
                r"__fish_seen_subcommand_from ([a-z0-9 ]+)'(.*)", text):
            long = re.search(r" -l ([a-z-]+)", rest)
            short = re.search(r" -s (\w)", rest)
            for command in names.split() if long else ():
                self.assertIn(command, found)
                found[command]["--" + long[1]] = \
                    "-" + short[1] if short else ""
        for command, options in self.options.items():
            self.assertEqual(found[command], options, command)


runner.main()
