# SPDX-License-Identifier: Apache-2.0
#
# package_kernel.tcl: makes a kernel for v++ (.xo) of the hardware description.
#
#   vivado -mode batch -source package_kernel.tcl -tclargs ROOT WORK XO
#
# ROOT is the checkout, WORK a directory that may be written to and is made anew.
# The package is for any device: v++ builds it for that of the platform. Registers and ports are those of kernel.xml, which
# is printed from the map that host and kernel share.

lassign $argv root work xo
set here [file join $root bitstreams hw]
set kernel_xml [file join $here kernel.xml]

# arguments: name, port, bytes and offset of each, as kernel.xml has them.
proc arguments {file} {
    set channel [open $file]
    set text [read $channel]
    close $channel
    set found {}
    set pattern {<arg name="(\w+)" addressQualifier="\d" id="\d+" port="(\w+)" size="(\w+)" offset="(\w+)"}
    foreach {whole name port size offset} [regexp -all -inline $pattern $text] {
        lappend found [list $name $port [expr {$size}] [expr {$offset}]]
    }
    if {[llength $found] == 0} {
        error "$file names no arguments"
    }
    return $found
}

# sources: the files of rtl/levee_sweep.f, packages first, and the card's wrapper.
proc sources {root here} {
    set channel [open [file join $root rtl levee_sweep.f]]
    set files {}
    foreach line [split [read $channel] "\n"] {
        if {$line ne "" && ![string match "//*" $line] && ![string match "#*" $line]} {
            lappend files [file join $root rtl $line]
        }
    }
    close $channel
    lappend files [file join $here levee_sweep_card.sv]
    return $files
}

# add_control describes the register that starts the kernel.
proc add_control {block} {
    set register [ipx::add_register CTRL $block]
    set_property address_offset 0x000 $register
    set_property size 32 $register
    foreach {name bit access} {AP_START 0 read-write AP_DONE 1 read-only AP_IDLE 2 read-only AP_READY 3 read-only
                               AP_CONTINUE 4 write-only} {
        set field [ipx::add_field $name $register]
        set_property access $access $field
        set_property bit_offset $bit $field
        set_property bit_width 1 $field
    }
}

proc add_argument {block argument} {
    lassign $argument name port bytes offset
    set register [ipx::add_register $name $block]
    set_property address_offset [format 0x%03x $offset] $register
    set_property size [expr {8 * $bytes}] $register
    if {$port ne "s_axi_control"} {
        set parameter [ipx::add_register_parameter ASSOCIATED_BUSIF $register]
        set_property value $port $parameter
    }
}

file delete -force $work $xo
create_project levee_sweep [file join $work project]
add_files -norecurse [sources $root $here]
set_property top levee_sweep_card [current_fileset]
update_compile_order -fileset sources_1

set package [file join $work package]
ipx::package_project -root_dir $package -vendor levee -library kernel -taxonomy /KernelIP -import_files
set core [ipx::current_core]
set_property name levee_sweep $core
set_property version 1.0 $core
set_property core_revision 1 $core
set_property sdx_kernel true $core
set_property sdx_kernel_type rtl $core
set_property vitis_drc {ctrl_protocol ap_ctrl_chain} $core
set_property supported_families {} $core
set_property auto_family_support_level level_2 $core
foreach parameter [ipx::get_user_parameters -of_objects $core] {
    ipx::remove_user_parameter [get_property NAME $parameter] $core
}

set arguments [arguments $kernel_xml]
set ports {s_axi_control}
foreach argument $arguments {
    set port [lindex $argument 1]
    if {$port ni $ports} {
        lappend ports $port
    }
}
foreach port $ports {
    ipx::associate_bus_interfaces -busif $port -clock ap_clk $core
}

set map [ipx::add_memory_map s_axi_control $core]
set_property slave_memory_map_ref s_axi_control [ipx::get_bus_interfaces -of_objects $core s_axi_control]
set block [ipx::add_address_block reg0 $map]
set_property range 4096 $block
add_control $block
foreach argument $arguments {
    add_argument $block $argument
}

ipx::create_xgui_files $core
ipx::update_checksums $core
ipx::check_integrity -kernel $core
ipx::save_core $core
close_project
package_xo -xo_path $xo -kernel_name levee_sweep -ip_directory $package -kernel_xml $kernel_xml
