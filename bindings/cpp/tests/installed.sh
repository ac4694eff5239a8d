#!/bin/sh
# SPDX-License-Identifier: MIT
# installed.sh SOURCE BUILD: installs the library and nothing else, and then the
# binding beside it, as bindings/cpp/README.md says; a program that knows both
# by pkg-config alone is built with each compiler that is there.
set -eu

source=$1
build=$2
here=$(mktemp -d "${TMPDIR:-/tmp}/tier1-cpp-XXXXXX")
trap 'rm -rf "$here"' EXIT INT TERM

# shellcheck source=../../../tests/embed/library.sh
. "$source/tests/embed/library.sh"
install_library
[ ! -e "$here/prefix/include/tier1/tier1.hpp" ]

mkdir -p "$here/bindings" "$here/tests"
cp -r "$source/bindings/cpp" "$here/bindings"
cp -r "$source/tests/vectors" "$here/tests"
cd "$here"
quietly meson setup build-cpp bindings/cpp --prefix "$here/prefix"
quietly meson test -C build-cpp
quietly meson install -C build-cpp

for cxx in g++ clang++; do
    command -v "$cxx" >/dev/null || continue
    # shellcheck disable=SC2046 # words are meant
    quietly "$cxx" -std=c++17 -Wall -Wextra -Wpedantic -Wshadow -Werror \
        bindings/cpp/examples/walk.cpp $(pkg-config --cflags --libs tier1) -o walk
    quietly sh bindings/cpp/tests/example.sh ./walk \
        bindings/cpp/tests/lamp.yaml
    echo "ok: $cxx"
done
