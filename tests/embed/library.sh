# SPDX-License-Identifier: MIT
# For scripts that try what uses the library, and nothing else of the project:
# source it where $source, the tree, $build, a build of it, and $here, an empty
# folder, are set.
# shellcheck shell=sh disable=SC2034,SC2154

name=installed
# shellcheck source=prefix.sh
. "$source/tests/embed/prefix.sh"

# The library comes to $here/prefix, where pkg-config and the loader find it. It
# is built once for all who ask, one of them at a time.
install_library() {
    into=$build/tests/embed/library
    mkdir -p "$into"
    (
        flock 9
        [ -f "$into/build.ninja" ] ||
            quietly meson setup "$into" "$source" --prefix /tier1 \
                --libdir lib --buildtype=debug -Dtests=false \
                -Dexamples=false -Drunner=disabled -Dworker=disabled \
                -Dauthor=false -Dcpp=disabled -Ddefault_library=shared
        quietly ninja -C "$into"
    ) 9>"$into.lock"
    build=$into
    prefix=/tier1
    libdir=lib
    install_it
    export LD_LIBRARY_PATH="$here/prefix/lib"
}
