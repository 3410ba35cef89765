#compdef levee
# SPDX-License-Identifier: Apache-2.0
# Completion of levee for zsh.

# shellcheck shell=bash disable=all

# The first column of a file of the book on the command line, without its head.
_levee_first_column() {
    local word
    for word in $words; do
        if [[ -r $word/$1 ]]; then
            compadd -- $(awk -F, 'NR > 1 { print $1 }' "$word/$1")
            return
        fi
    done
}

_levee_accounts() {
    _levee_first_column accounts.csv
}

_levee_instruments() {
    _levee_first_column marks.csv
}

_levee() {
    local -a commands tick_options
    commands=(
        'check:check a book'
        'replay:replay ticks over a book'
        'explain:explain an account'
        'whatif:ask what an order would do'
        'synth:make a synthetic book'
        'import:import margin brackets'
        'devices:list what can judge ticks'
        'bench:measure what ticks cost here'
        'help:show the usage of a command'
    )
    tick_options=(
        '*--ticks-format[how the ticks are written]:format:(levee tardis-trades binance-klines)'
        '*--bars[ticks of a bar]:bars:(close ohlc)'
        '*--instrument[whose prices a file holds]:instrument:_levee_instruments'
    )
    if ((CURRENT == 2)); then
        _describe command commands
        _values option '--help[show the usage]' '--version[show the release and the build]'
        return
    fi
    local command=$words[2]
    shift words
    ((CURRENT--))
    case $command in
    check)
        _arguments '--prices[liquidation and bankruptcy prices]' '--at[valuation time]:nanoseconds since 1970:' \
            '(--table)--json[JSON]' '(--json)--table[aligned columns]' '1:book:_files -/'
        ;;
    replay)
        _arguments $tick_options '--changes[changes of the book]:file:_files' '--rejects[where rejected rows go]:file:_files' \
            '--out[where status rows go]:file:_files' '--backend[what sweeps the legs]:backend:(cpu verilated xrt opencl)' \
            '--xclbin[what a card is loaded with]:file:_files' '--card-deadline[how long a card may take]:milliseconds:' \
            '--isa[which instructions]:instructions:(avx512 avx2 portable reference)' '--threads[how many share a sweep]:threads:' \
            '--severity[the largest shortfall first]' \
            '(--table)--json[JSON]' '(--json)--table[aligned columns]' '1:book:_files -/' '2:ticks:_files'
        ;;
    explain)
        _arguments $tick_options '*--ticks[ticks to replay first]:file:_files' '--changes[changes of the book]:file:_files' \
            '--until[last row]:row:' \
            '--json[JSON]' '1:book:_files -/' '2:account:_levee_accounts' '*:ticks:_files'
        ;;
    whatif)
        _arguments '(--withdraw)--order[instrument,quantity,price]:order:_levee_instruments' \
            '(--order)--withdraw[amount]:amount:' '(--table)--json[JSON]' '(--json)--table[aligned columns]' \
            '1:book:_files -/' '2:account:_levee_accounts'
        ;;
    synth)
        _arguments '--accounts[how many accounts]:accounts:' '--seed[seed]:seed:' \
            '--out[directory to write]:book:_files -/' '--marks[prices to start from]:file:_files' \
            '1:venue:_files -g "*.yaml"'
        ;;
    import)
        _arguments '--template[what the brackets do not say]:venue:_files -g "*.yaml"' \
            '--out[venue to write]:venue:_files' '1:format:(binance-brackets)' '2:brackets:_files'
        ;;
    devices)
        _arguments '(--table)--json[JSON]' '(--json)--table[aligned columns]'
        ;;
    bench)
        _arguments '--legs[legs of the book]:legs:' '--only[one part]:part:(sweep ticks changes latency)' \
            '--core[stay on that core]:core:' '--isa[which instructions]:instructions:(avx512 avx2 portable)' '--threads[that share a sweep]:threads:' '--repetitions[of what is timed]:repetitions:' \
            '--changes[how many changes]:changes:' '--closing[per cent of fills that close]:per cent:' \
            '--ticks[whose times ticks have]:file:_files' \
            '--ticks-format[how the ticks are written]:format:(levee tardis-trades binance-klines)' \
            '--pace[how much faster they come]:times:' '--out[directory to write]:directory:_files -/' '--json[JSON]'
        ;;
    help)
        _describe command commands
        ;;
    esac
}

_levee "$@"
