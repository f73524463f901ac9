#pragma once

#include <string_view>

#include "workflow/base/local_time.hpp"
#include "workflow/base/time.hpp"

namespace runledger {

// What clocks show where: the IANA time zone database. Implemented by app/. Thread-safe; never blocks for
// long. Zones are named as in the database ("Europe/Berlin", "UTC"); all but `knows` need a known one.
class TimeZones {
 public:
  virtual ~TimeZones() = default;
  virtual bool knows(std::string_view zone) const = 0;
  virtual LocalTime to_local(std::string_view zone, Timestamp time) const = 0;

  // The moments at which clocks show a time: one; or two, when they are set back over it; when they are set
  // forward over it, both are the moment at which that happens.
  struct Moments {
    Timestamp first, last;
  };
  virtual Moments moments_of(std::string_view zone, LocalTime local) const = 0;
};

}  // namespace runledger
