#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: replay.sh LEVEE COPIES BOOK TICKS [--changes CHANGES] OPTION...
#
# Replays ticks, each of which moves a price, on the backend that the options name,
# so many times at once: the rows and the state must be those of hls/, and all ticks
# judged on the backend. hls/ has the changes of the book, too.
set -euo pipefail

levee=$1 copies=$2 book=$3 ticks=$4
shift 4
changes=()
if [ "$1" = --changes ]; then
    changes=("$1" "$2")
    shift 2
fi
limit=${LEVEE_EMU_LIMIT:-90}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

complain()
{
    echo "replay.sh: $*"
    exit 1
}

"$levee" replay "$book" "$ticks" "${changes[@]}" --isa reference --out "$scratch/hls.csv" 2>"$scratch/hls.txt" ||
    complain "hls/ does not replay"
wanted=$(sed -n 's/^ticks: //p' "$scratch/hls.txt")
judged=("ticks_on_card: $wanted" "ticks_on_cpu: 0")
if [[ " $* " == *" --isa "* ]]; then
    judged=()
fi

begun=$SECONDS
pids=()
for ((i = 0; i < copies; i++)); do
    timeout "$limit" "$levee" replay "$book" "$ticks" "${changes[@]}" "$@" --out "$scratch/$i.csv" 2>"$scratch/$i.txt" &
    pids+=($!)
done
for i in "${!pids[@]}"; do
    code=0
    wait "${pids[i]}" || code=$?
    [ "$code" -eq 0 ] || {
        cat "$scratch/$i.txt"
        if grep -q 'is not on this machine' "$scratch/$i.txt"; then
            echo skipped
            exit 77
        fi
        complain "replay $i ends with $code"
    }
    cmp "$scratch/hls.csv" "$scratch/$i.csv" || complain "replay $i has other rows"
    for line in "$(grep '^state_hash: ' "$scratch/hls.txt")" "${judged[@]}"; do
        grep -qx "$line" "$scratch/$i.txt" || {
            cat "$scratch/$i.txt"
            complain "replay $i does not say: $line"
        }
    done
    ! grep '^card_fault' "$scratch/$i.txt" || complain "the card of replay $i was given up"
done
rows=$(($(wc -l <"$scratch/hls.csv") - 1))
echo "${changes[*]:+changes, }$*: $copies at once, $wanted ticks and $rows rows each, the same bytes, $((SECONDS - begun)) s"
