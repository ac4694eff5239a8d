# SPDX-License-Identifier: MIT
"""What the command says of its command line and of the files that it is
given, where the tests of what it does have not brought that about."""

import os
import stat

import runner

ASKS = """\
tier1: 1
id: asks
title: It asks
vars: {name: {type: text, given: optional}}
steps:
  a: {ask: Is it on?, type: yes_no, "yes": done, "no": done}
  done: {resolve: Done.}
"""
NEEDS = ASKS.replace("asks", "needs").replace("optional", "required")


class Complaints(runner.Case):
    def said(self, status, expected, *args, lines=None, **more):
        """Nothing but that is said, in one line, or two where it is about
        the command line."""
        out, err = self.tier1(*args, status=status, **more)
        self.assertIn(expected, err)
        lines = lines or (2 if status == 2 else 1)
        self.assertEqual(err.count("\n"), lines, err)
        self.assertTrue(err.startswith("tier1"), err)
        return out

    def test_before_the_command(self):
        self.said(2, "unknown option '-x'", "-x")
        self.said(2, "unknown option '--quick'", "--quick")

    def test_cap(self):
        for given in ("steps", "steps=", "steps=0", "steps=many"):
            self.said(2, f"not '{given}'", "paths", "--cap", given,
                      self.write("asks.yaml", ASKS))

    def test_standard_input_once(self):
        path = self.write("asks.yaml", ASKS)
        self.said(2, "'-' can be given once", "run", "--answers", "-",
                  "--host", "-", path)
        self.said(2, "'-' leaves no input", "run", "-", stdin=ASKS)
        self.said(2, "give --packet a file", "run", "--format", "json",
                  "--packet", "-", "--answers", self.write("a", "[]"), path)

    def test_folders(self):
        folder = os.path.join(self.folder, "empty")
        os.mkdir(folder)
        self.said(3, "empty: there is no test file in it", "test", folder)
        self.said(3, "empty: there is no flow in it", "check", folder)
        self.said(3, "empty: there is no flow in it", "compile", folder,
                  "-o", "x.tier1")
        self.said(3, "empty: is a folder", "run", "--answers", folder,
                  self.write("asks.yaml", ASKS))

    def test_too_large(self):
        large = os.path.join(self.folder, "large.yaml")
        with open(large, "wb") as f:
            f.truncate(70 * 1024 * 1024)
        self.said(3, "large.yaml: is too large", "run", "--answers", large,
                  self.write("asks.yaml", ASKS))

    def test_given(self):
        path = self.write("asks.yaml", ASKS)
        self.said(2, "is no map of names and values", "run", "--given-file",
                  self.write("given", "- name\n"), "--answers",
                  self.write("a", "[]"), path, lines=1)

    def test_ends_early(self):
        path = self.write("needs.yaml", NEEDS)
        _, err = self.tier1("run", path)
        self.assertIn("the input ended before the start", err)

    def test_answers(self):
        path = self.write("asks.yaml", ASKS)
        self.said(0, "no packet: the session is open", "run", "--answers",
                  self.write("a", "[]"), "--packet", "p.json", path)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "p.json")))
        self.said(0, "a:2: 2 answers are left over", "run", "--answers",
                  self.write("a", "- yes\n- no\n- no\n"), path)
        self.said(0, "a:2: 1 answer is left over", "run", "--answers",
                  self.write("a", "- yes\n- no\n"), path)

    def test_no_flow_in_a_record(self):
        self.said(3, "it names no flow", "replay",
                  self.write("r.json", "{}"))

    def test_dot_that_fails(self):
        """Whatever `dot` is, what it does is looked at."""
        path = self.write("asks.yaml", ASKS)
        dot = os.path.join(self.folder, "dot")
        env = {"PATH": self.folder + ":" + os.environ["PATH"]}
        for does, said in (("exit 3", "dot failed"),
                           ("exit 0", "dot has drawn nothing")):
            self.write("dot", f"#!/bin/sh\n{does}\n")
            os.chmod(dot, os.stat(dot).st_mode | stat.S_IXUSR)
            self.said(3, said, "graph", "--format", "svg", path, env=env)


if __name__ == "__main__":
    runner.main()
