#!/bin/sh
# SPDX-License-Identifier: MIT
# installed.sh BUILD PREFIX LIBDIR static|shared|both plain|instrumented:
# installs a build into an empty folder, and the binding against that, as its
# README says, and runs its tests.
set -eu

build=$1
prefix=$2
libdir=$3
here=$(mktemp -d "${TMPDIR:-/tmp}/tier1-python-XXXXXX")
trap 'rm -rf "$here"' EXIT INT TERM

meson install -C "$build" --no-rebuild --destdir "$here" >"$here/log" 2>&1 || {
    tail -n 40 "$here/log"
    exit 1
}
PKG_CONFIG="pkg-config --define-variable=prefix=$here$prefix"
PKG_CONFIG_PATH="$here$prefix/$libdir/pkgconfig"
LD_LIBRARY_PATH="$here$prefix/$libdir"
export PKG_CONFIG PKG_CONFIG_PATH LD_LIBRARY_PATH

# Linked in: the system does not know where the library is.
if [ "$4" != shared ] && [ "$5" = plain ]; then
    env -u LD_LIBRARY_PATH TIER1_STATIC=1 "${0%/*}/../test" -q -k 'load or host'
fi
[ "$4" != static ] || export TIER1_STATIC=1

set -- "$5" -q
if [ "$1" = instrumented ]; then
    # Python itself keeps what it has until the end. Of types nothing depends
    # on how the library is built.
    ASAN_OPTIONS=detect_leaks=0
    UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
    CFLAGS="-g -O1 -fsanitize=address,undefined"
    PYTHONMALLOC=malloc
    TIER1_PRELOAD="$(gcc -print-file-name=libasan.so) $(gcc -print-file-name=libubsan.so)"
    export ASAN_OPTIONS UBSAN_OPTIONS CFLAGS PYTHONMALLOC TIER1_PRELOAD
    set -- "$@" --ignore=tests/test_types.py --ignore=tests/test_bench.py
fi
shift
cd /
"${0%/*}/../test" "$@"
