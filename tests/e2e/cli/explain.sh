#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# levee explain on the example: the exact text, and at many points of a replay
# sums that agree with the engine, which the program itself checks.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

levee 0 explain "$book" erin
same "$here/expected/explain-erin" out "erin at the start"
levee 0 explain "$book" dave
same "$here/expected/explain-dave" out "dave, inverse"
levee 0 explain "$book" heidi
same "$here/expected/explain-heidi" out "heidi, with a loan"
levee 0 explain "$book" desk-7 --ticks "$ticks" --until 122
same "$here/expected/explain-desk-7" out "desk-7 at row 122"
[ "$(awk '{ print length }' "$here"/expected/explain-* | sort -n | tail -n 1)" -le 100 ] || fail "wider than 100"
[ "$(grep -c ' $' out)" -eq 0 ] || fail "blanks at the end of a line"

# At every change of status the figures are those of replay's row.
"$LEVEE" replay "$book" "$ticks" >rows.csv 2>err
while IFS=, read -r time seq account _ to equity maintenance excess _; do
    levee 0 explain "$book" "$account" --ticks "$ticks" --until "$seq" --json
    for line in "\"status\": \"$to\"" "\"time_ns\": \"$time\"" "\"seq\": \"$seq\"" "\"equity\": \"$equity\"" \
        "\"maintenance\": \"$maintenance\"" "\"maintenance\": \"$excess\""; do
        says out "$line" "$account at row $seq"
    done
done < <(tail -n +2 rows.csv)

# The last row without --until, a row beyond the last, a rejected row, row 0.
rows=$(($(wc -l <"$ticks") - 1))
levee 0 explain "$book" alice --ticks "$ticks" --until "$rows"
cp out last
levee 0 explain "$book" alice --ticks "$ticks"
same last out "without --until"
levee 0 explain "$book" alice --ticks "$ticks" --until 100000
same last out "--until beyond the end"
says err "the rows end at row $rows" "--until beyond the end"
levee 0 explain "$book" alice --ticks "$ticks" --until 121
says out ", rejected" "a rejected row"
levee 0 explain "$book" alice --ticks "$ticks" --until 0
says out "At the start" "row 0"

# One file for each instrument, merged by time, is the file they came from. No
# two rows of it have the same time.
for symbol in BTCUSDT ETHUSDT BTCUSD ETH; do
    awk -F, -v symbol=$symbol 'NR == 1 || $2 == symbol' "$ticks" >"$symbol.csv"
done
for seq in 1 57 113 121 135 "$rows"; do
    levee 0 explain "$book" erin --ticks "$ticks" --until "$seq"
    cp out whole
    levee 0 explain "$book" erin --ticks ETH.csv --ticks BTCUSDT.csv --ticks BTCUSD.csv --ticks ETHUSDT.csv --until "$seq"
    same whole out "four files merged, row $seq"
    levee 0 explain "$book" erin --ticks ETH.csv BTCUSDT.csv BTCUSD.csv ETHUSDT.csv --until "$seq"
    same whole out "four files after one --ticks, row $seq"
done

# Where times are equal, the order of the files counts.
head -n 1 "$ticks" >one.csv
cp one.csv two.csv
echo "1760129460000000000,BTCUSDT,121000," >>one.csv
echo "1760129460000000000,BTCUSDT,122000," >>two.csv
levee 0 explain "$book" bob --ticks one.csv --ticks two.csv --until 1
says out "BTCUSDT 121000" "first file first"
levee 0 explain "$book" bob --ticks two.csv --ticks one.csv --until 1
says out "BTCUSDT 122000" "first file first"

# Files of different formats: an option holds for the files after it, the first
# of its kind also for those before.
cat >bars.csv <<'ROWS'
open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore
1760129400000,121700,121800,121500,121600,1,1760129459999,1,1,1,1,0
ROWS
levee 0 explain "$book" bob --ticks bars.csv --ticks-format binance-klines --instrument BTCUSDT --bars ohlc
says out "After row 4, 2025-10-10 20:51:00.000000000 UTC, BTCUSDT 121600" "options after the file"
levee 0 explain "$book" bob --ticks-format levee --ticks "$ticks" --ticks-format binance-klines \
    --instrument BTCUSD --ticks bars.csv --until 1
says out "After row 1, 2025-10-10 20:51:00.000000000 UTC, BTCUSDT 121642.32" "two formats"
levee 0 explain "$book" bob --ticks-format binance-klines --instrument BTCUSD --ticks bars.csv \
    --ticks-format levee --ticks "$ticks" --until 1
says out "BTCUSD 121600" "two formats, the other way round"

# A malformed row on the way: what came before it is explained, exit status 2.
head -n 50 "$ticks" >broken.csv
levee 0 explain "$book" alice --ticks broken.csv --json
cp out before
echo "x" >>broken.csv
levee 2 explain "$book" alice --ticks broken.csv --json
same before out "before a malformed row"
says err "broken.csv:51:" "where the malformed row is"
levee 0 explain "$book" alice --ticks broken.csv --until 49 --json
same before out "a malformed row after the last"
finish
