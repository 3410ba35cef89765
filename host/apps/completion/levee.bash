# SPDX-License-Identifier: Apache-2.0
# Completion of levee for bash.

_levee_options() {
    case $1 in
    check) echo --prices --at --json --table --help ;;
    replay)
        echo --ticks-format --bars --instrument --changes --rejects --out --backend --xclbin --card-deadline --isa --threads --severity --json --table --help
        ;;
    explain) echo --ticks --changes --until --ticks-format --bars --instrument --json --help ;;
    whatif) echo --order --withdraw --json --table --help ;;
    synth) echo --accounts --seed --out --marks --help ;;
    import) echo --template --out --help ;;
    devices) echo --json --table --help ;;
    bench) echo --legs --only --core --isa --threads --repetitions --changes --closing --ticks --ticks-format --pace --out --json --help ;;
    esac
}

# The first column of a CSV file, without its head, where it starts with $2.
_levee_first_column() {
    [[ -r $1 ]] && awk -F, -v word="$2" 'NR > 1 && index($1, word) == 1 { print $1 }' "$1"
}

_levee() {
    local word=$2 previous=$3 command=${COMP_WORDS[1]-} book='' i
    COMPREPLY=()

    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W 'check replay explain whatif synth import devices bench help --help --version' -- "$word")
        return
    fi
    for ((i = 2; i < COMP_CWORD; i++)); do
        [[ -z $book && -d ${COMP_WORDS[i]} ]] && book=${COMP_WORDS[i]}
    done
    case $previous in
    --ticks-format) mapfile -t COMPREPLY < <(compgen -W 'levee tardis-trades binance-klines' -- "$word") ;;
    --bars) mapfile -t COMPREPLY < <(compgen -W 'close ohlc' -- "$word") ;;
    --backend) mapfile -t COMPREPLY < <(compgen -W 'cpu verilated xrt opencl' -- "$word") ;;
    --isa) mapfile -t COMPREPLY < <(compgen -W 'avx512 avx2 portable reference' -- "$word") ;;
    --instrument | --order) mapfile -t COMPREPLY < <(_levee_first_column "$book/marks.csv" "$word") ;;
    --only) mapfile -t COMPREPLY < <(compgen -W 'sweep ticks changes latency' -- "$word") ;;
    --legs | --core | --repetitions | --closing | --pace) ;;
    --at | --until | --threads | --accounts | --seed | --withdraw) ;;
    import) mapfile -t COMPREPLY < <(compgen -W 'binance-brackets' -- "$word") ;;
    help) mapfile -t COMPREPLY < <(compgen -W 'check replay explain whatif synth import devices bench' -- "$word") ;;
    *)
        if [[ $word == -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$(_levee_options "$command")" -- "$word")
        elif [[ ($command == explain || $command == whatif) && $previous == "$book" ]]; then
            mapfile -t COMPREPLY < <(_levee_first_column "$book/accounts.csv" "$word")
        else
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
        fi
        ;;
    esac
}

complete -F _levee levee
