# SPDX-License-Identifier: Apache-2.0
# usage: cmake -DTEXT=FILE -DOUTPUT=FILE -P embed.cmake
#
# Writes the preprocessed OpenCL C in TEXT as an array of C. Its language wants to know of every pointer what memory it
# points to, and hls/ cannot say: rows and tables are in global memory, all else is a work-item's own.
file(READ ${TEXT} text)
string(REGEX REPLACE "(levee_risk_t|levee_row_t) \\*" "__global \\1 *" text "${text}")
file(WRITE ${TEXT}.cl "${text}")
file(READ ${TEXT}.cl bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"device/opencl/program.h\"\n\nconst unsigned char levee_program[] = {\n${bytes}};\n"
                     "const size_t levee_program_bytes = sizeof levee_program;\n")
