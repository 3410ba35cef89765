#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: pack.sh LEVEE_XCLBIN
#
# What levee_xclbin refuses to pack, and with which words: then there is no new
# file, and one that was there stays as it is. The same contents are the same bytes.
set -euo pipefail

pack=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
code=0

# refuses SENTENCE EXIT_CODE ARGUMENT...
refuses()
{
    local sentence=$1 wanted=$2 got=0
    shift 2
    echo old >old.xclbin
    "$pack" "$@" >said 2>&1 || got=$?
    if [ "$got" -ne "$wanted" ] || ! grep -qxF "$sentence" said; then
        cat said
        echo "pack.sh: $*: exit code $got, not $wanted and \"$sentence\""
        code=1
    fi
    if [ -e new.xclbin ] || [ "$(cat old.xclbin)" != old ]; then
        echo "pack.sh: $*: something was written"
        code=1
    fi
}

printf 'PK\003\004 and more' >good.zip
printf '\177ELF and more' >good.so
printf 'PK\003' >short.zip
printf '\177EL' >short.so
: >empty

usage='usage: levee_xclbin hw_emu ZIP XCLBIN'
refuses "$usage" 2
refuses "$usage" 2 hw_emu good.zip
refuses "$usage" 2 hw_emu good.zip new.xclbin more
refuses "$usage" 2 hw good.zip new.xclbin
refuses "$usage" 2 kernel-xml new.xclbin
refuses 'levee_xclbin: nowhere: No such file or directory' 1 hw_emu nowhere new.xclbin
for output in new.xclbin old.xclbin; do
    for file in good.so short.zip empty; do
        refuses "levee_xclbin: $file: is no zip" 1 hw_emu $file $output
    done
    for file in good.zip short.so empty; do
        refuses "levee_xclbin: $file: is no shared library" 1 sw_emu $file $output
    done
done
refuses 'levee_xclbin: nowhere/new.xclbin: No such file or directory' 1 sw_emu good.so nowhere/new.xclbin

# A disk that is full, as a limit on the size of files looks to a program.
limited=$pack
pack=./limited
printf '#!/bin/bash\ntrap "" XFSZ\nulimit -f 1\nexec "%s" "$@"\n' "$limited" >limited
chmod +x limited
refuses 'levee_xclbin: new.xclbin: cannot be written' 1 hw_emu good.zip new.xclbin
pack=$limited

for target in hw_emu sw_emu; do
    file=good.$([ $target = hw_emu ] && echo zip || echo so)
    "$pack" $target "$file" one && "$pack" $target "$file" two
    cmp one two || code=1
    sed -i s/more/less/ "$file"
    "$pack" $target "$file" two
    if cmp -s -n 456 one two; then
        echo "pack.sh: other contents have the same name"
        code=1
    fi
done
exit "$code"
