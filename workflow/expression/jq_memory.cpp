#include "workflow/expression/jq_memory.hpp"

#include <malloc.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

#include "workflow/expression/jq_program.hpp"

namespace runledger::expression {
namespace {

// Of this thread. Signed, since memory may be freed that was allocated before counting began.
thread_local std::int64_t live_bytes = 0;
thread_local std::int64_t bytes_at_start = 0;
thread_local JqProgram* limited_program = nullptr;

void grown(void* block) {
  live_bytes += static_cast<std::int64_t>(malloc_usable_size(block));
  if (limited_program == nullptr) return;
  const auto used = live_bytes - bytes_at_start;
  if (used <= static_cast<std::int64_t>(JqMemoryLimit::kSoftBytes)) return;
  limited_program->halt("it takes too much memory");
  while (used > static_cast<std::int64_t>(JqMemoryLimit::kHardBytes)) pause();
}

void shrunk(void* block) {
  live_bytes -= static_cast<std::int64_t>(malloc_usable_size(block));
}

void* checked(void* block, std::size_t size) {
  if (block == nullptr && size != 0) std::abort();  // as libjq does itself
  grown(block);
  return block;
}

}  // namespace

JqMemoryLimit::JqMemoryLimit(JqProgram& program) {
  bytes_at_start = live_bytes;
  limited_program = &program;
}

JqMemoryLimit::~JqMemoryLimit() {
  limited_program = nullptr;
}

}  // namespace runledger::expression

// libjq's own allocation functions, replaced: the shared library calls them through its procedure linkage
// table, so the program's definitions win. libjq has no other way to bound memory. Where they do not win (a
// library linked with -Bsymbolic) there is only the clock; a test shows which it is.
extern "C" {
void* jv_mem_alloc(std::size_t size);
void* jv_mem_realloc(void* block, std::size_t size);
void jv_mem_free(void* block);

void* jv_mem_alloc(std::size_t size) {
  return runledger::expression::checked(std::malloc(size), size);
}

void* jv_mem_realloc(void* block, std::size_t size) {
  runledger::expression::shrunk(block);
  return runledger::expression::checked(std::realloc(block, size), size);
}

void jv_mem_free(void* block) {
  runledger::expression::shrunk(block);
  std::free(block);
}
}
