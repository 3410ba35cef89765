#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# examples/margin_call: its calls are those of the program.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$MARGIN_CALL" "$book" >out 2>err || fail "margin_call: exit status $?"
same "$here/expected/margin_call" out "margin_call"

# The same fall through the program gives the same statuses: two ticks a step,
# so only what holds after the second counts.
{
    echo time_ns,instrument,mark
    for price in $(seq 121000 -1000 95000); do
        echo "1,BTCUSDT,$price"
        echo "1,BTCUSD,$price"
    done
} >fall.csv
"$LEVEE" replay "$book" fall.csv 2>err | awk -F, '$5 == "liquidate" || $5 == "bankrupt" {
    print "BTC at " $10 ": " $3 " becomes " $5 }' | sort >wanted
grep '^BTC at' out | sort >calls
same wanted calls "margin_call and replay"
if "$MARGIN_CALL" nowhere >out 2>err; then
    fail "margin_call takes a book that is not there"
fi
says err "nowhere/venue.yaml: cannot open" "margin_call without a book"
finish
