#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# levee synth: the same bytes for a seed, books that check, and shapes within
# what the manual promises.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

venue=$here/venues/many.yaml
levee 0 synth "$venue" --accounts 5000 --seed 7 --out one
cp err summary
levee 0 synth "$venue" --accounts 5000 --seed 7 --out two
diff -r one two || fail "the same seed gives another book"
cmp "$venue" one/venue.yaml || fail "venue.yaml is not the given one"
levee 0 synth "$venue" --accounts 5000 --seed 8 --out three
! cmp -s one/legs.csv three/legs.csv || fail "another seed gives the same legs"

# The first accounts of a large book are a small one.
levee 0 synth "$venue" --accounts 1000 --seed 7 --out small
head -n 1001 one/accounts.csv >first
same first small/accounts.csv "the first 1000 accounts"
head -n "$(wc -l <small/legs.csv)" one/legs.csv >first
same first small/legs.csv "the first legs"

# The summary is what check finds, and no account is lost.
levee 0 check one
for status in healthy restricted liquidate bankrupt; do
    count=$(cut -d, -f2 out | grep -c "^$status$" || true)
    [ "$(awk -v s=$status '$1 == s { print $2 }' summary)" -eq "$count" ] || fail "$status: check finds $count"
done
tight=$(awk -F, 'NR > 1 && $2 == "healthy" && $3 < 1.0199 * $4 { print $1 }' out)
[ -z "$tight" ] || fail "healthy accounts with less than 1.02 of their initial margin: $(head -n 3 <<<"$tight")"
[ "$(awk '$1 == "accounts" { print $2 }' summary)" -eq 5000 ] || fail "accounts in the summary"
[ "$(awk '$1 == "legs" { print $2 }' summary)" -eq "$(($(wc -l <one/legs.csv) - 1))" ] || fail "legs in the summary"
[ "$(wc -l <one/accounts.csv)" -eq 5001 ] || fail "accounts.csv has not 5000 rows"

# within LEAST MOST VALUE WHAT
within()
{
    awk -v least="$1" -v most="$2" -v value="$3" 'BEGIN { exit !(least <= value && value <= most) }' ||
        fail "$4: $3 is not within $1 to $2"
}

within 27 33 "$(grep -c ,isolated, one/accounts.csv | awk '{ print $1 / 50 }')" "per cent of isolated accounts"
within 3.5 4.6 "$(awk -F, 'NR == FNR { if ($2 == "cross" && $3 == "USDT") cross[$1] = 1; next }
    $1 in cross { legs++; held[$1] = 1 } END { for (a in held) n++; print legs / n }' \
    one/accounts.csv one/legs.csv)" "legs of a cross account"
within 12 32 "$(awk -F, 'NR > 1 { n[$1]++ } END { for (a in n) if (n[a] > most) most = n[a]; print most }' one/legs.csv)" \
    "most legs of an account"
[ -z "$(awk -F, 'NR == FNR { if ($2 == "isolated") isolated[$1] = 1; next } $1 in isolated && n[$1]++ { print $1 }' \
    one/accounts.csv one/legs.csv)" ] || fail "an isolated account has two legs"
within 40 70 "$(awk -F, 'NR > 1 && $2 !~ /^(BTC|ETH|USDC)$/ { n++; long += $3 > 0 } END { print 100 * long / n }' \
    one/legs.csv)" "per cent of long legs"
popularity=$(cut -d, -f2 one/legs.csv | sort | uniq -c | awk '{ n[$2] = $1 } END { print n["BTCUSDT"] / n["C13USDT"] }')
within 4 100 "$popularity" "BTCUSDT legs for one of the last"
for holding in 'BTC,-' 'ETH,0' 'USDC,'; do
    grep -q ",$holding" one/legs.csv || fail "no leg like $holding"
done
within 1 25 "$(awk '$1 == "restricted" { print $2 }' summary)" "restricted accounts"
[ "$(awk '$1 == "liquidate" || $1 == "bankrupt" { n += $2 } END { print n }' summary)" -eq 0 ] || fail "fallen accounts"
for settle in USDT BTC ETH; do
    grep -q ",$settle," one/accounts.csv || fail "no account settles in $settle"
done
# Sizes are spread over more than four orders of magnitude.
within 10000 100000000 "$(awk -F, '$3 == "USDT" && $4 > 0 { print $4 }' one/accounts.csv | sort -g |
    awk '{ cash[NR] = $1 } END { print cash[int(NR * 0.99)] / cash[int(NR * 0.01) + 1] }')" "spread of cash"
grep -qx 'BTCUSDT,121700' one/marks.csv || fail "BTCUSDT does not start at its typical price"

# Marks of the user's, byte for byte; an instrument without a mark has no legs.
printf 'instrument,mark,time_ns\nBTCUSDT,100000.5,5\nETH,3000,\nBTCUSD,99000,\n' >marks.csv
levee 0 synth "$venue" --accounts 500 --seed 7 --out marked --marks marks.csv
same marks.csv marked/marks.csv "--marks"
[ "$(tail -n +2 marked/legs.csv | cut -d, -f2 | sort -u | tr '\n' ' ')" = "BTCUSD BTCUSDT ETH " ] || fail "unmarked legs"
levee 0 check marked

# Refused: and nothing is left behind or overwritten.
levee 2 synth "$venue" --accounts 5 --seed 7 --out one
says err "one is in the way" "a directory with something in it"
diff -r one two || fail "a refused synth changes a book"
printf 'instrument,mark\nBTCUSDT,x\n' >marks.csv
levee 2 synth "$venue" --accounts 5 --seed 7 --out bad --marks marks.csv
says err "marks.csv:2:2:" "bad marks"
[ ! -e bad ] || fail "a failed synth leaves a directory"
mkdir mine
levee 2 synth "$venue" --accounts 5 --seed 7 --out mine --marks marks.csv
[ -d mine ] || fail "a failed synth removes a directory that is not its own"
[ -z "$(ls -A mine)" ] || fail "a failed synth leaves files"
levee 0 synth "$venue" --accounts 5 --seed 7 --out mine
head -n 3 "$venue" >assets.yaml
printf 'instruments:\n' >>assets.yaml
sed -n '/symbol: USDC/,$p' "$venue" >>assets.yaml
levee 2 synth assets.yaml --accounts 5 --seed 7 --out bad
says err "no instrument but assets has a mark" "nothing to trade"
finish
