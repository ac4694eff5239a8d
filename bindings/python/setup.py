# SPDX-License-Identifier: MIT
"""Builds the extension against the tier1 that pkg-config finds.

PKG_CONFIG names another pkg-config, with options if need be. TIER1_STATIC=1
links the library into the extension; libyaml and Lua stay what they are."""

import glob
import os
import shlex
import subprocess
import sys

from setuptools import Extension, setup

WANTED = "0.1.0"
STATIC = os.environ.get("TIER1_STATIC") == "1"


def pkg_config(*options):
    """What pkg-config says, in words."""
    command = shlex.split(os.environ.get("PKG_CONFIG", "pkg-config"))
    if STATIC:
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


def libraries():
    """What is linked. Where both are there, a linker takes the shared one for
    -ltier1: so the other is named by its path, and what it has is not for
    other modules."""
    options = pkg_config("--libs")
    if not STATIC:
        return options
    archive = os.path.join(*pkg_config("--variable=libdir"), "libtier1.a")
    if not os.path.exists(archive):
        sys.exit(f"TIER1_STATIC=1: there is no {archive}")
    if sys.platform == "linux":
        options.append("-Wl,--exclude-libs,libtier1.a")
    return [archive if o == "-ltier1" else o for o in options]


setup(
    ext_modules=[Extension(
        "tier1._tier1",
        sorted(glob.glob("ext/*.c")),
        depends=glob.glob("ext/*.h"),
        extra_compile_args=["-std=c11", "-fvisibility=hidden",
                            *pkg_config("--cflags")],
        extra_link_args=libraries(),
        py_limited_api=True,
    )],
    options={"bdist_wheel": {"py_limited_api": "cp310"}},
)
