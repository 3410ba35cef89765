#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: misconfigured.sh BACKEND XCLBIN_DIR LEVEE BOOK TICKS
#
# Replays with a card that is set up wrongly: levee says in one sentence what to
# mend, and the rows are the CPU's.
set -euo pipefail

backend=$1 built=$2 levee=$3 book=$4 ticks=$5
hw_emu=$built/levee_sweep.hw_emu.xclbin
sw_emu=$built/levee_sweep.sw_emu.xclbin
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
code=0

"$levee" replay "$book" "$ticks" --out "$scratch/cpu.csv" 2>/dev/null

# says SENTENCE VARIABLE=VALUE... -- OPTION...
says()
{
    local sentence=$1 variables=()
    shift
    while [ "$1" != -- ]; do
        variables+=("$1")
        shift
    done
    shift
    timeout 60 env -u LEVEE_XCLBIN -u XCL_EMULATION_MODE -u XILINX_XRT -u XILINX_VITIS -u OCL_ICD_VENDORS -u USER \
        "${variables[@]}" "$levee" replay "$book" "$ticks" --backend "$backend" --out "$scratch/rows.csv" "$@" 2>"$scratch/said" || {
        cat "$scratch/said"
        echo "misconfigured.sh: no replay for: $sentence"
        code=1
        return
    }
    if [ "$(grep -c '^levee: ' "$scratch/said")" != 1 ] || ! grep -F "$sentence" "$scratch/said"; then
        cat "$scratch/said"
        echo "misconfigured.sh: not said: $sentence"
        code=1
    fi
    cmp "$scratch/cpu.csv" "$scratch/rows.csv" || code=1
}

# Parts of an xclbin; one whose mode, at byte 332, is a card's; one with another kernel.
head -c 100 "$hw_emu" >"$scratch/short.xclbin"
head -c 100000 "$hw_emu" >"$scratch/cut.xclbin"
cp "$hw_emu" "$scratch/card.xclbin"
printf '\0\0' | dd of="$scratch/card.xclbin" bs=1 seek=332 conv=notrunc status=none
sed 's/levee_sweep/levee_swoop/g' "$sw_emu" >"$scratch/swoop.xclbin"
for below in xrt vitis icd xrt.ini emconfig.json liblevee_xrt_interpose.so; do
    ln -s "$built/$below" "$scratch/$below"
done

says 'cannot read /nowhere.xclbin: No such file' -- --xclbin /nowhere.xclbin
says 'is not an xclbin; build one' -- --xclbin "$ticks"
says 'is not an xclbin; build one' -- --xclbin "$scratch/short.xclbin"
says 'is cut off: it has 100000 of' -- --xclbin "$scratch/cut.xclbin"
says 'it is "sw_emu", the xclbin is for hw_emu; unset it' XCL_EMULATION_MODE=sw_emu -- --xclbin "$hw_emu"
says 'it is "hw_emu", the xclbin is for hw; unset it' XCL_EMULATION_MODE=hw_emu -- --xclbin "$scratch/card.xclbin"
says '/nowhere/lib has no libxrt_hwemu.so.2; install libxrt1' XILINX_XRT=/nowhere -- --xclbin "$hw_emu"
says 'have XILINX_VITIS name the tree beside the xclbin, or unset it' XILINX_VITIS=/nowhere -- --xclbin "$sw_emu"
says 'needs unzip, which is not on PATH; install it' PATH="$scratch" -- --xclbin "$hw_emu"
says 'was it built for this card?' -- --xclbin "$scratch/swoop.xclbin"
says 'install xrt-dkms and load it' -- --xclbin "$scratch/card.xclbin"

if [ "$backend" = xrt ]; then
    says 'give --xclbin FILE or set LEVEE_XCLBIN' --
    says '/nowhere/session is not there; install libxrt-dev and build again' LEVEE_CARD_SESSION=/nowhere/session -- \
        --xclbin "$hw_emu"
    says 'build the xclbin again' LEVEE_EMU_FAULT=version@0 -- --xclbin "$sw_emu"
    exit "$code"
fi

says '/nowhere/session is not there; install ocl-icd-opencl-dev and build again' LEVEE_CARD_SESSION=/nowhere/session --
says 'have OCL_ICD_VENDORS name a directory with a file *.icd that says' OCL_ICD_VENDORS=/nowhere -- --xclbin "$hw_emu"
# OpenCL reads no registers: a kernel of another kind shows in the answer to a trial.
says 'the kernel answers a trial otherwise' LEVEE_EMU_FAULT=flip@1 -- --xclbin "$sw_emu"
says 'the kernel answers a trial otherwise' LEVEE_EMU_FAULT=error@2 -- --xclbin "$hw_emu"

# Without an xclbin: any device.
says 'there is no OpenCL platform; install pocl-opencl-icd' OCL_ICD_VENDORS=/nowhere --
says 'no OpenCL platform has a device; install pocl-opencl-icd' POCL_DEVICES=none --
says 'have OCL_ICD_VENDORS name the *.icd file of the one that is wanted' OCL_ICD_VENDORS="$built/icd" --
says 'no OpenCL device has "abacus" in its name; change LEVEE_OPENCL_DEVICE' LEVEE_OPENCL_DEVICE=abacus --
# PoCL takes options of the compiler from its environment.
says 'the sweep does not compile for' POCL_EXTRA_BUILD_FLAGS=-Dlevee_line_get=1 --
exit "$code"
