# SPDX-License-Identifier: MIT
"""`tier1 compile` writes flows as one file, which every command takes where it
takes a flow."""

import json
import os
import shutil

import runner

FLOWS = os.environ["TIER1_FLOWS"]


class Compile(runner.Case):
    def compile(self, *flows, out="all.tier1"):
        self.assertEqual(self.tier1("compile", "-o", out, *flows), ("", ""))
        return os.path.join(self.folder, out)

    def head(self, name):
        with open(os.path.join(self.folder, name), "rb") as f:
            return f.read(8)

    def test_one_flow(self):
        self.tier1("new", "lamp")
        self.compile("lamp.yaml")
        self.assertEqual(self.head("all.tier1"), b"t1c\n\x01\0\0\0")
        self.assertEqual(self.tier1("check", "all.tier1"), ("", ""))
        # the tests are beside it; the flow itself need not be
        os.remove(os.path.join(self.folder, "lamp.yaml"))
        self.assertEqual(self.tier1("test", "all.tier1")[0],
                         "4 passed, 0 failed\n")

    def test_shipped_flows(self):
        path = self.compile(FLOWS)
        plain, _ = self.tier1("test", FLOWS)
        compiled, _ = self.tier1("test", "--flow", path, FLOWS)
        self.assertEqual(plain, compiled)
        self.assertRegex(compiled, r"^[1-9]\d* passed, 0 failed\n$")

    def test_in_a_worker(self):
        """The worker, too, looks at what hooks of a compiled file say."""
        worker = os.path.join(os.path.dirname(runner.TIER1), "..", "lib",
                              "tier1-worker")
        if not os.path.exists(worker):
            self.skipTest("no worker is built")
        path = self.compile(FLOWS)
        out, _ = self.tier1("test", "--worker-program",
                            os.path.abspath(worker), "--flow", path, FLOWS)
        self.assertRegex(out, r"^[1-9]\d* passed, 0 failed\n$")

    def test_the_same_in_all(self):
        self.tier1("new", "lamp")
        self.write("answers.yaml", '["yes", failed]\n')
        self.compile("lamp.yaml")
        walked = {}
        for flow in ("lamp.yaml", "all.tier1", "all.tier1#lamp"):
            out, _ = self.tier1(
                "run", flow, "--answers", "answers.yaml", "--format", "json",
                "--now", "2026-01-05T09:00:00Z", "--record", "record.json",
                "--packet", "packet.json")
            document = json.loads(out)
            record = json.loads(self.read("record.json"))
            walked[flow] = (document["path"], document["outcome"],
                            record["flow"])
            self.tier1("replay", "--flow", "lamp.yaml", "record.json")
            self.tier1("replay", "--flow", "all.tier1", "record.json")
        self.assertEqual(len({repr(w) for w in walked.values()}), 1, walked)

    def test_several(self):
        for name in ("a", "b"):
            self.tier1("new", name)
        os.mkdir(os.path.join(self.folder, "more"))
        self.tier1("new", "--dir", "more", "c")
        self.compile("a.yaml", "b.yaml", "more")
        self.write("answers.yaml", '["yes", worked]\n')
        _, err = self.tier1("run", "all.tier1", "--answers", "answers.yaml",
                            status=2)
        self.assertIn("all.tier1#", err)
        self.tier1("run", "all.tier1#c", "--answers", "answers.yaml")

    def test_standard_output(self):
        self.tier1("new", "lamp")
        # the bytes of the file are no text
        self.compile("lamp.yaml")
        command = f"{runner.TIER1} compile -o - lamp.yaml > piped.tier1"
        self.assertEqual(os.system(f"cd {self.folder} && {command}"), 0)
        with open(os.path.join(self.folder, "piped.tier1"), "rb") as one, \
                open(os.path.join(self.folder, "all.tier1"), "rb") as two:
            self.assertEqual(one.read(), two.read())

    def test_errors(self):
        self.write("bad.yaml", "tier1: 1\nid: bad\ntitle: x\nsteps:\n"
                               "  a: {ask: X, next: nowhere}\n")
        _, err = self.tier1("compile", "-o", "x.tier1", "bad.yaml", status=1)
        self.assertIn("bad.yaml:5:", err)
        self.assertFalse(os.path.exists(os.path.join(self.folder, "x.tier1")))
        self.tier1("compile", "bad.yaml", status=2)
        self.tier1("compile", "-o", "x.tier1", status=2)
        self.tier1("compile", "-o", "x.tier1", "none.yaml", status=3)
        self.tier1("new", "lamp")
        self.tier1("compile", "-o", "none/x.tier1", "lamp.yaml", status=3)

    def test_damaged(self):
        self.tier1("new", "lamp")
        path = self.compile("lamp.yaml")
        with open(path, "r+b") as f:
            f.seek(100)
            f.write(b"\xff")
        _, err = self.tier1("check", "all.tier1", status=1)
        self.assertIn("[compiled-file]", err)
        self.assertIn("damaged", err)
        _, err = self.tier1("test", "all.tier1", status=1)
        self.assertIn("damaged", err)

    def test_without_tests(self):
        self.tier1("new", "lamp")
        os.mkdir(os.path.join(self.folder, "kiosk"))
        self.compile("lamp.yaml", out="kiosk/all.tier1")
        _, err = self.tier1("test", "kiosk/all.tier1", status=3)
        self.assertIn("has no tests", err)
        self.tier1("test", "--flow", "kiosk/all.tier1", "lamp.test.yaml")
        shutil.copy(os.path.join(self.folder, "lamp.test.yaml"),
                    os.path.join(self.folder, "other.test.yaml"))
        with open(os.path.join(self.folder, "other.test.yaml"), "r+",
                  encoding="utf-8") as f:
            text = f.read().replace("flow: lamp", "flow: other")
            f.seek(0)
            f.write(text)
            f.truncate()
        _, err = self.tier1("test", "--flow", "kiosk/all.tier1",
                            "other.test.yaml", status=1)
        self.assertIn("'other'", err)


runner.main()
