#!/bin/sh
# SPDX-License-Identifier: MIT
# installed.sh SOURCE BUILD [rock]: installs the library and nothing else, and then
# the binding beside it, as bindings/lua/README.md says, or as a rock; the
# interpreter that is there finds it.
set -eu

source=$1
build=$2
how=${3:-meson}
lua=
for name in lua5.4 lua54 lua; do
    command -v "$name" >/dev/null || continue
    [ "$("$name" -e 'io.write(_VERSION)')" = "Lua 5.4" ] || continue
    lua=$name
    break
done
[ -n "$lua" ] || {
    echo "skipped: there is no Lua 5.4"
    exit 77
}
[ "$how" = meson ] || command -v luarocks >/dev/null || {
    echo "skipped: there is no luarocks"
    exit 77
}
here=$(mktemp -d "${TMPDIR:-/tmp}/tier1-lua-XXXXXX")
trap 'rm -rf "$here"' EXIT INT TERM

# shellcheck source=../../../tests/embed/library.sh
. "$source/tests/embed/library.sh"
install_library
unset LUA_PATH LUA_CPATH TIER1_VECTORS || :

cp -r "$source/bindings/lua" "$here/lua"
cd "$here/lua"
if [ "$how" = meson ]; then
    quietly meson setup build --prefix "$here/prefix"
    quietly meson test -C build
    quietly meson install -C build
    module="$here/prefix/lib/lua/5.4/tier1.so"
else
    # Whatever it would fetch is an error.
    export HOME="$here" LUAROCKS_CONFIG="$here/config.lua"
    echo 'rocks_servers = {}' >"$here/config.lua"
    quietly luarocks --lua-version=5.4 --tree "$here/tree" make \
        TIER1_DIR="$here/prefix"
    module="$here/tree/lib/lua/5.4/tier1.so"
fi

[ -e "$module" ]
for symbol in $(nm -D --defined-only "$module" | cut -d' ' -f3); do
    [ "$symbol" = luaopen_tier1 ] || {
        echo "installed: the module gives $symbol to all"
        exit 1
    }
done
LUA_CPATH="$(dirname "$module")/?.so"
export LUA_CPATH
cd "$here"
quietly "$lua" lua/tests/test_host.lua
quietly sh lua/tests/example.sh "$lua" lua/examples/walk.lua lua/tests/lamp.yaml
[ "$how" = meson ] || for script in lua/tests/test_*.lua; do
    quietly "$lua" "$script"
done
echo "ok: $how, $lua"
