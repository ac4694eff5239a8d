#!/bin/sh
# SPDX-License-Identifier: MIT
# embed.sh shared|static|cmake SOURCE BUILD PREFIX LIBDIR
# embed.sh subproject|kiosk SOURCE
#
# Uses tier1 as an embedder does, in another folder: what a build installs is
# found by pkg-config, linked as a shared or a static library, or in CMake,
# through its package or pkg-config; or it is built anew, as a Meson subproject,
# or for a kiosk, small and without anything optional.
# Then walks a flow with piped answers.
set -eu

how=$1
source=$2
build=${3-}
prefix=${4-}
libdir=${5-}
here=$(mktemp -d "${TMPDIR:-/tmp}/tier1-embed-XXXXXX")
trap 'rm -rf "$here"' EXIT INT TERM
cc=${CC:-cc}
name=embed

flow=$source/examples/lamp.yaml

# ends OUTCOME ANSWERS PROGRAM: the walk ends so.
ends() {
    # shellcheck disable=SC2059 # the answers are a format, for \n
    printf "$2" | "$3" "$flow" >"$here/out" 2>&1 || :
    grep -qx "outcome: $1" "$here/out" || {
        cat "$here/out"
        echo "embed: the walk did not end as $1"
        exit 1
    }
}

walk() {
    ends resolved 'no\nworked\n' "$1"
    ends resolved 'perhaps\nyes\nworked\n' "$1" # one is refused
    ends escalated 'yes\nfailed\n' "$1"
    grep -q broken_lamp "$here/out" # the packet says why
    ends dead_end '' "$1"           # given up: a packet all the same
    if "$1" "$here/missing.yaml" </dev/null >"$here/out" 2>&1; then
        echo "embed: a missing flow was walked"
        exit 1
    fi
}

. "${0%/*}/prefix.sh"

# And the example in a folder of its own.
take_example() {
    install_it
    mkdir "$here/elsewhere"
    cp "$source/examples/embed.c" "$here/elsewhere/"
    cd "$here/elsewhere"
    pkg-config --print-requires tier1 | grep -q . && {
        echo "embed: tier1.pc makes users link what is private"
        exit 1
    }
    pkg-config --print-requires-private tier1 | grep -q yaml-0.1
    pkg-config --print-requires-private tier1 | grep -q lua
    links tier1 --libs tier1
    links "tier1 m yaml lua" --static --libs tier1
    links "tier1-author tier1" --libs tier1-author
    links "tier1-author tier1 m yaml lua" --static --libs tier1-author
}

# links NAMES PKG-CONFIG-OPTION...: these libraries, in this order, and no more
# but what Lua itself needs.
links() {
    want=$1
    shift
    got=$(pkg-config "$@" | tr ' ' '\n' | sed -n 's/^-l//p' |
        sed '/^dl$/d; s/^lua.*/lua/' | awk '!seen[$0]++' | tr '\n' ' ')
    [ "$got" = "$want " ] || {
        echo "embed: pkg-config $* links '$got', not '$want'"
        exit 1
    }
}

# in_cmake ROUTE KIND: builds the consumer so, and walks.
in_cmake() {
    echo "cmake: $1, $2"
    rm -rf "$here/consumer"
    quietly cmake -S "$source/tests/embed/cmake" -B "$here/consumer" \
        -DSOURCE="$source" -DROUTE="$1" -DKIND="$2" \
        -DCMAKE_PREFIX_PATH="$3" -DCMAKE_C_COMPILER="$cc"
    quietly cmake --build "$here/consumer"
    walk "$here/consumer/embed"
    "$here/consumer/author" "$flow" >"$here/out"
    grep -q digraph "$here/out"
    case $2 in
    static) ! readelf -d "$here/consumer/author" | grep -q 'NEEDED.*libtier1' ;;
    shared) readelf -d "$here/consumer/author" | grep -q 'NEEDED.*libtier1-author\.so\.0' ;;
    esac || {
        readelf -d "$here/consumer/author"
        echo "embed: linked another way than $2"
        exit 1
    }
}

# refused TEXT CMAKE-OPTION...: the package is not taken, and CMake says why.
refused() {
    why=$1
    shift
    rm -rf "$here/consumer"
    if cmake -S "$source/tests/embed/cmake" -B "$here/consumer" \
        -DSOURCE="$source" -DROUTE=package -DCMAKE_C_COMPILER="$cc" \
        -DCMAKE_PREFIX_PATH="$here/moved" "$@" >"$here/log" 2>&1 ||
        ! tr -s ' \n' ' ' <"$here/log" | grep -q "$why"; then
        cat "$here/log"
        echo "embed: not refused: $*"
        exit 1
    fi
}

case $how in
shared)
    take_example
    # shellcheck disable=SC2046 # words are meant
    $cc -std=c11 -pedantic -Wall -Wextra -Werror embed.c \
        $(pkg-config --cflags --libs tier1) -o embed
    export LD_LIBRARY_PATH="$here/prefix/$libdir"
    readelf -d embed | grep -q 'NEEDED.*\[libtier1\.so\.0\]'
    walk ./embed
    ;;
static)
    take_example
    rm -f "$here/prefix/$libdir"/libtier1.so*
    # shellcheck disable=SC2046
    $cc -std=c11 -pedantic -Wall -Wextra -Werror embed.c \
        $(pkg-config --static --cflags --libs tier1) -o embed
    if readelf -d embed | grep -q 'NEEDED.*libtier1'; then
        echo "embed: not linked statically"
        exit 1
    fi
    walk ./embed
    ;;
subproject)
    mkdir -p "$here/consumer/subprojects"
    ln -s "$source" "$here/consumer/subprojects/tier1"
    cp "$source/examples/embed.c" "$here/consumer/"
    cat >"$here/consumer/meson.build" <<'END'
project('consumer', 'c', default_options: ['c_std=c11', 'warning_level=3'])
tier1 = dependency(
  'tier1',
  fallback: 'tier1',
  default_options: ['tests=false', 'runner=disabled'],
)
executable('embed', 'embed.c', dependencies: tier1)
END
    cd "$here/consumer"
    quietly meson setup build --force-fallback-for=tier1
    quietly ninja -C build embed
    walk build/embed
    ;;
cmake)
    command -v cmake >/dev/null 2>&1 || {
        echo "skipped: cmake is not installed"
        exit 77
    }
    take_example
    in_cmake pkgconfig shared ""
    mv "$here/prefix" "$here/moved" # the package is found by its own place
    unset PKG_CONFIG_PATH
    in_cmake package shared "$here/moved"
    in_cmake package static "$here/moved"
    version=$(sed -n 's/^#define TIER1_VERSION "\(.*\)"/\1/p' \
        "$source/include/tier1/base.h")
    for asked in "$version" "${version%.*}" "$version...99" "$version;EXACT"; do
        quietly cmake -S "$source/tests/embed/cmake" -B "$here/asked" \
            -DSOURCE="$source" -DROUTE=package -DKIND=shared \
            -DVERSION="$asked" -DCMAKE_PREFIX_PATH="$here/moved"
    done
    for asked in 99 "${version%.*}.99" 0.0.1 99...100 "0.0...<$version"; do
        refused 'compatible with requested version' -DKIND=shared -DVERSION="$asked"
    done
    refused 'The component kitchen is not there' -DKIND=shared -DPARTS=kitchen
    for none in TIER1_YAML_LIBRARY TIER1_LUA_LIBRARY; do
        refused "or set TIER1_YAML_LIBRARY and" -DKIND=static -D$none=OFF
    done
    rm -f "$here/moved/$libdir"/libtier1*.so*
    in_cmake package static "$here/moved"
    in_cmake package shared-or-static "$here/moved"
    refused 'The component shared is not there' -DKIND=shared
    mv "$here/moved" "$here/prefix"
    export PKG_CONFIG_PATH="$here/prefix/$libdir/pkgconfig"
    in_cmake pkgconfig static ""
    ;;
kiosk) # as docs/performance.md has it
    quietly meson setup "$here/build" "$source" --buildtype=minsize \
        -Db_lto=true -Db_ndebug=true -Ddefault_library=static \
        -Drunner=disabled -Dworker=disabled -Dauthor=false -Dtests=false
    quietly ninja -C "$here/build" examples/embed
    strip "$here/build/examples/embed"
    walk "$here/build/examples/embed"
    size=$(wc -c <"$here/build/examples/embed")
    echo "$size bytes"
    [ "$size" -le 458752 ] || {
        echo "embed: that is more than 448 KiB"
        exit 1
    }
    ;;
*)
    echo "usage: embed.sh shared|static|cmake SOURCE BUILD PREFIX LIBDIR"
    echo "       embed.sh subproject|kiosk SOURCE"
    exit 2
    ;;
esac
echo "ok: $how"
