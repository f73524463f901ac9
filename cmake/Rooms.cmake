# A room is one folder, one static library: every .cpp below it, found by name so that adding a file needs no edit here.
# Folders named main/ hold programs' entry points and are left out of the library.
function(runledger_room name)
  cmake_parse_arguments(ROOM "" "" "LINKS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/(main|web)/")
  add_library(runledger_${name} STATIC ${sources})
  add_library(runledger::${name} ALIAS runledger_${name})
  set_target_properties(runledger_${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(runledger_${name} PUBLIC runledger_compiler ${ROOM_LINKS})
endfunction()

function(runledger_program name main)
  if(EXISTS ${CMAKE_SOURCE_DIR}/${main})
    add_executable(${name} ${CMAKE_SOURCE_DIR}/${main})
    target_link_libraries(${name} PRIVATE runledger::app)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  endif()
endfunction()
