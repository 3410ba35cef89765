#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# levee check on the example book: the exact output, in its three forms.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for what in check prices; do
    option=()
    [ "$what" = check ] || option=(--prices)
    levee 0 check "$book" "${option[@]}"
    same "$here/expected/$what.csv" out "$what"
    same "$here/expected/price_ranges" err "price ranges of $what"
    levee 0 check "$book" "${option[@]}" --at 1760129400000000000
    same "$here/expected/$what.csv" out "$what --at"
    levee 0 check "$book" "${option[@]}" --json
    "$JSON_AS_CSV" <out >json.csv || fail "$what --json"
    same "$here/expected/$what.csv" json.csv "$what --json"
    levee 0 check --table "${option[@]}" "$book"
    sed 's/  */,/g; s/^,//' out >table.csv
    same "$here/expected/$what.csv" table.csv "$what --table"
    [ "$(awk '{ print length }' out | sort -u | wc -l)" -eq 1 ] || fail "$what --table: ragged"
done

# Statuses on their edges, a quantum apart, and exit status 1 when one account
# alone is to be liquidated or bankrupt, with --prices as well.
cp -r "$book" edge
while read -r cash exit_status status equity; do
    sed "s/^bob,isolated,USDT,.*/bob,isolated,USDT,$cash,/" "$book/accounts.csv" >edge/accounts.csv
    levee "$exit_status" check edge --prices
    levee "$exit_status" check edge
    says out "bob,$status,$equity,508.5,254.25," "bob with $cash in cash"
done <<'EDGES'
483.79 0 healthy 508.5
483.78999999 0 restricted 508.49999999
229.54 0 restricted 254.25
229.53999999 1 liquidate 254.24999999
-24.71 1 liquidate 0
-24.71000001 1 bankrupt -0.00000001
EDGES

# A book without accounts, and output that cannot be written.
cp -r "$book" empty
head -n 1 "$book/accounts.csv" >empty/accounts.csv
head -n 1 "$book/legs.csv" >empty/legs.csv
levee 0 check empty
[ "$(cat out)" = "account,status,equity,initial,maintenance,excess,available" ] || fail "a book without accounts"
levee 0 check empty --json
[ "$(tr -d '\n' <out)" = "[]" ] || fail "a book without accounts, --json"
levee 0 check empty --table
[ "$(wc -l <out)" -eq 1 ] || fail "a book without accounts, --table"
status=0
"$LEVEE" check "$book" >/dev/full 2>err || status=$?
[ "$status" -eq 2 ] || fail "a full disk: exit status $status"
says err "cannot write standard output: No space left on device" "a full disk"
finish
