# SPDX-License-Identifier: MIT
"""`tier1 new` writes a flow that passes, and overwrites nothing."""

import os

import runner


class New(runner.Case):
    def test_new(self):
        self.tier1("new", "my-flow")
        out, err = self.tier1("check", "my-flow.yaml", "my-flow.test.yaml")
        self.assertEqual((out, err), ("", ""))
        out, _ = self.tier1("test", "my-flow.yaml")
        self.assertRegex(out, r"^[1-9]\d* passed, 0 failed\n$")
        steps = self.json("test", "my-flow.yaml")["coverage"]["steps"]
        self.assertEqual(steps["missing"], [])

    def test_any_id(self):
        for name in ("a", "1", "no", "null", "0x1-2e3"):
            self.tier1("new", name)
            self.tier1("test", name + ".yaml")

    def test_other_folder(self):
        os.mkdir(os.path.join(self.folder, "flows"))
        self.tier1("new", "--dir", "flows", "x")
        self.tier1("test", "flows")

    def test_there_already(self):
        self.write("x.test.yaml", "mine\n")
        _, err = self.tier1("new", "x", status=3)
        self.assertIn("x.test.yaml: is there already", err)
        self.assertEqual(self.read("x.test.yaml"), "mine\n")
        self.assertFalse(os.path.exists(os.path.join(self.folder, "x.yaml")))

    def test_bad_id(self):
        for name in ("A", "a--b", "-a", "a-", "../a", "a b", ""):
            self.tier1("new", "--", name, status=2)


runner.main()
