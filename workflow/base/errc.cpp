#include "workflow/base/errc.hpp"

namespace runledger {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::invalid_input:
      return "invalid_input";
    case Errc::not_found:
      return "not_found";
    case Errc::already_exists:
      return "already_exists";
    case Errc::conflict:
      return "conflict";
    case Errc::unauthorized:
      return "unauthorized";
    case Errc::limit_exceeded:
      return "limit_exceeded";
    case Errc::overloaded:
      return "overloaded";
    case Errc::unavailable:
      return "unavailable";
    case Errc::outcome_unknown:
      return "outcome_unknown";
    case Errc::corrupt_history:
      return "corrupt_history";
    case Errc::expression_failed:
      return "expression_failed";
    case Errc::internal:
      return "internal";
  }
  return "internal";
}

}  // namespace runledger
