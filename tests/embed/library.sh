# SPDX-License-Identifier: MIT
# For scripts that try what uses the library, and nothing else of the project:
# source it where $source, the tree, and $here, an empty folder, are set.
# shellcheck shell=sh disable=SC2034,SC2154

name=installed
# shellcheck source=prefix.sh
. "$source/tests/embed/prefix.sh"

# The library comes to $here/prefix, where pkg-config and the loader find it.
install_library() {
    quietly meson setup "$here/build" "$source" --prefix "$here/prefix" \
        --libdir lib --buildtype=debug -Dtests=false -Dexamples=false \
        -Drunner=disabled -Dworker=disabled -Dauthor=false -Dcpp=disabled \
        -Ddefault_library=shared
    quietly meson install -C "$here/build"
    export PKG_CONFIG_PATH="$here/prefix/lib/pkgconfig"
    export LD_LIBRARY_PATH="$here/prefix/lib"
}
