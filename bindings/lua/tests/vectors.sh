#!/bin/sh
# SPDX-License-Identifier: MIT
# vectors.sh LUA SCRIPT: walks the vectors of the folder TIER1_VECTORS, or of
# the tree that this lies in; skipped where there are none.
set -eu

folder=${TIER1_VECTORS:-$(dirname "$0")/../../../tests/vectors}
set -- "$@" "$folder"/*.json
[ -e "$3" ] || {
    echo "skipped: there are no vectors in $folder"
    exit 77
}
exec "$@"
