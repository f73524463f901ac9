#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "actions/http/http_outcome.hpp"
#include "actions/network/curl_handle.hpp"
#include "actions/network/transfer.hpp"

namespace runledger::actions {

// How an exchange hands its answer on: large ones are read on another thread than the loop's.
using Offload = std::function<void(std::function<void()>)>;

struct HttpRules {
  ConversationRules conversation;
  std::size_t max_response_bytes = 4 * 1024 * 1024;
};

// One HTTP call, with the redirects that it follows, from its request to its outcome. The request is sent at
// most once to each URL unless its method is idempotent: libcurl's silent repetition on a connection that
// turned out to be closed is stopped.
class HttpExchange : public Transfer {
 public:
  // Takes over a request that is to be sent again after the pause; false when it is not to be.
  using Again = std::function<bool(const HttpRequest& request, Milliseconds pause)>;

  // `rules` must outlive the exchange. `unauthorized` is called when the answer to the request, wherever a
  // redirect led it, is 401; `again` when the other side asks for patience and the request has some left.
  HttpExchange(CallPtr call, HttpRequest request, const HttpRules& rules, Offload offload,
               std::function<void()> unauthorized = nullptr, Again again = nullptr);

  std::string host() const override;
  Deadline deadline() const override { return call_->deadline(); }
  bool is_withdrawn() const override { return call_->is_withdrawn(); }
  CURLcode prepare(CURL* handle) override;
  Next finished(CURL* handle, CURLcode code) override;
  void abandoned(Abandoned why, bool begun) override;

 private:
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int on_send(void* self, char* remote_ip, char* local_ip, int remote_port, int local_port);

  void set_method_and_body(OptionSetter& options);
  void set_digest(OptionSetter& options);
  void list_headers();
  bool follow(long status);
  HttpFailure failure_of(CURLcode code) const;
  void conclude(const HttpFailure& failure);
  void conclude_answer();
  bool waits();

  CallPtr call_;
  HttpRequest request_;
  const HttpRules& rules_;
  Offload offload_;
  std::function<void()> unauthorized_;
  Again again_;

  ConversationFacts facts_;
  std::string url_text_;
  Slist header_lines_;
  HttpAnswer answer_;
  Milliseconds retry_after_{0};  // as the answer says; 0: it does not
  int redirects_ = 0;
  int sendings_ = 0;       // of the current request
  bool answered_ = false;  // the last sending of it
  bool too_large_ = false;
};

}  // namespace runledger::actions
