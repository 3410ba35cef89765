# SPDX-License-Identifier: Apache-2.0
# Verilator: the RTL as C++ classes. Debian's package says where it is. Fuzzing is for the readers of files: without.
if(LEVEE_RTL AND NOT LEVEE_FUZZ)
  find_program(LEVEE_VERILATOR verilator)
  find_path(LEVEE_VERILATOR_INCLUDE verilated.h PATHS /usr/share/verilator/include NO_DEFAULT_PATH)
endif()

# scripts/rtl-coverage: some models count which lines run and which bits move. Their code is large and cold.
option(LEVEE_RTL_COVERAGE "Build the models that scripts/rtl-coverage runs" OFF)
set(LEVEE_RTL_COVERAGE_OPTIONS --coverage-line --coverage-toggle --output-split 20000 -CFLAGS -O0 -MAKEFLAGS OPT_FAST=-O0)

# LEVEE_SWEEP_SOURCES: the kernel, packages first.
file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/levee_sweep.f LEVEE_SWEEP_SOURCES)

# verilated_runtime: what every Verilated class needs.
if(LEVEE_VERILATOR AND LEVEE_VERILATOR_INCLUDE)
  enable_language(CXX)
  add_library(verilated_runtime STATIC ${LEVEE_VERILATOR_INCLUDE}/verilated.cpp ${LEVEE_VERILATOR_INCLUDE}/verilated_cov.cpp
                                       ${LEVEE_VERILATOR_INCLUDE}/verilated_threads.cpp)
  target_include_directories(verilated_runtime SYSTEM PUBLIC ${LEVEE_VERILATOR_INCLUDE} ${LEVEE_VERILATOR_INCLUDE}/vltstd)
  target_compile_definitions(verilated_runtime PUBLIC VM_COVERAGE=1 VM_TRACE=0)
  target_compile_options(verilated_runtime PRIVATE -w)
  if(LEVEE_SANITIZE)
    # gcc takes the address of the runtime's thread-local state for null.
    target_compile_options(verilated_runtime PUBLIC -fno-sanitize=null)
  endif()
endif()

# levee_verilate(NAME TOP module SOURCES file... [PARAMETERS K=V...] [OPTIONS option...])
# makes a library NAME of the Verilated `module`, whose class and header are called NAME. Sources are read in order,
# relative to rtl/. OPTIONS go to Verilator as they are. Registers that nothing resets start with random bits.
function(levee_verilate name)
  cmake_parse_arguments(V "" "TOP" "SOURCES;PARAMETERS;OPTIONS" ${ARGN})
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${name})
  list(TRANSFORM V_SOURCES PREPEND ${PROJECT_SOURCE_DIR}/rtl/)
  list(TRANSFORM V_PARAMETERS PREPEND -G)
  # A configuration file among the options makes another model when it changes.
  set(configurations ${V_OPTIONS})
  list(FILTER configurations INCLUDE REGEX "[.]vlt$")
  add_custom_command(
    OUTPUT ${folder}/${name}__ALL.a ${folder}/${name}.h
    COMMAND
      sh -c "\"$@\" >${folder}.log 2>&1 || { cat ${folder}.log; exit 1; }" sh ${LEVEE_VERILATOR} --cc --build -Wall
      --assert --x-assign unique --x-initial unique -O3 -CFLAGS "-O2 -DVM_COVERAGE=1" --Mdir ${folder} --prefix ${name}
      --top-module ${V_TOP} ${V_PARAMETERS} ${V_OPTIONS} ${V_SOURCES}
    DEPENDS ${V_SOURCES} ${configurations}
    COMMENT "Verilating ${V_TOP} as ${name}"
    VERBATIM)
  add_custom_target(${name}_verilated DEPENDS ${folder}/${name}__ALL.a)
  add_library(${name} INTERFACE)
  add_dependencies(${name} ${name}_verilated)
  target_include_directories(${name} SYSTEM INTERFACE ${folder})
  target_link_libraries(${name} INTERFACE ${folder}/${name}__ALL.a verilated_runtime)
endfunction()

# levee_add_model(TARGET NAME LIBRARY LANES) adds to TARGET the levee_model_t NAME (host/device/verilated/model.h) of a
# kernel that levee_verilate has made.
function(levee_add_model target name library lanes)
  set(shim ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  file(CONFIGURE OUTPUT ${shim} @ONLY CONTENT [[
#define LEVEE_MODEL_NAME @name@
#define LEVEE_MODEL_LANES @lanes@
#define LEVEE_MODEL_CLASS @library@
#define LEVEE_MODEL_HEADER "@library@.h"
#include "device/verilated/model.cpp"
]])
  target_sources(${target} PRIVATE ${shim})
  target_link_libraries(${target} PRIVATE ${library})
endfunction()
