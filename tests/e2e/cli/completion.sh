#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What bash offers when TAB is pressed, and that it offers every option the
# program knows.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=host/apps/completion/levee.bash
. "$SOURCE/host/apps/completion/levee.bash"

# It speaks to readline, which is not there.
compopt()
{
    :
}

# offers WANTED WORD...: the last word is the one being typed.
offers()
{
    local wanted=$1
    shift
    COMP_WORDS=(levee "$@")
    COMP_CWORD=$#
    _levee levee "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    [ "${COMPREPLY[*]}" = "$wanted" ] || fail "levee $*: offers '${COMPREPLY[*]}', not '$wanted'"
}

offers "check" che
offers "check replay explain whatif synth import devices bench" help ""
offers "--prices" check --p
offers "tardis-trades" replay --ticks-format t
offers "close ohlc" replay --bars ""
cp -r "$book" .
offers "alice" explain book a
offers "bob" whatif book b
offers "binance-brackets" import b
offers "BTCUSDT BTCUSD BTCUSDT-251010" whatif book bob --order B
offers "BTCUSDT BTCUSD BTCUSDT-251010" replay book x --instrument B
offers "book" check boo

for command in check replay explain whatif synth import devices bench; do
    "$LEVEE" "$command" --help | grep -oE -- '--[a-z-]+' | sort -u >known
    {
        _levee_options "$command" | tr ' ' '\n' | grep -v -- --help
    } | sort -u >offered
    grep -v -- --help known >wanted || true
    same wanted offered "options of $command in bash"
    while read -r option; do
        grep -qF -- "${option}[" "$SOURCE/host/apps/completion/levee.zsh" || fail "zsh does not offer $option"
        grep -qE -- "Fl -${option#--}( |$)" "$SOURCE/docs/levee.1" || fail "the manual does not have $option"
    done <wanted
done
finish
