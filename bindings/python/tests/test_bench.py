# SPDX-License-Identifier: MIT
"""The bench runs, and memory does not grow with the steps."""

from __future__ import annotations

import json
import subprocess
import sys

from conftest import HERE


def test_memory_does_not_grow() -> None:
    ran = subprocess.run(
        [sys.executable, str(HERE.parent / "bench" / "step.py"),
         str(HERE / "lamp.yaml"), "20000"],
        text=True, capture_output=True, check=True)
    got = json.loads(ran.stdout)
    assert got["steps"] == 20000 and got["ns_per_step"] > 0
    assert got["rss_growth_kib"] < 1024
