# Run by runledger_embed: writes one header with the texts of FILES.
set(entries "")
set(count 0)
foreach(file ${FILES})
  file(READ ${file} text)
  get_filename_component(base ${file} NAME)
  file(RELATIVE_PATH path ${ROOT} ${file})
  # Raw string literals may be at most 64 KiB for some compilers; cut long texts into adjacent literals.
  string(LENGTH "${text}" length)
  set(literal "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${text}" ${at} 8000 piece)
    string(APPEND literal "R\"~embedded~(${piece})~embedded~\"\n")
    math(EXPR at "${at} + 8000")
  endwhile()
  if(literal STREQUAL "")
    set(literal "\"\"")
  endif()
  string(APPEND entries "    EmbeddedFile{\"${base}\", \"${path}\", ${literal}},\n")
  math(EXPR count "${count} + 1")
endforeach()
string(SUBSTRING ${NAME} 0 1 first)
string(TOUPPER ${first} first)
string(SUBSTRING ${NAME} 1 -1 rest)
file(WRITE ${OUTPUT} "#pragma once

#include <array>
#include <string_view>

#ifndef RUNLEDGER_EMBEDDED_FILE
#define RUNLEDGER_EMBEDDED_FILE
namespace runledger::embedded {
struct EmbeddedFile {
  std::string_view name;  // without folder
  std::string_view path;  // from the project's root
  std::string_view text;
};
}  // namespace runledger::embedded
#endif

namespace runledger::embedded {

inline constexpr std::array<EmbeddedFile, ${count}> k${first}${rest}{{
${entries}}};

}  // namespace runledger::embedded
")
