#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Real markets over books of 10,000 accounts: every trade of AVAXUSD_PERP on 10
# October 2025 in less than a minute, BTC mark prices, and two linear
# contracts. Prints for each the ticks, the rows, the hash and the time.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

trades=ticks/binance-delivery_trades_2025-10-10_AVAXUSD_PERP.csv.gz
need_data "$trades" ticks/BTCUSD_PERP-markPriceKlines-1m-2025-10-10.csv ticks/AVAXUSDT-1m-2026-02-04_06.csv \
    ticks/LINKUSDT-1m-2026-02-04_06.csv

"$LEVEE" synth "$here/venues/avax-inverse.yaml" --accounts 10000 --seed 1010 --out avax 2>err
"$LEVEE" synth "$here/venues/btc-inverse.yaml" --accounts 10000 --seed 1010 --out btc 2>err
printf 'instrument,mark\nAVAXUSDT,9.924\nLINKUSDT,9.484\nAVAX,9.92\n' >marks.csv
"$LEVEE" synth "$here/venues/linear.yaml" --accounts 10000 --seed 1010 --out linear --marks marks.csv 2>err

# day NAME TICKS LEAST_ROWS ARGUMENT...: replays, prints, and expects so many
# accepted ticks, none rejected, and at least so many rows.
printf '%-24s %8s %8s %9s  %s\n' day ticks rows seconds state_hash
day()
{
    local name=$1 ticks=$2 rows=$3
    shift 3
    levee 0 replay "$@" --out rows.csv --rejects rejects.csv
    printf '%-24s %8s %8s %9s  %s\n' "$name" "$(value ticks err)" "$(value status_rows err)" "$(value seconds err)" \
        "$(value state_hash err)"
    [ "$(value ticks err)" -eq "$ticks" ] || fail "$name: $(value ticks err) ticks, not $ticks"
    [ "$(value rejected err)" -eq 0 ] || fail "$name: rejected rows"
    [ "$(value status_rows err)" -ge "$rows" ] || fail "$name: only $(value status_rows err) rows"
    [ "$(($(wc -l <rows.csv) - 1))" -eq "$(value status_rows err)" ] || fail "$name: rows in the file"
}

day "AVAX trades" 137632 1000 avax "$data/$trades" --ticks-format tardis-trades
[ "$BUILD_TYPE" != Release ] || awk -v seconds="$(value seconds err)" 'BEGIN { exit !(seconds < 60) }' ||
    fail "the day took $(value seconds err) s, not under 60"
cp rows.csv avax.csv

# The same rows, the worst of each tick first; awk has double precision.
levee 0 replay avax "$data/$trades" --ticks-format tardis-trades --severity --out rows.csv
[ "$(sort rows.csv | cksum)" = "$(sort avax.csv | cksum)" ] || fail "--severity: other rows"
awk -F, 'NR > 1 { ratio = $8 / $7; if ($2 == seq && ratio < last - 1e-12) exit 1; both += $2 == seq; seq = $2; last = ratio }
    END { exit both < 100000 }' rows.csv || fail "--severity: a row before a worse one, or few ticks of many rows"

# Half of the BTC marks are finer than 0.1; the closes are the last of each
# bar's four ticks.
bars=(btc "$data/ticks/BTCUSD_PERP-markPriceKlines-1m-2025-10-10.csv" --ticks-format binance-klines
    --instrument BTCUSD_PERP)
day "BTC marks, close" 1440 100 "${bars[@]}"
hash=$(value state_hash err)
[ "$(cut -d, -f10 rows.csv | grep -cE '\.[0-9]{3,4}$')" -gt 0 ] || fail "no mark finer than 0.01"
day "BTC marks, ohlc" 5760 100 "${bars[@]}" --bars ohlc
[ "$(value state_hash err)" = "$hash" ] || fail "BTC marks: close and ohlc end in different states"
for coin in AVAX LINK; do
    bars=(linear "$data/ticks/${coin}USDT-1m-2026-02-04_06.csv" --ticks-format binance-klines --instrument "${coin}USDT")
    day "${coin}USDT bars, close" 4320 100 "${bars[@]}"
    hash=$(value state_hash err)
    day "${coin}USDT bars, ohlc" 17280 100 "${bars[@]}" --bars ohlc
    [ "$(value state_hash err)" = "$hash" ] || fail "${coin}USDT: close and ohlc end in different states"
done

# One account of the day, explained in the middle of the fall; the program
# compares its own sums with the engine's.
row=$(awk -F, '$5 == "bankrupt" { print $2 "," $3; exit }' avax.csv)
levee 0 explain avax "${row#*,}" --ticks "$data/$trades" --ticks-format tardis-trades --until "${row%,*}"
says out "Status: bankrupt" "the first bankrupt account of the day"
finish
