#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: tests/rtl/coverage_rules.sh
#
# What coverage.awk must count, and when it must fail.
set -euo pipefail
rules=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/coverage.awk
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/rtl/lib"
printf 'lib/a.sv\n' >"$folder/rtl/levee_sweep.f"
printf 'line one\nline two\n' >"$folder/rtl/lib/a.sv"

# point LINE KIND TEXT INSTANCE COUNT
point()
{
    printf "C '\001f\002/x/rtl/lib/a.sv\001l\002%s\001n\0021\001page\002v_%s/a\001o\002%s\001h\002%s' %s\n" "$@"
}

# judge EXIT PATTERN: wants that outcome, and a line of that form, for the counts and exclusions that are there.
judge()
{
    local code=0
    awk -v root="$folder" -v missed=lib/a.sv -f "$rules" "$folder/exclude" "$folder/counts" >"$folder/told" || code=$?
    if [ "$code" -ne "$1" ] || ! grep -Eq "$2" "$folder/told"; then
        echo "FAILED: exit $code, not $1, or no '$2':"
        cat "$folder/told"
        exit 1
    fi
}

: >"$folder/exclude"
{
    point 1 branch if one 1
    point 1 toggle 'moves[0]' one 0
    point 1 toggle 'moves[0]' two 2
    point 1 toggle 'memory[0][0]' one 0
} >"$folder/counts"
judge 0 '^all +1 +1 +100.0% +1 +1 +100.0% +0$'
# A bit that rises in two instances and falls in none.
{
    point 1 toggle 'rises' one 1
    point 1 toggle 'rises' two 1
} >>"$folder/counts"
judge 1 'a.sv:1: does not move: rises'
# Half of all is too much to be excluded, and what excludes nothing is in the way.
printf 'lib/a.sv\trises\tit only rises\n' >"$folder/exclude"
judge 1 'more than 5 % is excluded'
printf 'lib/a.sv\tmoves.*\tit moves\n' >"$folder/exclude"
judge 1 'an exclusion that excludes nothing'
: >"$folder/exclude"
# A line that does not run, and a file that no bench has counted.
{
    point 1 toggle 'moves[0]' one 2
    point 2 branch else one 0
} >"$folder/counts"
judge 1 'a.sv:2: does not run: line two'
printf 'lib/b.sv\n' >>"$folder/rtl/levee_sweep.f"
judge 1 'nothing has counted lib/b.sv'
echo passed
