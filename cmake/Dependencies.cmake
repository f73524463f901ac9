# Every library outside the project, each as one imported or interface target. Why each: docs/dependencies.md.
# System headers (SYSTEM) so that our warning flags judge our code alone.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(spdlog REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)

function(runledger_pkg target module)
  pkg_check_modules(${target}_pkg REQUIRED IMPORTED_TARGET ${module})
  add_library(${target} INTERFACE)
  target_link_libraries(${target} INTERFACE PkgConfig::${target}_pkg)
endfunction()

runledger_pkg(yaml_lib yaml-0.1)
runledger_pkg(re2_lib re2)
runledger_pkg(curl_lib libcurl)
runledger_pkg(pqxx_lib libpqxx)
runledger_pkg(pq_lib libpq)
runledger_pkg(prometheus_lib prometheus-cpp-core)

find_package(date REQUIRED)
add_library(date_lib INTERFACE)
target_link_libraries(date_lib INTERFACE date::date-tz)

# libjq ships no pkg-config file on Debian 12.
find_library(JQ_LIBRARY jq REQUIRED)
find_library(ONIG_LIBRARY onig)
find_path(JQ_INCLUDE_DIR jq.h REQUIRED)
add_library(jq_lib INTERFACE)
target_include_directories(jq_lib SYSTEM INTERFACE ${JQ_INCLUDE_DIR})
target_link_libraries(jq_lib INTERFACE ${JQ_LIBRARY})

find_library(CAF_CORE_LIBRARY caf_core REQUIRED)
find_path(CAF_INCLUDE_DIR caf/actor.hpp REQUIRED)
add_library(caf_lib INTERFACE)
target_include_directories(caf_lib SYSTEM INTERFACE ${CAF_INCLUDE_DIR})
target_link_libraries(caf_lib INTERFACE ${CAF_CORE_LIBRARY} Threads::Threads)

find_library(PISTACHE_LIBRARY pistache REQUIRED)
find_path(PISTACHE_INCLUDE_DIR pistache/endpoint.h REQUIRED)
add_library(pistache_lib INTERFACE)
target_include_directories(pistache_lib SYSTEM INTERFACE ${PISTACHE_INCLUDE_DIR})
target_link_libraries(pistache_lib INTERFACE ${PISTACHE_LIBRARY} Threads::Threads)
