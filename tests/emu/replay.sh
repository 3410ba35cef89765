#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: replay.sh TARGET XCLBIN_DIR LEVEE COPIES BOOK TICKS
#
# Replays ticks on a card that XRT emulates, so many times at once: the rows must be
# the CPU's, all ticks judged on the card, and nothing may remain: no process,
# socket or directory.
set -euo pipefail

target=$1 built=$2 levee=$3 copies=$4 book=$5 ticks=$6
limit=90
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

complain()
{
    echo "replay.sh: $*"
    exit 1
}

"$levee" replay "$book" "$ticks" --out "$scratch/cpu.csv" 2>"$scratch/cpu.txt" || complain "the CPU does not replay"
wanted=$(sed -n 's/^ticks: //p' "$scratch/cpu.txt")

begun=$SECONDS
pids=()
for ((i = 0; i < copies; i++)); do
    LEVEE_EMU_MARK=$$ LEVEE_CARD_LOG=$scratch/$i.log timeout "$limit" "$levee" replay "$book" "$ticks" --backend xrt \
        --xclbin "$built/levee_sweep.$target.xclbin" --out "$scratch/$i.csv" 2>"$scratch/$i.txt" &
    pids+=($!)
done
for i in "${!pids[@]}"; do
    wait "${pids[i]}" || {
        cat "$scratch/$i.txt" "$scratch/$i.log"
        complain "replay $i ends with $?"
    }
    cmp "$scratch/cpu.csv" "$scratch/$i.csv" || complain "replay $i has other rows"
    grep -qx "ticks_on_card: $wanted" "$scratch/$i.txt" || {
        cat "$scratch/$i.txt"
        complain "replay $i has not judged all $wanted ticks on the card"
    }
done

# Processes are known by their environment; one that has ended has none. Directories
# are named for sessions.
left_behind()
{
    local environment
    for environment in /proc/[0-9]*/environ; do
        if grep -qz "^LEVEE_EMU_MARK=$$\$" "$environment" 2>/dev/null; then
            echo "process ${environment//[!0-9]/}"
        fi
    done
    sed -n 's/^scratch: //p' "$scratch"/*.log | xargs -r ls -d 2>/dev/null || true
}
remains=$(left_behind)
[ -z "$remains" ] || complain "left behind: $remains"
echo "$target: $copies at once, $wanted ticks each, the same rows, $((SECONDS - begun)) s"
