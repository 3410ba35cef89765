# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the scripts share. Source it after `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034 # used by the scripts
jobs=$(nproc)

die()
{
    echo "${0##*/}: $*" >&2
    exit 2
}

# usage: prints the comment that opens the calling script, from its second
# paragraph on.
usage()
{
    awk 'NR > 2 && !/^#/ { exit } NR > 2 { sub(/^# ?/, ""); print }' "$0"
}

# build_preset PRESET [TARGET...]: configures (with configure_options) and
# builds build/PRESET.
configure_options=()
build_preset()
{
    local preset=$1 targets=()
    shift
    if [ $# -gt 0 ]; then
        targets=(--target "$@")
    fi
    (
        cd "$root" && cmake --preset "$preset" "${configure_options[@]}" >/dev/null &&
            cmake --build --preset "$preset" "${targets[@]}" -- --quiet
    ) |
        sed '/^ninja: no work to do/d'
}

# stage NAME COMMAND...: runs one step, says how long it took and remembers the
# outcome for stages_passed and stages_summary. Always returns 0.
stage_names=()
stage_seconds=()
stage_results=()
stage()
{
    local name=$1 begin=$SECONDS code=0
    shift
    printf '== %s\n' "$name"
    set +e
    (
        set -e
        "$@"
    ) </dev/null
    code=$?
    set -e
    stage_names+=("$name")
    stage_seconds+=($((SECONDS - begin)))
    stage_results+=("$([ "$code" -eq 0 ] && echo ok || echo "FAILED ($code)")")
    printf '== %s: %s, %d s\n' "$name" "${stage_results[-1]}" "${stage_seconds[-1]}"
}

# stages_passed: whether every stage so far ended well.
stages_passed()
{
    local result
    for result in "${stage_results[@]}"; do
        if [ "$result" != ok ]; then
            return 1
        fi
    done
}

stages_summary()
{
    local i total=0
    printf '\n%-28s %8s  %s\n' stage seconds result
    for i in "${!stage_names[@]}"; do
        printf '%-28s %8d  %s\n' "${stage_names[i]}" "${stage_seconds[i]}" "${stage_results[i]}"
        total=$((total + stage_seconds[i]))
    done
    printf '%-28s %8d\n' total "$total"
}
