#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# levee replay --changes on the example: the exact rows, the merge with the
# ticks, rejected and malformed changes, and explain at any row of it.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

levee 0 replay "$book" "$ticks" --changes "$changes" --rejects rejects.csv
same "$here/expected/replay-changes.csv" out "replay --changes"
same "$here/expected/rejects-changes.csv" rejects.csv "--rejects"
sed -e '/^seconds: /d' -e '/^ticks_per_second: /d' -e '/^state_hash: /d' err >figures
same "$here/expected/summary-changes" figures "summary"
hash=$(value state_hash err)
gzip -c "$changes" >changes.csv.gz
levee 0 replay "$book" "$ticks" --changes changes.csv.gz
same "$here/expected/replay-changes.csv" out "gzipped changes"
levee 0 replay "$book" "$ticks" --changes - <"$changes"
same "$here/expected/replay-changes.csv" out "changes from standard input"
[ "$(value state_hash err)" = "$hash" ] || fail "another state hash"

# A header without rows on either side.
head -n 1 "$changes" >none.csv
levee 0 replay "$book" "$ticks" --changes none.csv
same "$here/expected/replay.csv" out "no changes"
head -n 1 "$ticks" >no-ticks.csv
levee 0 replay "$book" no-ticks.csv --changes "$changes"
[ "$(value changes err) $(value ticks err) $(value rejected err)" = "19 0 1" ] || fail "no ticks: $(cat err)"

# seq is the row's place in the merge, a change before the ticks of its time;
# the rows of either file are in order of time.
{
    awk -F, -v OFS=, 'NR > 1 { print $1, 0, NR, $4 }' "$changes"
    awk -F, -v OFS=, 'NR > 1 { print $1, 1, NR, $2 }' "$ticks"
} | sort -t, -k1,1n -k2,2n -k3,3n >merged
awk -F, '$1 == last && $2 == 1 && kind == 0 { n++ } { last = $1; kind = $2 } END { exit n == 0 }' merged ||
    fail "no change has the time of a tick"
while IFS=, read -r time seq _ _ _ _ _ _ instrument mark; do
    [ "$seq" -gt 0 ] || continue
    [ "$(sed -n "${seq}p" merged | cut -d, -f1,4)" = "$time,$instrument" ] || fail "row $seq is not $time, $instrument"
    [ -z "$instrument" ] || [ -n "$mark" ] || fail "row $seq has an instrument without a mark"
done < <(tail -n +2 "$here/expected/replay-changes.csv")

# At every change of status explain gives the figures of replay's row.
while IFS=, read -r time seq account _ to equity maintenance excess _; do
    levee 0 explain "$book" "$account" --ticks "$ticks" --changes "$changes" --until "$seq" --json
    for line in "\"status\": \"$to\"" "\"time_ns\": \"$time\"" "\"seq\": \"$seq\"" "\"equity\": \"$equity\"" \
        "\"maintenance\": \"$maintenance\"" "\"maintenance\": \"$excess\""; do
        says out "$line" "$account at row $seq"
    done
done < <(tail -n +2 "$here/expected/replay-changes.csv")

# Accounts that are there for a while only.
levee 2 explain "$book" peggy --ticks "$ticks" --changes "$changes" --until 139
says err "the book has no account peggy" "before the account is opened"
levee 0 explain "$book" peggy --ticks "$ticks" --changes "$changes" --until 141
says out "fill peggy BTCUSDT 0.1 103090.5" "the row that was last"
says out "Leg 1 of 1: BTCUSDT, linear, long" "an account opened on the way"
levee 2 explain "$book" peggy --ticks "$ticks" --changes "$changes"
says err "the book has no account peggy" "after the account is closed"
levee 0 explain "$book" erin --changes "$changes" --until 5
says out "withdraw erin 30000, rejected" "a rejected change"
levee 0 explain "$book" nina --changes "$changes" --until 8
says out "settle BTCUSDT-251010 120925.4" "the row that was last"
[ "$(grep -c '^Leg' out)" -eq 1 ] || fail "a settled leg is still there"

# A change comes before a tick of its time, whatever the order of the options.
head -n 1 "$changes" >one.csv
echo "1760129460000000000,bob,deposit,,,,7" >>one.csv
levee 0 explain "$book" bob --ticks "$ticks" --changes one.csv --until 1
says out "After row 1, 2025-10-10 20:51:00.000000000 UTC, deposit bob 7" "a change first"

# A number that a closed account leaves is another's: names in later rows.
cat >numbers.csv <<'ROWS'
time_ns,account,event,instrument,quantity,price,amount
1,judy,withdraw,,,,5000
1,judy,close,,,,
2,new,open,cross:USDT,,,100
3,new,fill,BTCUSDT,0.05,121700,
4,newer,open,isolated:USDT,,,100
5,newer,fill,BTCUSDT,0.01,125700,
6,new,fill,BTCUSDT,0.01,126000,
7,judy,open,cross:USDT,,,1
8,judy,fill,BTCUSDT,0.001,124000,
ROWS
levee 0 replay "$book" no-ticks.csv --changes numbers.csv
cut -d, -f2-5,9,10 out >short
cat >wanted <<'ROWS'
seq,account,from,to,instrument,mark
0,mallory,none,restricted,,
7,new,healthy,restricted,BTCUSDT,121700
9,judy,healthy,bankrupt,BTCUSDT,121700
ROWS
same wanted short "accounts opened and closed"
[ "$(value accounts err)" -eq 16 ] || fail "accounts at the end: $(value accounts err)"
[ "$(value legs err)" -eq 22 ] || fail "legs at the end: $(value legs err)"

# What is rejected leaves no trace; a malformed row ends the replay.
levee 0 replay "$book" no-ticks.csv
hash=$(value state_hash err)
cat >bad.csv <<'ROWS'
time_ns,account,event,instrument,quantity,price,amount
5,bob,deposit,,,,0
4,bob,deposit,,,,1
6,nobody,deposit,,,,1
6,bob,spend,,,,1
ROWS
levee 0 replay "$book" no-ticks.csv --changes bad.csv --rejects rejects.csv
[ "$(value changes err) $(value rejected err) $(value state_hash err)" = "0 4 $hash" ] || fail "bad.csv: $(cat err)"
[ "$(cut -d, -f1,2 rejects.csv | tr '\n' ' ')" = "time_ns,seq 5,1 4,2 6,3 6,4 " ] || fail "rejects: $(cat rejects.csv)"
echo "7,bob,deposit,,,,1e3" >>bad.csv
levee 2 replay "$book" "$ticks" --changes bad.csv
says err "bad.csv:6:7: amount:" "where the malformed row is"
[ "$(value ticks err)" -eq 0 ] || fail "ticks after a malformed change"
finish
