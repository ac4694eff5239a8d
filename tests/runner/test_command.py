# SPDX-License-Identifier: MIT
"""The command line itself: help, versions, and what is wrong with it."""

import os

import runner


class Command(runner.Case):
    def test_help(self):
        out, err = self.tier1("--help")
        for name in ("run", "check", "test", "new"):
            self.assertIn(f"\n  {name} ", out)
            told, _ = self.tier1(name, "--help")
            self.assertIn(f"tier1 {name}", told)
            self.assertEqual(self.tier1("help", name)[0], told)
        self.assertEqual(err, "")
        self.assertEqual(self.tier1("help")[0], out)

    def test_version(self):
        out, _ = self.tier1("--version")
        self.assertRegex(out, r"^tier1 \d+\.\d+\.\d+\n$")

    def wrong(self, *args):
        out, err = self.tier1(*args, status=2)
        self.assertEqual(out, "")
        self.assertIn("--help", err)
        return err

    def test_wrong(self):
        self.assertIn("did you mean 'check'", self.wrong("chek", "x"))
        self.assertIn("unknown command 'zzzzz'", self.wrong("zzzzz"))
        self.assertIn("did you mean '--format'",
                      self.wrong("check", "--fromat", "json", "x"))
        self.assertIn("text, json", self.wrong("check", "--format=xml", "x"))
        self.assertIn("--answers needs FILE", self.wrong("run", "--answers"))
        self.assertIn("missing FLOW", self.wrong("run"))
        self.assertIn("unexpected argument 'b'", self.wrong("run", "a", "b"))
        self.assertIn("takes no value", self.wrong("check", "-v", "--help=1"))
        self.assertIn("unknown option '-z'", self.wrong("check", "-z", "x"))
        self.assertIn("--store", self.wrong("run", "--store", "x", "y"))
        self.assertIn("--now", self.wrong("run", "--now", "noon",
                                          runner.MODEM))
        self.assertIn("did you mean 'hook-ms'",
                      self.wrong("run", "--cap", "hook-msi=1", runner.MODEM))
        self.assertIn("NAME=VALUE",
                      self.wrong("run", "--given", "x", runner.MODEM))
        self.assertIn("did you mean 'name'",
                      self.wrong("run", "--given", "nam=x", runner.MODEM))

    def test_nothing(self):
        self.tier1(status=2)

    def test_full_disk(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        code = os.system(f"'{runner.TIER1}' --help >/dev/full 2>&1")
        self.assertEqual(os.waitstatus_to_exitcode(code), 3)


runner.main()
