#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: clean.sh PROGRAM [ARGUMENT...]
#
# Runs a program that has emulated cards or an OpenCL device judge, and says how long
# it took. Nothing may remain of its sessions: no process, no file of shared memory
# or in the home, no directory, and so no socket, which lie in there. A program that
# fails has their words printed.
set -euo pipefail

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
log=$scratch/log
mkdir "$scratch/home"
code=0
begun=${EPOCHREALTIME/[.,]/}

HOME=$scratch/home LEVEE_EMU_MARK=$$ LEVEE_CARD_LOG=$log "$@" || code=$?
lasted=$((${EPOCHREALTIME/[.,]/} - begun))
touch "$log"
if [ "$code" -ne 0 ]; then
    tail -n 100 "$log"
    exit "$code"
fi
mapfile -t directories < <(sed -n 's/^scratch: //p' "$log")

# Processes are known by their environment; one that has ended has none. Directories
# are named for sessions, and so is what they share with a device model.
left_behind()
{
    local environment directory
    for environment in /proc/[0-9]*/environ; do
        if grep -qz "^LEVEE_EMU_MARK=$$\$" "$environment" 2>/dev/null; then
            echo "process ${environment//[!0-9]/}"
        fi
    done
    find "$scratch/home" -mindepth 1
    for directory in "${directories[@]}"; do
        ls -d "$directory" 2>/dev/null || true
        find /dev/shm -name "*${directory##*/}*"
    done
}

# Where no session has said its directory, nobody has looked for it.
if [[ " $* ${LEVEE_XCLBIN:-}" =~ \.xclbin|" --backend opencl" ]] && [ ${#directories[@]} -eq 0 ]; then
    echo "clean.sh: no session of a card"
    exit 1
fi
# What has been killed may still be on its way out.
remains=$(left_behind)
for ((i = 0; i < 20; i++)); do
    [ -n "$remains" ] || break
    sleep 0.1
    remains=$(left_behind)
done
if [ -n "$remains" ]; then
    echo "clean.sh: left behind: $remains"
    exit 1
fi
echo "sessions: ${#directories[@]}, nothing left behind, $((lasted / 1000000)).$((lasted / 100000 % 10)) s"
