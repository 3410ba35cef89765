#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# levee whatif: the exact figures, and that they are those of the change made.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

levee 0 whatif "$book" bob --order BTCUSDT,-0.3,121700
same "$here/expected/whatif-order.csv" out "an order"
[ ! -s err ] || fail "an order: $(cat err)"
levee 0 whatif "$book" erin --withdraw 28500
same "$here/expected/whatif-withdraw.csv" out "a withdrawal"
says err "refused: the withdrawal would leave less than the initial margin" "a withdrawal that would be refused"
levee 0 whatif "$book" erin --withdraw 28231.889
[ ! -s err ] || fail "a withdrawal of all that is available: $(cat err)"
says out "after,erin,healthy,2204.175,2204.175,1118.475,1085.7,0," "all that is available"
levee 0 whatif "$book" alice --withdraw 1000
says out "before,alice,healthy,3299.955,243.4,121.7,3178.255,3056.555,108935.93" "one contract"
says out "after,alice,healthy,2299.955,243.4,121.7,2178.255,2056.555,112951.99" "one contract and less cash"
levee 0 whatif "$book" bob --order BTCUSDT,-0.3,121700 --json
"$JSON_AS_CSV" <out >json.csv || fail "--json"
same "$here/expected/whatif-order.csv" json.csv "--json"
levee 0 whatif "$book" bob --order BTCUSDT,-0.3,121700 --table
sed 's/  */,/g; s/^,//' out >table.csv
same "$here/expected/whatif-order.csv" table.csv "--table"

# before is check's row, after the row of a book in which the change was made:
# what explain says after it. Flips, new legs, loans, legs closed, inverse.
levee 0 check "$book"
cp out check.csv
tried=0
while read -r account kind order; do
    if [ "$kind" = order ]; then
        IFS=, read -r instrument quantity price <<<"$order"
        change="1,$account,fill,$instrument,$quantity,$price,"
    else
        change="1,$account,withdraw,,,,$order"
    fi
    levee 0 whatif "$book" "$account" "--$kind" "$order"
    cp out answer
    row=$(sed -n '2s/^before,//p' answer)
    grep -qxF "${row%,*}" check.csv || fail "$account $order: 'before' is not check's row: $row"
    printf 'time_ns,account,event,instrument,quantity,price,amount\n%s\n' "$change" >change.csv
    levee 0 explain "$book" "$account" --changes change.csv --json
    IFS=, read -r _ _ status equity initial maintenance _ available liquidation < <(tail -n 1 answer)
    for line in "\"status\": \"$status\"" "\"equity\": \"$equity\"" "\"initial\": \"$initial\"" \
        "\"maintenance\": \"$maintenance\"" "\"available\": \"$available\""; do
        says out "$line" "$account $order"
    done
    [ "$liquidation" = none ] || says out "\"liquidation_price\": \"$liquidation\"" "$account $order"
    tried=$((tried + 1))
done <<'ORDERS'
bob order BTCUSDT,-0.5,121700
bob order BTCUSDT,-1.2,121000.5
carol order BTCUSDT,0.7,122000
dave order BTCUSD,-2400,121480
dave order BTCUSD,1,100000
grace order BTCUSD,400,119875.3
erin order ETH,5,4371
erin order ETH,-5,4371
erin order BTCUSDT-251010,0.5,121900
heidi order ETH,10,4300
ivan order ETHUSDT,16.5,4370
judy order ETHUSDT,100,4370
desk-7 order BTCUSDT,40,121700
mallory order ETHUSDT,-12.34,4376.4
erin withdraw 1000.00000001
dave withdraw 0.16573407
judy withdraw 5000
ORDERS
[ "$tried" -eq 17 ] || fail "$tried changes were compared"
finish
