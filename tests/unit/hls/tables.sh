#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: tables.sh HLS
#
# Makes hls/black_tables.h again from hls/tables/black.sollya and compares every byte.
set -euo pipefail

command -v sollya >/dev/null || {
    echo "skipped: sollya is missing; scripts/setup test installs it"
    exit 77
}
made=$(mktemp)
trap 'rm -f "$made"' EXIT
sollya "$1/tables/black.sollya" >"$made"
cmp "$made" "$1/black_tables.h" || {
    echo "black_tables.h is not what its script makes; run: sollya hls/tables/black.sollya > hls/black_tables.h"
    exit 1
}
