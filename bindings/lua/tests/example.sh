#!/bin/sh
# SPDX-License-Identifier: MIT
# example.sh LUA SCRIPT FLOW: walks the flow of a lamp with piped answers.
set -eu

lua=$1
script=$2
flow=$3
here=$(mktemp -d "${TMPDIR:-/tmp}/tier1-lua-XXXXXX")
trap 'rm -rf "$here"' EXIT INT TERM

# says TEXT ANSWERS: the walk with these answers prints this line.
says() {
    # shellcheck disable=SC2059 # the answers are a format, for \n
    printf "$2" | "$lua" "$script" "$flow" >"$here/out"
    grep -q "$1" "$here/out" || {
        cat "$here/out"
        echo "example: no line has '$1'"
        exit 1
    }
}

says '^Is the lamp plugged in?$' ''
says '^  no: No$' 'no\n'
says 'Answer yes or no' 'perhaps\nno\nworked\n'
says 'Let there be light' 'no\nworked\n'
says 'broken_lamp' 'yes\nfailed\n'

if "$lua" "$script" "$here/missing.yaml" 2>"$here/out"; then
    echo "example: a missing flow was walked"
    exit 1
fi
grep -q missing.yaml "$here/out"
