#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: day.sh LEVEE ACCOUNTS FROM MINUTES OPTION...
#
# So many minutes from second FROM on of the day on which AVAX fell from 28.6 to
# 6.02, over so many accounts, replayed on the CPU and on the backend that the
# options name: the same bytes. Trades that change no price are left out. Skipped
# without the data, which LEVEE_DATA names.
set -euo pipefail

levee=$1 accounts=$2 from=$3 minutes=$4
shift 4
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
trades=${LEVEE_DATA:-../shared}/data/ticks/binance-delivery_trades_2025-10-10_AVAXUSD_PERP.csv.gz
if [ ! -r "$trades" ]; then
    echo "skipped: no $trades; LEVEE_DATA names the folder that holds it"
    exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$levee" synth "$tests/e2e/cli/venues/avax-inverse.yaml" --accounts "$accounts" --seed 1010 --out "$scratch/book" \
    2>"$scratch/said" || {
    cat "$scratch/said"
    exit 1
}
# Columns 2, 3 and 7 are the instrument, microseconds and the price.
zcat "$trades" | tail -n +2 | sort -s -t, -k3,3n |
    awk -F, -v from="$from" -v minutes="$minutes" 'BEGIN { OFS = ","; print "time_ns", "instrument", "mark" }
        $3 >= from * 1000000 && $3 < (from + 60 * minutes) * 1000000 && $7 != last { print $3 "000", $2, last = $7 }' \
        >"$scratch/ticks.csv"
"$tests/emu/replay.sh" "$levee" 1 "$scratch/book" "$scratch/ticks.csv" "$@"
