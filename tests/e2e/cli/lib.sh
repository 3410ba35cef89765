# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the tests of the command line share. Source it after `set -euo pipefail`.
# LEVEE is the program, SOURCE the checkout, WORK a directory for this test.
: "${LEVEE:?}" "${SOURCE:?}" "${WORK:?}"

rm -rf "$WORK"
mkdir -p "$WORK"
cd "$WORK" || exit 1
# shellcheck disable=SC2034 # used by the tests
book=$SOURCE/examples/book ticks=$SOURCE/examples/ticks.csv changes=$SOURCE/examples/changes.csv
# shellcheck disable=SC2034
here=$SOURCE/tests/e2e/cli
data=${LEVEE_DATA:-$SOURCE/../shared}/data
failures=0

fail()
{
    echo "FAILED: $*"
    failures=$((failures + 1))
}

# levee STATUS ARGUMENT...: runs the program; its output is in the files out
# and err, and its exit status must be STATUS.
levee()
{
    local wanted=$1 status=0
    shift
    "$LEVEE" "$@" >out 2>err || status=$?
    [ "$status" -eq "$wanted" ] || {
        fail "levee $*: exit status $status, not $wanted; it said:"
        head -n 5 err
    }
}

# same WANTED GOT WHAT: the files must be equal.
same()
{
    cmp -s "$1" "$2" || {
        fail "$3: < is wanted, > is what came"
        diff "$1" "$2" | head -n 20
    }
}

# says FILE TEXT WHAT: the file must have TEXT in it.
says()
{
    grep -qF -- "$2" "$1" || {
        fail "$3: '$2' is not in"
        head -n 5 "$1"
    }
}

# value KEY FILE: the value of a `key: value` line.
value()
{
    sed -n "s/^$1: //p" "$2"
}

# need_data FILE...: ends the test when the real data is not there.
need_data()
{
    local file
    for file in "$@"; do
        [ -r "$data/$file" ] || {
            echo "skipped: no $file under ${data}; LEVEE_DATA says where the data is"
            exit 0
        }
    done
}

finish()
{
    [ "$failures" -eq 0 ] || {
        echo "$failures failures in $WORK"
        exit 1
    }
    echo "passed"
}
