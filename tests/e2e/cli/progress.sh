#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Progress: a line that is rewritten on a terminal, at most five times a
# second, and not a byte of it in a pipe.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Ticks for about 1.2 seconds.
slowly()
{
    head -n 1 "$ticks"
    for part in 1 2 3 4 5 6; do
        for _ in $(seq 100); do
            echo "17601294600000000$part"0,BTCUSDT,121000,
        done
        sleep 0.2
    done
}
export -f slowly
export ticks LEVEE book

# on_terminal COMMAND: runs it with a terminal; what that shows is in the file
# terminal, how long it took in elapsed_ms.
on_terminal()
{
    local begin
    begin=$(date +%s%N)
    SHELL=$BASH script -qec "$1" terminal >/dev/null
    elapsed_ms=$((($(date +%s%N) - begin) / 1000000))
}

# shellcheck disable=SC2016 # expanded on the terminal
on_terminal 'slowly | "$LEVEE" replay "$book" - --out rows.csv'
lines=$(tr '\r' '\n' <terminal | grep -cE '^[0-9]+ ticks, [0-9]+ ticks/s' || true)
[ "$lines" -ge 3 ] || fail "only $lines lines of progress in $elapsed_ms ms"
[ "$lines" -le $((elapsed_ms / 200 + 1)) ] || fail "$lines lines of progress in $elapsed_ms ms"
says terminal "ticks: 600" "the summary after the progress"

# Of a file the share that is done and the time left are known as well. Rows
# are doubled until the replay takes long enough to be seen.
elapsed_ms=0
for ((rows = 20000; elapsed_ms < 700; rows *= 2)); do
    awk -v rows=$rows 'BEGIN {
        print "time_ns,instrument,mark"
        for (i = 1; i <= rows; i++) print i ",BTCUSDT," 121000 + i % 7
    }' >many.csv
    # shellcheck disable=SC2016
    on_terminal '"$LEVEE" replay "$book" many.csv --out rows.csv'
done
tr '\r' '\n' <terminal >lines
grep -qE '^[0-9]+ ticks, [0-9]+ ticks/s, [0-9]+ %, [0-9]+:[0-9]{2} left' lines ||
    fail "no share done and time left: $(grep -m 1 'ticks/s' lines)"

slowly | "$LEVEE" replay "$book" - --out rows.csv 2>err
! grep -q "$(printf '\r')" err || fail "progress in a pipe"
! grep -q 'ticks/s' err || fail "progress in a pipe"
finish
