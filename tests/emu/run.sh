#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: run.sh TARGET XCLBIN_DIR PROGRAMS PROGRAM [ARGUMENT...]
#
# Runs so many copies of a program at once on XRT's emulation of TARGET (hw_emu or
# sw_emu), each in a session and a directory of its own, under a time limit that
# XRT cannot take with it. Nothing may remain of them: no process, socket, file of
# shared memory or directory.
#
# With LEVEE_EMU_EXPECT the program has to fail and say so; "killed" stands for the
# end of its time. XRT then leaves its files, but no process may remain.
set -euo pipefail

target=$1 built=$2 programs=$3
shift 3
limit=${LEVEE_EMU_LIMIT:-30}
expect=${LEVEE_EMU_EXPECT:-}

scratch=$(mktemp -d)
mark=levee-emu-$$
trap 'rm -rf "$scratch"' EXIT

# run NUMBER COMMAND...: one program; its user names the directory of its sockets.
run()
{
    local directory=$scratch/$1
    shift
    mkdir "$directory"
    cd "$directory"
    env USER="$mark-${directory##*/}" XCL_EMULATION_MODE="$target" XILINX_XRT="$built/xrt" XILINX_VITIS="$built/vitis" \
        XRT_INI_PATH="$built/xrt.ini" EMCONFIG_PATH="$built" SDACCEL_EM_RUN_DIR="$directory" \
        LD_PRELOAD="$built/liblevee_xrt_interpose.so" setsid -w timeout -k 2 "$limit" "$@" >output 2>&1
}

# left_behind: prints what there is of the programs besides their own directories.
# A process is known by its environment, a file of shared memory by its name.
left_behind()
{
    local environment
    for environment in /proc/[0-9]*/environ; do
        if grep -qz "^USER=$mark-" "$environment" 2>/dev/null; then
            environment=${environment%/environ}
            echo "process ${environment##*/}: $(tr '\0' ' ' 2>/dev/null <"$environment/cmdline")"
        fi
    done
    [ -z "$expect" ] || return 0
    find /tmp/"$mark"-* ! -type d 2>/dev/null || true
    find "$scratch" -mindepth 2 ! -type d ! -name output
    find /dev/shm -name "*$mark*"
}

code=0
pids=()
for ((i = 0; i < programs; i++)); do
    run "$i" "$@" &
    pids+=($!)
done
for i in "${!pids[@]}"; do
    result=0
    wait "${pids[i]}" || result=$?
    cat "$scratch/$i/output"
    if [ "$expect" = killed ] && ((result == 124 || result == 137)); then
        result=0
    elif [ -n "$expect" ] && [ "$result" -eq 1 ] && grep -qF "$expect" "$scratch/$i/output"; then
        result=0
    elif [ -n "$expect" ]; then
        echo "program $i: exit code $result, not \"$expect\""
        code=1
    elif [ "$result" -ne 0 ]; then
        echo "program $i: exit code $result"
        code=1
    fi
done
# A device model may still be on its way out.
remains=$(left_behind)
for ((i = 0; i < 20; i++)); do
    [ -n "$remains" ] || break
    sleep 0.1
    remains=$(left_behind)
done
if [ -n "$remains" ]; then
    printf 'left behind:\n%s\n' "$remains"
    code=1
fi
rm -rf /tmp/"$mark"-*
exit "$code"
