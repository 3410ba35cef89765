#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The bytes of every output are those of any compiler and optimisation: builds
# the program with gcc and clang, -O0 and -O3, and compares.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

clang=$(command -v clang-19 || command -v clang || true)
[ -n "$clang" ] || {
    echo "skipped: no clang"
    exit 0
}

# Twenty minutes around the fall, or the shipped example.
trades=$data/ticks/binance-delivery_trades_2025-10-10_AVAXUSD_PERP.csv.gz
if [ -r "$trades" ]; then
    zcat "$trades" | awk -F, 'NR == 1 || ($3 >= 1760130600000000 && $3 < 1760131800000000)' >window.csv
    echo "twenty minutes: $(($(wc -l <window.csv) - 1)) trades"
else
    echo "no trades under ${data}: the shipped example alone"
fi

# outputs NAME PROGRAM: writes what the program says of everything to NAME.d.
outputs()
{
    mkdir "$1.d"
    (
        cd "$1.d"
        "$2" synth "$here/venues/many.yaml" --accounts 3000 --seed 3 --out many 2>many.summary
        "$2" synth "$here/venues/avax-inverse.yaml" --accounts 2000 --seed 3 --out avax 2>avax.summary
        "$2" check many >many.check 2>many.ranges
        "$2" check many --prices >many.prices 2>/dev/null
        "$2" replay "$book" "$ticks" --rejects rejects.csv >example.rows 2>example.summary
        "$2" replay "$book" "$ticks" --changes "$changes" >moved.rows 2>moved.summary
        "$2" whatif "$book" bob --order BTCUSDT,-0.3,121700 >whatif.csv
        "$2" explain "$book" desk-7 --ticks "$ticks" --until 122 >example.explained
        if [ -r ../window.csv ]; then
            "$2" replay avax ../window.csv --ticks-format tardis-trades --out window.rows 2>window.summary
        fi
        sed -i -e '/^seconds: /d' -e '/^ticks_per_second: /d' ./*.summary
    )
}

# build COMPILER FLAGS DIRECTORY
build()
{
    cmake -S "$SOURCE" -B "$3" -G Ninja -DCMAKE_C_COMPILER="$1" -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS="$2" \
        -DBUILD_TESTING=OFF && cmake --build "$3" --target levee_command
}

for compiler in gcc "$clang"; do
    for level in O0 O3; do
        name=${compiler##*/}-$level
        if ! build "$compiler" "-$level" "$name" >"$name.log" 2>&1; then
            tail -n 20 "$name.log"
            fail "$name does not build"
            continue
        fi
        "$name/bin/levee" --version | tail -n 1
        outputs "$name" "$PWD/$name/bin/levee"
        diff -r "gcc-O0.d" "$name.d" >difference || {
            fail "$name gives other bytes than gcc-O0"
            head -n 10 difference
        }
    done
done
grep -h -E '^(status_rows|state_hash)' gcc-O0.d/*.summary
[ "$(find gcc-O0.d -type f | wc -l)" -ge 10 ] || fail "too few outputs were compared"
finish
