#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "workflow/base/json.hpp"
#include "workflow/run/error.hpp"

// What may enter a run's history: only documents and texts that can be written and read again.
namespace runledger::run {

// Takes a document that an expression made out of documents of the run. Errors: limit_exceeded when it is
// larger than 8 MiB or nested deeper than 64 levels; expression_failed when it holds a NUL character or a
// number that is not finite.
Result<SharedJson> keep_computed(Json document);
// The same for the array of these documents. Copies them only when the array fits.
Result<SharedJson> keep_array(std::span<const SharedJson> items);
// The same for a document from outside, whose texts may also be no UTF-8 (invalid_input).
Result<Done> check_foreign(const Json& document, std::size_t max_bytes);

// Makes any bytes fit: not longer than `max_bytes`, valid UTF-8 and without NUL; what is not is replaced by
// U+FFFD.
std::string tidy_text(std::string text, std::size_t max_bytes);
// The same for every member of an error. A response that cannot be kept is left out.
RunError tidy_error(RunError error);

}  // namespace runledger::run
