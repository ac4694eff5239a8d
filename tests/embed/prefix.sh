# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154 # the reader has $here and $source
# To be read in (`.`) by tests of what uses the library, with $here an empty
# folder and $source the tree: the library, and nothing else of the project,
# comes to $here/prefix, where pkg-config and the loader find it.

# quietly COMMAND...: its output is shown where it fails.
quietly() {
    "$@" >"$here/log" 2>&1 || {
        tail -n 40 "$here/log"
        echo "installed: this failed: $*"
        exit 1
    }
}

install_library() {
    quietly meson setup "$here/build" "$source" --prefix "$here/prefix" \
        --libdir lib --buildtype=debug -Dtests=false -Dexamples=false \
        -Drunner=disabled -Dworker=disabled -Dauthor=false -Dcpp=disabled \
        -Ddefault_library=shared
    quietly meson install -C "$here/build"
    export PKG_CONFIG_PATH="$here/prefix/lib/pkgconfig"
    export LD_LIBRARY_PATH="$here/prefix/lib"
}
