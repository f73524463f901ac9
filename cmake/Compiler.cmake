# Compiler settings shared by every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CTest)

set(RUNLEDGER_SANITIZE "" CACHE STRING "Sanitizers to build with, e.g. address,undefined")

add_library(runledger_compiler INTERFACE)
target_compile_options(runledger_compiler INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
# GCC 12 takes "text" + std::string for overlapping copies at -O2 (gcc.gnu.org/PR105651); the unoptimised builds
# keep the warning.
target_compile_options(runledger_compiler INTERFACE $<$<CONFIG:Release>:-Wno-restrict>)
# The project's own headers are found from the root: #include "workflow/base/result.hpp".
target_include_directories(runledger_compiler INTERFACE ${CMAKE_SOURCE_DIR})
if(RUNLEDGER_SANITIZE)
  add_compile_options(-fsanitize=${RUNLEDGER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${RUNLEDGER_SANITIZE})
  # GCC warns falsely in instrumented code, as its manual says at -fsanitize; the plain builds keep the warning.
  target_compile_options(runledger_compiler INTERFACE -Wno-maybe-uninitialized)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(LLD ld.lld)
if(LLD)
  add_link_options(-fuse-ld=lld)
endif()
