# SPDX-License-Identifier: MIT
"""Builds the extension against the tier1 that pkg-config finds.

PKG_CONFIG names another pkg-config, with options if need be. TIER1_STATIC=1
links the library and what it needs into the extension."""

import glob
import os
import shlex
import subprocess
import sys

from setuptools import Extension, setup

WANTED = "0.1.0"


def pkg_config(*options):
    """What pkg-config says, in words."""
    command = shlex.split(os.environ.get("PKG_CONFIG", "pkg-config"))
    if os.environ.get("TIER1_STATIC") == "1":
        command.append("--static")
    try:
        ran = subprocess.run([*command, *options, f"tier1 >= {WANTED}"],
                             capture_output=True, text=True, check=False)
    except FileNotFoundError:
        sys.exit(f"{command[0]} is not installed; it finds the library tier1")
    if ran.returncode:
        sys.exit(f"{ran.stderr.strip()}\n\nThe library tier1 has to be "
                 "installed, with its headers. If it is, put the folder of "
                 "its tier1.pc into PKG_CONFIG_PATH.")
    return shlex.split(ran.stdout)


setup(
    ext_modules=[Extension(
        "tier1._tier1",
        sorted(glob.glob("ext/*.c")),
        depends=glob.glob("ext/*.h"),
        extra_compile_args=["-std=c11", "-fvisibility=hidden",
                            *pkg_config("--cflags")],
        extra_link_args=pkg_config("--libs"),
        py_limited_api=True,
    )],
    options={"bdist_wheel": {"py_limited_api": "cp310"}},
)
