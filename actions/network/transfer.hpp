#pragma once

#include <curl/curl.h>

#include <string>

#include "actions/call/call.hpp"

namespace runledger::actions {

// One conversation with another host over libcurl. Owns all that the handle points to. After submission, used
// by the loop's thread alone.
class Transfer {
 public:
  enum class Next { ended, again };
  enum class Abandoned { timed_out, stopped };

  Transfer() = default;
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  virtual ~Transfer() = default;

  // "host:port" of the next conversation: limits are per host.
  virtual std::string host() const = 0;
  virtual Deadline deadline() const = 0;
  // Nobody waits for it any more: the loop gives up on it when told to look (CurlLoop::drop_withdrawn).
  virtual bool is_withdrawn() const = 0;
  // Sets the options of a fresh handle. An error ends the transfer as if the conversation had failed so.
  virtual CURLcode prepare(CURL* handle) = 0;
  // The conversation is over. `again`: there is another one (a redirect); it waits for its turn like any.
  virtual Next finished(CURL* handle, CURLcode code) = 0;
  // The loop gives up; no other call follows. `begun`: the conversation was under way.
  virtual void abandoned(Abandoned why, bool begun) = 0;
};

}  // namespace runledger::actions
