#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Help, version, and what the program refuses before it does anything.
set -euo pipefail
# shellcheck source=tests/e2e/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

levee 0 --help
cp out commands
for command in check replay explain whatif synth import devices bench; do
    says commands "  $command " "--help"
    levee 0 "$command" --help
    says out "Usage: levee $command" "$command --help"
    cp out help
    levee 0 help "$command"
    same help out "help $command"
done
levee 0 --version
says out "levee $(sed -n 's/^project(levee VERSION \([0-9.]*\).*/\1/p' "$SOURCE/CMakeLists.txt")" "--version"
[ "$(wc -l <out)" -eq 2 ] || fail "--version names the build in a second line"

# refused TEXT ARGUMENT...: exit status 2, nothing on standard output, and one
# line that has TEXT in it.
refused()
{
    local text=$1
    shift
    levee 2 "$@"
    says err "$text" "levee $*"
    [ ! -s out ] || fail "levee $*: wrote to standard output"
    [ "$(wc -l <err)" -eq 1 ] || fail "levee $*: more than one line"
    [ "$(head -c 6 err)" = "levee:" ] || [ "$(head -c 6 err)" = "levee " ] || fail "levee $*: no 'levee' in front"
}

refused "a command is needed"
refused "no command 'chek'" chek
refused "unknown option '--chek'" --chek
refused "no command 'x'" help x
refused "one BOOK is needed, 0 given" check
refused "one BOOK is needed, 2 given" check "$book" "$book"
refused "unknown option '--price-list'" check "$book" --price-list
refused "'--at' needs a value" check "$book" --at
refused "--at takes nanoseconds" check "$book" --at 12x
refused "--at takes nanoseconds" check "$book" --at ""
refused "--at takes nanoseconds" check "$book" --at 9223372036854775808
refused "takes no value" check "$book" --json=1
refused "a TICKS file are needed, 1 given" replay "$book"
refused 'unknown column "mark"' replay "$book" "$ticks" --changes "$ticks"
refused "only one file can be standard input" replay "$book" - --changes -
refused 'verilated has no choice' replay "$book" "$ticks" --backend verilated --isa avx2
refused "no argument is needed, 1 given" devices all
refused "--all" devices --all
refused "no argument is needed, 1 given" bench all
refused "--legs takes a whole number from 1 to 33000000, not '0'" bench --legs 0
refused "--only is sweep, ticks, changes or latency, not 'all'" bench --only all
refused "core 1023 is not available" bench --core 1023
refused "no/where: No such file" bench --legs 100 --only sweep --out no/where
refused "ticks.none: cannot open" bench --legs 100 --only latency --ticks ticks.none
refused 'xrt has no choice' replay "$book" "$ticks" --backend xrt --isa avx2
refused '--card-deadline takes 1 to 600000' replay "$book" "$ticks" --backend xrt --card-deadline 0
refused 'opencl has no choice' replay "$book" "$ticks" --backend opencl --isa avx2
refused '"abacus" is not in this build' replay "$book" "$ticks" --backend abacus
refused '"sse9" is not on this machine or not in this build; there are ' replay "$book" "$ticks" --isa sse9
refused "--threads takes 1 to 64" replay "$book" "$ticks" --threads 65
refused "--threads takes 1 to 64" replay "$book" "$ticks" --threads 0
refused "the reference runs on one thread" replay "$book" "$ticks" --isa reference --threads 2
refused "verilated has no choice" replay "$book" "$ticks" --backend verilated --threads 2
refused "no format of ticks" replay "$book" "$ticks" --ticks-format csv
refused "'close' or 'ohlc'" replay "$book" "$ticks" --bars open
refused "no instrument 'XRPUSDT'" replay "$book" "$ticks" --instrument XRPUSDT
refused "a BOOK and an ACCOUNT" explain "$book"
refused "one argument too many" explain "$book" alice bob
refused "the book has no account nobody" explain "$book" nobody
refused "--until needs --ticks" explain "$book" alice --until 3
refused "--until takes a row's number" explain "$book" alice --ticks "$ticks" --until -1
refused "--changes is given twice" explain "$book" alice --changes x --changes y
refused "an ACCOUNT are needed, 1 given" whatif "$book"
refused "an --order or a --withdraw is needed" whatif "$book" alice
refused "one --order or one --withdraw" whatif "$book" alice --withdraw 1 --order BTCUSDT,1,1
refused "INSTRUMENT,QUANTITY,PRICE" whatif "$book" alice --order BTCUSDT,1
refused "INSTRUMENT,QUANTITY,PRICE" whatif "$book" alice --order BTCUSDT,1,1,1
refused "no account nobody" whatif "$book" nobody --withdraw 1
refused "not above 0" whatif "$book" alice --withdraw -1
refused "amount:" whatif "$book" alice --withdraw 1e3
refused "no instrument XRPUSDT" whatif "$book" alice --order XRPUSDT,1,1
refused "quantity:" whatif "$book" alice --order BTCUSDT,0.0001,121000
refused "a format and a FILE are needed" import binance-brackets
refused "no format 'tiers'" import tiers x --template "$book/venue.yaml" --out x
refused "--template and --out are needed" import binance-brackets x --out x
refused "one VENUE.yaml is needed" synth --accounts 1 --seed 1 --out x
refused "--accounts, --seed and --out are needed" synth "$book/venue.yaml" --accounts 1 --out x
refused "from 1 to 16000000" synth "$book/venue.yaml" --accounts 16000001 --seed 1 --out x
refused "from 0 to 2^64 - 1" synth "$book/venue.yaml" --accounts 1 --seed 18446744073709551616 --out x
refused "cannot open" synth nowhere.yaml --accounts 1 --seed 1 --out x
[ ! -e x ] || fail "a refused synth leaves a directory behind"
refused "cannot open" check nowhere
refused "cannot open" replay "$book" nowhere.csv
finish
