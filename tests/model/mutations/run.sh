#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Breaks a copy of the engine in each way of list.txt and demands that the
# oracle notices: it, not the engine's own assertions. Run as: run.sh SOURCE_DIR SCRATCH_DIR [ACCOUNTS [STREAMS]]
set -euo pipefail

source_dir=$1
scratch=$2
accounts=${3:-4000}
streams=${4:-60}
here=$source_dir/tests/model/mutations
tree=$scratch/tree
build=$scratch/build
passed=0
failed=0

prepare() {
    rm -rf "$scratch"
    mkdir -p "$tree"
    tar -C "$source_dir" --exclude=./build --exclude=./.git -cf - . | tar -C "$tree" -xf -
    cmake -S "$tree" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_C_FLAGS="-O1 -DNDEBUG" >"$scratch/configure.log"
    cmake --build "$build" --target test_oracle test_motion >"$scratch/build.log"
}

# Prints how often the text $2 occurs in the text $1.
occurrences() {
    local rest=${1//"$2"/}
    echo $(((${#1} - ${#rest}) / ${#2}))
}

# Runs the program $1 on what is built: its exit status goes to status, its first difference to found.
status=0
found=
run_oracle() {
    local size=(--accounts "$accounts")
    [ "$1" != test_motion ] || size=(--streams "$streams")
    status=0
    "$build/bin/$1" --brief "${size[@]}" >"$scratch/run.log" 2>&1 || status=$?
    found=$(grep -m1 '^FAILED' "$scratch/run.log" || true)
}

fail() {
    echo "FAILED $1"
    failed=$((failed + 1))
}

# Builds with one change, looks, and puts the file back.
try_mutation() {
    local name=$1 program=$2 file=$3 what=$4 old=$5 new=$6 text count
    text=$(cat "$source_dir/$file"; echo .)
    count=$(occurrences "$text" "$old")
    if [ "$count" -ne 1 ]; then
        fail "$name: its text occurs $count times in $file, not once"
        return
    fi
    text=${text/"$old"/"$new"}
    printf '%s' "${text%.}" >"$tree/$file"
    if ! cmake --build "$build" --target "$program" >"$scratch/build.log" 2>&1; then
        fail "$name: does not build, see $scratch/build.log"
    else
        run_oracle "$program"
        if [ "$status" -eq 1 ] && [ -n "$found" ]; then
            echo "caught $name ($what): ${found#FAILED: }"
            passed=$((passed + 1))
        else
            fail "$name ($what): the oracle saw no difference and ended with $status"
        fi
    fi
    cp "$source_dir/$file" "$tree/$file"
}

prepare
for program in test_oracle test_motion; do
    run_oracle "$program"
    if [ "$status" -ne 0 ]; then
        echo "FAILED: on the unchanged engine $program ends with $status: $found"
        exit 1
    fi
done
while IFS= read -r line; do
    case $line in
    "= "*)
        read -r _ name program file what <<<"$line"
        ;;
    "- "*)
        old=${line#- }
        ;;
    "+ "*)
        try_mutation "$name" "$program" "$file" "$what" "$old" "${line#+ }"
        ;;
    esac
done <"$here/list.txt"
echo "mutations: $((passed + failed)), caught: $passed"
[ "$failed" -eq 0 ] && [ "$passed" -ge 10 ]
