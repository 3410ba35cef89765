#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# levee replay on the example: the exact rows, however they are read and
# written.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

levee 0 replay "$book" "$ticks" --rejects rejects.csv
same "$here/expected/replay.csv" out "replay"
same "$here/expected/rejects.csv" rejects.csv "--rejects"
cp err summary
sed -e '/^seconds: /d' -e '/^ticks_per_second: /d' -e '/^state_hash: /d' err >figures
same "$here/expected/summary" figures "summary"
[[ $(value state_hash summary) =~ ^[0-9a-f]{32}$ ]] || fail "the state hash is not 32 hex digits"
[ "$(tail -n 1 summary | cut -d: -f1)" = ticks_per_second ] || fail "ticks_per_second is not last"

# again WHAT: the rows in out and the state hash in err must be those above.
again()
{
    same "$here/expected/replay.csv" out "$1"
    [ "$(value state_hash err)" = "$(value state_hash summary)" ] || fail "$1: another state hash"
}

gzip -c "$ticks" >ticks.csv.gz
levee 0 replay "$book" ticks.csv.gz
again "gzipped"
levee 0 replay "$book" - <"$ticks"
again "standard input"
levee 0 replay "$book" - <ticks.csv.gz
again "standard input, gzipped"
levee 0 replay --backend cpu --isa reference --threads 1 "$book" --ticks-format levee "$ticks"
again "all options"
levee 0 replay "$book" "$ticks" --severity
[ "$(sort out)" = "$(sort "$here/expected/replay.csv")" ] || fail "--severity: other rows"
levee 0 replay "$book" "$ticks" --out rows.csv
[ ! -s out ] || fail "--out: something went to standard output"
mv rows.csv out
again "--out"

levee 0 replay "$book" "$ticks" --json
"$JSON_AS_CSV" <out >json.csv || fail "--json"
same "$here/expected/replay.csv" json.csv "--json"
"$JSON_AS_CSV" <err >json.summary || fail "the summary of --json"
sed -e '/^seconds: /d' -e '/^ticks_per_second: /d' -e '/^state_hash: /d' json.summary >figures
same "$here/expected/summary" figures "the summary of --json"
levee 0 replay "$book" "$ticks" --table
awk -F, '{ gsub(",", " "); $1 = $1; print }' "$here/expected/replay.csv" | tr -s ' ' | sed 's/ *$//' >words
tr -s ' ' <out | sed 's/^ //; s/ *$//' >table.words
same words table.words "--table"

# A malformed row ends the replay; what came before it stands.
head -n 110 "$ticks" >broken.csv
levee 0 replay "$book" broken.csv
cp out before
hash=$(value state_hash err)
{
    echo "1760131170000000000,BTCUSDT,12x,"
    tail -n +111 "$ticks"
} >>broken.csv
levee 2 replay "$book" broken.csv
same before out "rows before a malformed row"
says err "broken.csv:111:3:" "where the malformed row is"
[ "$(value state_hash err)" = "$hash" ] || fail "a malformed row changed the state"
[ "$(value ticks err)" -eq 109 ] || fail "ticks before a malformed row: $(value ticks err)"
levee 2 replay "$book" broken.csv --json
"$JSON_AS_CSV" <err >json.summary || fail "the summary of a malformed row, --json"
says json.summary "stopped: broken.csv:111:3:" "a malformed row, --json"

# Rejected rows count in seq and change nothing.
{
    head -n 1 "$ticks"
    echo "1760129450000000000,XRPUSDT,2.8,"
    echo "1760129451000000000,BTCUSDT,5000000,"
    echo "1760129440000000000,BTCUSDT,121000,"
    echo '1760129452000000000,"BTC,USDT",121000,'
    tail -n +2 "$ticks"
} >rejected.csv
levee 0 replay "$book" rejected.csv --rejects rejects.csv
[ "$(value rejected err)" -eq 5 ] || fail "rejected: $(value rejected err), not 5"
[ "$(value state_hash err)" = "$(value state_hash summary)" ] || fail "rejected rows changed the state"
awk -F, -v OFS=, 'NR > 1 && $2 > 0 { $2 += 4 } 1' "$here/expected/replay.csv" >shifted
same shifted out "rows after rejected ones"
[ "$(cut -d, -f1,2 rejects.csv | tr '\n' ' ')" = "time_ns,seq 1760129450000000000,1 1760129451000000000,2 \
1760129440000000000,3 1760129452000000000,4 1760131235000000000,125 " ] || fail "rejects: $(cat rejects.csv)"
says rejects.csv '"' "a reason with a comma is quoted"

# A full disk.
for option in "" "--out /dev/full" "--rejects /dev/full"; do
    status=0
    # shellcheck disable=SC2086 # the option is two words
    "$LEVEE" replay "$book" "$ticks" $option >out 2>err || status=$?
    [ -z "$option" ] || [ "$status" -eq 2 ] || fail "full disk, $option: exit status $status"
done
says err "cannot write /dev/full: No space left on device" "full disk"
finish
