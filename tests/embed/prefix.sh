# SPDX-License-Identifier: MIT
# For scripts that use what a build installs: source it where $name, $here,
# $build, $prefix and $libdir are set.
# shellcheck shell=sh disable=SC2154

quietly() {
    "$@" >"$here/log" 2>&1 || {
        grep -v "^\[[0-9]" "$here/log" | tail -n 40 | cut -c 1-400
        echo "$name: this failed: $*"
        exit 1
    }
}

# In $here/prefix, as `meson install` lays it, and found there by pkg-config.
install_it() {
    quietly meson install -C "$build" --no-rebuild --destdir "$here/root"
    mv "$here/root$prefix" "$here/prefix"
    for file in "$here/prefix/$libdir"/pkgconfig/*.pc; do
        sed -i "s|^prefix=.*|prefix=$here/prefix|" "$file"
    done
    export PKG_CONFIG_PATH="$here/prefix/$libdir/pkgconfig"
}
