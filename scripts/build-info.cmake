# SPDX-License-Identifier: Apache-2.0
# Writes build_info.h, only when its content changes. Run at every build, so that the revision is that of the source
# compiled. Needs SOURCE_DIR, OUTPUT, VERSION, COMPILER and FLAGS.
set(revision "unknown revision")
find_program(GIT git)
if(GIT AND EXISTS ${SOURCE_DIR}/.git)
  execute_process(COMMAND ${GIT} -C ${SOURCE_DIR} describe --always --dirty --abbrev=12
                  OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    set(revision ${described})
  endif()
endif()
string(STRIP "${FLAGS}" flags)
string(REGEX REPLACE " +" " " flags "${flags}")
string(REGEX REPLACE [[(["\])]] [[\\\1]] flags "${flags}")
string(CONFIGURE [[/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LEVEE_BUILD_INFO_H
#define LEVEE_BUILD_INFO_H

#define LEVEE_VERSION "@VERSION@"
#define LEVEE_BUILD "@revision@, @COMPILER@, @flags@"

#endif
]] header @ONLY)
set(written "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} written)
endif()
if(NOT written STREQUAL header)
  file(WRITE ${OUTPUT} "${header}")
endif()
