#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: card.sh SCRATCH
#
# scripts/card without Vitis, and with programs in its place that only note how
# they are called: it names what is missing and makes nothing, and calls what it
# finds with files that are there. The Tcl of the kernel's package runs as well,
# where there is a tclsh, with Vivado's commands noted the same way.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$1
platform=xilinx_u55c_test_1
work=$root/build/card/$platform

fail()
{
    echo "$*" >&2
    exit 1
}

rm -rf "$scratch"
mkdir -p "$scratch/bin" "$scratch/platforms/$platform"
trap 'rm -rf "$work"' EXIT

code=0
told=$("$root/scripts/card" TARGET=hw PLATFORM=$platform 2>&1) || code=$?
[ "$code" -eq 1 ] || fail "exit code $code without Vitis: $told"
for lacking in v++ vivado $platform; do
    grep -q "^    $lacking: no such " <<<"$told" || fail "nothing is said of $lacking: $told"
done
[ ! -e "$work" ] || fail "something was made without Vitis"

touch "$scratch/platforms/$platform/$platform.xpfm"
for tool in vivado v++; do
    cat >"$scratch/bin/$tool" <<END
#!/bin/sh
echo "$tool \$*" >>"$scratch/calls"
for last; do :; done
case "\$*" in
*--mode*) mkdir -p "$work/hls" && touch "$work/hls/levee_tick.xo" ;;
*-tclargs*) touch "\$last" ;;
*) touch "\$(echo "\$*" | sed 's/.* -o \([^ ]*\) .*/\1/')" ;;
esac
END
    chmod +x "$scratch/bin/$tool"
done
for kernel in rtl hls; do
    PATH=$scratch/bin:$PATH PLATFORM_REPO_PATHS=$scratch/platforms "$root/scripts/card" TARGET=hw PLATFORM=$platform \
        KERNEL=$kernel >/dev/null || fail "KERNEL=$kernel fails with Vitis"
    [ -f "$work/levee_$kernel.hw.xclbin" ] || fail "no xclbin of $kernel"
    # Every argument that is a buffer has its bank.
    [ "$(grep -c '^sp=' "$work/link.cfg")" -eq "$(grep -c 'addressQualifier="1"' "$root/bitstreams/hw/kernel.xml")" ] ||
        fail "banks and buffers are not as many"
done
grep -q "vivado .*-source $root/bitstreams/hw/package_kernel.tcl -tclargs $root $work/vivado $work/levee_sweep.xo" \
    "$scratch/calls" || fail "vivado is called otherwise"
for file in "$root"/bitstreams/hw/*.hls.cfg; do
    sed -n 's/^syn.file=//p' "$file" | while read -r source; do
        [ -f "$root/hls/$source" ] || fail "${file##*/} names hls/$source, which is not there"
    done
done

command -v tclsh >/dev/null || exit 0
cat >"$scratch/vivado.tcl" <<'END'
proc note {args} { puts $::log $args; return [lindex $args 1] }
foreach name {create_project add_files set_property current_fileset update_compile_order close_project package_xo} {
    interp alias {} $name {} note $name
}
namespace eval ipx {
    foreach name {package_project current_core get_user_parameters remove_user_parameter associate_bus_interfaces
                  add_memory_map get_bus_interfaces add_address_block add_register add_field add_register_parameter
                  create_xgui_files update_checksums check_integrity save_core} {
        interp alias {} ::ipx::$name {} ::note $name
    }
}
proc ipx::get_user_parameters {args} { return {} }
set log [open [lindex $argv 0] w]
set argv [lrange $argv 2 end]
source [file join [lindex $argv 0] bitstreams hw package_kernel.tcl]
END
tclsh "$scratch/vivado.tcl" "$scratch/noted" -- "$root" "$scratch/vivado" "$scratch/levee_sweep.xo"
for wanted in 'set_property address_offset 0x03c' 'associate_bus_interfaces -busif m_axi_legs -clock ap_clk' \
    'set_property value m_axi_results' 'package_xo -xo_path' 'add_register command_beats'; do
    grep -qF "$wanted" "$scratch/noted" || fail "the package's Tcl does not do: $wanted"
done
