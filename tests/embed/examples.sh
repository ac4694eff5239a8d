#!/bin/sh
# SPDX-License-Identifier: MIT
# examples.sh programs|window SOURCE BUILD PREFIX LIBDIR
#
# Installs a build in an empty folder, takes the examples from where they are installed, builds
# each by the commands in the comment at its head, with each compiler that is
# there, and walks with it. `window` is the one that has a window.
set -eu

what=$1
source=$2
build=$3
prefix=$4
libdir=$5
name=examples
here=$(mktemp -d "${TMPDIR:-/tmp}/tier1-examples-XXXXXX")
trap 'rm -rf "$here"' EXIT INT TERM

fail() {
    [ ! -f "$here/out" ] || cat "$here/out"
    echo "examples: $*"
    exit 1
}

. "${0%/*}/prefix.sh"

# And the examples in a folder of their own.
take_examples() {
    install_it
    export LD_LIBRARY_PATH="$here/prefix/$libdir"
    export PATH="$here/prefix/bin:$PATH"
    cp -r "$here/prefix/share/doc/tier1/examples" "$here/elsewhere"
    cd "$here/elsewhere"
}

cc() {
    "$compiler" -std=c11 -pedantic -Wall -Wextra -Werror "$@"
}

# build NAME: as its comment says.
build() {
    commands=$(sed -n '/^ \*\//q; s/^ \*     //p' "$1.c" | grep -v '^\./')
    [ -n "$commands" ] || fail "$1.c does not say how it is built"
    quietly eval "$(printf '%s\n' "$commands" | sed '$!s/$/ \&\&/')"
}

# walk ANSWERS PROGRAM ARGUMENT...: what it prints is in $here/out.
walk() {
    # shellcheck disable=SC2059 # the answers are a format, for \n
    printf "$1" >"$here/in"
    shift
    timeout 60 "$@" <"$here/in" >"$here/out" 2>&1 || :
}

says() {
    for row in "$@"; do
        grep -q "$row" "$here/out" || fail "no line has '$row'"
    done
}

never_says() {
    ! grep -q "$1" "$here/out" || fail "a line has '$1'"
}

test_embed() {
    build embed
    walk 'perhaps\nno\nworked\n' ./embed lamp.yaml
    says '^outcome: resolved$' 'Plug it in'
    walk 'yes\nfailed\n' ./embed lamp.yaml
    says '^outcome: escalated$' broken_lamp
    walk '' ./embed missing.yaml
    says missing.yaml
}

test_capped() {
    build capped
    walk 'perhaps\nno\nfailed\nworked\n' ./capped lamp.yaml
    says '^no memory, and still at plugged$' '^outcome: resolved$' \
        '^0 bytes are in use$'
    walk 'yes\n' ./capped missing.yaml
    says '^0 bytes are in use$'
}

# From what was compiled, and from the YAML, where there are no files.
test_memory() {
    mkdir -p "$here/empty"
    build memory
    for flow in lamp.tier1 lamp.yaml; do
        od -An -v -tx1 $flow | sed 's/ \(..\)/0x\1,/g' >flows.inc
        # shellcheck disable=SC2046 # words are meant
        quietly cc memory.c $(pkg-config --cflags --libs tier1) -o memory
        mv memory "$here/empty/"
        cd "$here/empty"
        walk 'perhaps\nyes\nfailed\n' ./memory
        cd "$here/elsewhere"
        says 'another bulb' '^outcome: escalated$'
    done
}

test_later() {
    build later
    walk 'no\n' ./later line.yaml 'sleep 0.2; echo up'
    says 'The line is up' '^outcome: escalated$'
    walk 'yes\n' ./later line.yaml 'exit 1'
    says 'could not be tested' '^outcome: resolved$'
    started=$(date +%s)
    walk 'perhaps\nyes\n' ./later line.yaml 'exec sleep 50'
    says 'could not be tested' '^outcome: resolved$'
    [ $(($(date +%s) - started)) -lt 40 ] || fail "the command was waited for"
}

# The plug is pulled behind the first answer, and at an answer that was never
# given; what cannot be taken up is not.
test_kiosk() {
    build kiosk
    rm -rf kept && mkdir kept
    mkfifo -m 600 fifo
    ./kiosk lamp.yaml kept <fifo >"$here/out" 2>&1 &
    pid=$!
    exec 3>fifo
    echo yes >&3
    tries=0
    until [ -s kept/session ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || fail "nothing is kept"
        sleep 0.05
    done
    kill -9 $pid
    wait $pid 2>/dev/null || :
    exec 3>&-
    rm fifo
    walk 'failed\n' ./kiosk lamp.yaml kept
    says broken_lamp 'plugged → bulb → broken' '^Is the lamp plugged in?$'
    [ ! -e kept/session ] || fail "something is left of who has gone"

    walk 'yes\n' ./kiosk lamp.yaml kept
    touch -d '1 hour ago' kept/session
    walk '' ./kiosk lamp.yaml kept
    says 'the power failed' '^Is the lamp plugged in?$'
    never_says '^Put another bulb'
    [ ! -e kept/session ] || fail "something is left of who went long ago"

    echo damaged >kept/session
    walk 'no\n' ./kiosk lamp.yaml kept
    says 'not taken up' '^Is the lamp plugged in?$'
    quietly python3 -B "$source/tests/embed/left.py" ./kiosk
    # The loader leaves other things on the stack then.
    quietly env LD_BIND_NOW=1 python3 -B "$source/tests/embed/left.py" ./kiosk
}

case $what in
programs)
    take_examples
    for compiler in gcc clang; do
        command -v $compiler >/dev/null || continue
        for name in embed capped memory later kiosk; do
            test_$name
            echo "ok: $name, $compiler"
        done
    done
    ;;
window)
    if ! pkg-config --exists 'gtk4 >= 4.8' || ! command -v Xvfb >/dev/null ||
        ! command -v xdotool >/dev/null; then
        echo "skipped: gtk4, Xvfb or xdotool is not installed"
        exit 77
    fi
    take_examples
    for compiler in gcc clang; do
        command -v $compiler >/dev/null || continue
        build gtk
        echo "ok: gtk, $compiler"
    done
    python3 -B "$source/tests/embed/window.py" ./gtk \
        "$here/prefix/share/tier1/flows/printer-does-not-print.yaml"
    ;;
*)
    echo "usage: examples.sh programs|window SOURCE BUILD PREFIX LIBDIR"
    exit 2
    ;;
esac
