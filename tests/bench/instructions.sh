#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: instructions.sh COUNT_TICKS [--update]
#
# Has valgrind count the instructions of a tick that looks at few accounts, and of a
# leg in a sweep with AVX2, and compares them with instructions.txt: a rise above 3 %
# fails, and so does a fall as large, so that the file stays true; --update writes it.
# What a count depends on besides our code, the compiler, stands in the file.
set -euo pipefail

program=$1
recorded=$(dirname "${BASH_SOURCE[0]}")/instructions.txt
command -v valgrind >/dev/null || {
    echo "skipped: valgrind is missing; scripts/setup test installs it"
    exit 77
}
grep -qw avx2 /proc/cpuinfo || {
    echo "skipped: this machine has no AVX2"
    exit 77
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# count MODE: instructions in levee_engine_move, by what the program says to divide by
count()
{
    local divisor total
    divisor=$(valgrind -q --tool=callgrind --toggle-collect=levee_engine_move \
        --callgrind-out-file="$scratch/$1" "$program" "$1" 2>"$scratch/said") || {
        cat "$scratch/said"
        exit 1
    }
    total=$(sed -n 's/^totals: //p' "$scratch/$1")
    awk -v total="$total" -v divisor="$divisor" 'BEGIN { printf "%.2f\n", total / divisor }'
}

tick=$(count tick)
leg=$(count sweep)
compiler=$(gcc -dumpfullversion)
if [ "${2:-}" = --update ]; then
    printf 'gcc %s\ninstructions_per_tick %s\ninstructions_per_leg %s\n' "$compiler" "$tick" "$leg" >"$recorded"
fi
was=$(sed -n 's/^gcc //p' "$recorded")
if [ "$was" != "$compiler" ]; then
    echo "skipped: $recorded is of gcc $was, and this is gcc $compiler: $tick instructions a tick, $leg a leg"
    exit 77
fi
code=0
for pair in "tick $tick" "leg $leg"; do
    read -r name now <<<"$pair"
    before=$(sed -n "s/^instructions_per_$name //p" "$recorded")
    echo "instructions a $name: $now, recorded $before"
    awk -v now="$now" -v before="$before" 'BEGIN { exit now > before * 1.03 || now < before * 0.97 }' || {
        echo "FAILED: more than 3 % away; where that is meant: $0 COUNT_TICKS --update"
        code=1
    }
done
exit "$code"
