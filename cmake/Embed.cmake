# Puts text files into the program, so that the binary needs nothing beside it.
#   runledger_embed(<target> <name> <file>...)
# gives the header "embedded/<name>.hpp" with `inline constexpr std::array<EmbeddedFile, N> k<Name>` in namespace
# runledger::embedded, each {file name, path from the root, text}, in the order given.
function(runledger_embed target name)
  set(header ${CMAKE_BINARY_DIR}/generated/embedded/${name}.hpp)
  add_custom_command(OUTPUT ${header}
    COMMAND ${CMAKE_COMMAND} -DROOT=${CMAKE_SOURCE_DIR} -DOUTPUT=${header} -DNAME=${name} "-DFILES=${ARGN}" -P ${CMAKE_SOURCE_DIR}/cmake/WriteEmbedded.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/WriteEmbedded.cmake
    VERBATIM COMMENT "Embedding ${name}")
  target_sources(${target} PRIVATE ${header})
  target_include_directories(${target} PRIVATE ${CMAKE_BINARY_DIR}/generated)
endfunction()
