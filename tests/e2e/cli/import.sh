#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# levee import binance-brackets: a small file exactly, what is refused or
# skipped, and the bracket identity on the real file.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cat >template.yaml <<'YAML'
venue: mine
settlement: [{asset: USDT, decimals: 8}, {asset: USDC, decimals: 8}, {asset: BTC, decimals: 8}]
instruments:
  - {symbol: ANY, kind: linear, settle: USDT, tick: "0.01", lot: "0.001", liquidation_fee: "0.001",
     tiers: [{initial: "0.9", maintenance: "0.8"}]}
  - {symbol: ONEUSDT, kind: linear, settle: USDT, tick: "0.5", lot: "2", multiplier: "10",
     tiers: [{initial: "1", maintenance: "1"}]}
  - {symbol: NONE, kind: linear, settle: BTC, tick: "0.0001", lot: "1", tiers: [{initial: "1", maintenance: "1"}]}
  - {symbol: ETH, kind: asset, settle: USDT, tick: "0.01", lot: "0.1", tiers: [{haircut: "0.1", borrow: "0.05"}]}
YAML

# bracket FLOOR CAP LEVERAGE RATE CUM
bracket()
{
    printf '{"info": {"bracket": "1", "notionalFloor": "%s", "notionalCap": "%s", ' "$1" "$2"
    printf '"initialLeverage": %s, ' "$3"
    printf '"maintMarginRatio": "%s", "cum": "%s"}}' "$4" "$5"
}

# brackets JSON: writes a file of these members.
brackets()
{
    printf '{%s}\n' "$1" >brackets.json
}

first=$(bracket 0 5000 '"75"' 0.01 0.0)
brackets "\"ONE/USDT:USDT\": [$first, $(bracket 5000 20000.5 3 0.025 75.0)], \"TWO/BTC:BTC\": [$(bracket 0 1 1 0.5 0)],
 \"ONE/USDT:USDT-241227\": [$first], \"X/USD:X\": [$first], \"X/USDT-P/USDT\": [$first]"
levee 2 import binance-brackets brackets.json --template template.yaml --out out.yaml
says err "brackets.json: X/USDT-P/USDT: the symbol is not BASE/QUOTE:SETTLE" "a symbol of another form"
[ ! -e out.yaml ] || fail "a refused import writes a file"
brackets "\"ONE/USDT:USDT\": [$first, $(bracket 5000 20000.5 3 0.025 75.0)], \"TWO/BTC:BTC\": [$(bracket 0 1 1 0.5 0)],
 \"ONE/USDT:USDT-241227\": [$first], \"X/USD:X\": [$first], \"X/EUR:EUR\": [$first], \"Y/USDC:USDC\": [$first]"
levee 0 import binance-brackets brackets.json --template template.yaml --out out.yaml
cat >wanted <<'LINES'
skipped: X/USD:X: it settles in X and not in what it is quoted in, so it is not linear
skipped: X/EUR:EUR: the template does not list the settlement asset EUR
instruments: 4
brackets: 5
skipped_symbols: 2
LINES
same wanted err "the summary"
cat >wanted <<'YAML'
venue: "mine"
settlement:
- {asset: "USDT", decimals: "8"}
- {asset: "USDC", decimals: "8"}
- {asset: "BTC", decimals: "8"}
instruments:
- symbol: "ONEUSDT"
  kind: "linear"
  underlying: "ONE"
  settle: "USDT"
  tick: "0.5"
  lot: "2"
  multiplier: "10"
  tiers:
  - {notional: "5000", initial: "0.013334", maintenance: "0.01", deduction: "0.0"}
  - {initial: "0.333334", maintenance: "0.025", deduction: "75.0"}
- symbol: "TWOBTC"
  kind: "linear"
  underlying: "TWO"
  settle: "BTC"
  tick: "0.0001"
  lot: "1"
  tiers:
  - {initial: "1", maintenance: "0.5", deduction: "0"}
- symbol: "ONEUSDT_241227"
  kind: "linear"
  underlying: "ONE"
  settle: "USDT"
  tick: "0.01"
  lot: "0.001"
  liquidation_fee: "0.001"
  expiry: "1735286400000000000"
  tiers:
  - {initial: "0.013334", maintenance: "0.01", deduction: "0.0"}
- symbol: "YUSDC"
  kind: "linear"
  underlying: "Y"
  settle: "USDC"
  tick: "0.01"
  lot: "0.001"
  liquidation_fee: "0.001"
  tiers:
  - {initial: "0.013334", maintenance: "0.01", deduction: "0.0"}
- symbol: "ETH"
  kind: "asset"
  settle: "USDT"
  tick: "0.01"
  lot: "0.1"
  tiers:
  - {haircut: "0.1", borrow: "0.05"}
YAML
same wanted out.yaml "the venue"
for day in 000229 001231 240229 240301 991231; do
    brackets "\"ONE/USDT:USDT-$day\": [$first]"
    levee 0 import binance-brackets brackets.json --template template.yaml --out day.yaml
    says day.yaml "expiry: \"$(date -u -d "20$day 08:00" +%s)000000000\"" "the expiry of $day"
done

# refused TEXT JSON: exit status 2, the message, and no file.
refused()
{
    rm -f new.yaml
    brackets "$2"
    levee 2 import binance-brackets brackets.json --template template.yaml --out new.yaml
    says err "levee: brackets.json: $1" "$2"
    [ ! -e new.yaml ] || fail "$1: a file is left"
}

refused 'ONEUSDT: tiers[1].deduction: 75.1 is not the derived deduction 75' \
    "\"ONE/USDT:USDT\": [$first, $(bracket 5000 9000 3 0.025 75.1)]"
refused 'ONEUSDT: tiers[1].maintenance: the rate falls' "\"ONE/USDT:USDT\": [$first, $(bracket 5000 9000 3 0.009 0)]"
refused 'ONEUSDT: tiers[0].initial: 0.01 is below maintenance 0.02' "\"ONE/USDT:USDT\": [$(bracket 0 1 100 0.02 0)]"
refused 'ONE/USDT:USDT: bracket 2: notionalFloor: is not the cap' \
    "\"ONE/USDT:USDT\": [$first, $(bracket 5001 9000 3 0.025 75.0)]"
refused 'ONE/USDT:USDT: bracket 1: notionalFloor: the first' "\"ONE/USDT:USDT\": [$(bracket 1 9000 3 0.025 0)]"
refused 'ONE/USDT:USDT: bracket 1: initialLeverage: is not' "\"ONE/USDT:USDT\": [$(bracket 0 9000 0 0.025 0)]"
refused 'ONE/USDT:USDT: bracket 1: initialLeverage: is not' "\"ONE/USDT:USDT\": [$(bracket 0 9000 2.5 0.025 0)]"
refused 'ONE/USDT:USDT: bracket 1: maintMarginRatio: "1e-2"' "\"ONE/USDT:USDT\": [$(bracket 0 9000 2 1e-2 0)]"
refused 'ONE/USDT:USDT: bracket 1: cum: is missing' "\"ONE/USDT:USDT\": [$(bracket 0 9000 2 0.1 0 | sed 's/cum/sum/')]"
refused 'ONE/USDT:USDT: bracket 1: cum: is missing, or no text' \
    "\"ONE/USDT:USDT\": [$(bracket 0 9000 2 0.1 0 | sed 's/"0"}}/0.0}}/')]"
refused 'ONE/USDT:USDT: not a list' '"ONE/USDT:USDT": {}'
refused 'ONE/USDT:USDT: not a list' '"ONE/USDT:USDT": []'
refused 'ONE/USDT:USDT: bracket 1: initialLeverage' '"ONE/USDT:USDT": [7]'
refused 'ONE/USDT:USDT-241327: the symbol is not' "\"ONE/USDT:USDT-241327\": [$first]"
printf '{"A/USDT:USDT": [}\n' >brackets.json
levee 2 import binance-brackets brackets.json --template template.yaml --out new.yaml
says err "levee: brackets.json:1:" "no JSON"
printf '[]\n' >brackets.json
levee 2 import binance-brackets brackets.json --template template.yaml --out new.yaml
says err "brackets.json: not an object of symbols" "a list"
levee 2 import binance-brackets nothing.json --template template.yaml --out new.yaml
says err "nothing.json: cannot open: No such file" "no brackets"
levee 2 import binance-brackets brackets.json --template nothing.yaml --out new.yaml
says err "nothing.yaml: cannot open: No such file" "no template"
brackets "\"ONE/USDT:USDT\": [$first]"
levee 2 import binance-brackets brackets.json --template template.yaml --out nowhere/new.yaml
says err "nowhere/new.yaml: cannot open: No such file" "no folder"

# The bracket identity: every maintenance amount of the real file is the one
# derived from the brackets below it, which a venue checks when it is read.
need_data tiers/binance_leverage_tiers.json
real=$data/tiers/binance_leverage_tiers.json
levee 2 import binance-brackets "$real" --template template.yaml --out real.yaml
says err "rate 1 and liquidation_fee exceed 1 together" "a fee on top of leverage 1"
sed 's/ liquidation_fee: "0.001",//' template.yaml >plain.yaml
levee 0 import binance-brackets "$real" --template plain.yaml --out real.yaml
[ "$(cat err)" = $'instruments: 349\nbrackets: 2805\nskipped_symbols: 0' ] || fail "the real file: $(cat err)"
[ "$(grep -c '^  - {.*deduction: ' real.yaml)" -eq 2805 ] || fail "deductions of the real file"
sed -n 's/.*"cum": "\(.*\)".*/\1/p' "$real" >cums
sed -n 's/.*deduction: "\([^"]*\)".*/\1/p' real.yaml >deductions
same cums deductions "the maintenance amounts"
levee 0 synth real.yaml --accounts 200 --seed 1 --out book
levee 0 check book
sed '0,/"cum": "50.0"/s//"cum": "50.00000001"/' "$real" >wrong.json
levee 2 import binance-brackets wrong.json --template plain.yaml --out wrong.yaml
says err "50.00000001 is not the derived deduction 50" "a wrong maintenance amount"
[ ! -e wrong.yaml ] || fail "a wrong maintenance amount leaves a file"
finish
