#pragma once

#include <functional>
#include <string>

#include "actions/http/token_answer.hpp"
#include "actions/http/token_request.hpp"
#include "actions/network/curl_handle.hpp"
#include "actions/network/transfer.hpp"

namespace runledger::actions {

// The conversation with a token endpoint, and the one before that discovers it. Redirects are not followed:
// credentials are inside.
class TokenFetch : public Transfer {
 public:
  using Done = std::function<void(const TokenOrOutcome&)>;

  // `rules` must outlive it. `done` is called once, on the loop's thread, or at submission to a stopped loop.
  TokenFetch(TokenRequest request, const ConversationRules& rules, const std::string& user_agent,
             Deadline deadline, Done done);

  std::string host() const override { return request_.url.host + ":" + request_.url.port; }
  Deadline deadline() const override { return deadline_; }
  // Other calls may wait for the token too.
  bool is_withdrawn() const override { return false; }
  CURLcode prepare(CURL* handle) override;
  Next finished(CURL* handle, CURLcode code) override;
  void abandoned(Abandoned why, bool begun) override;

 private:
  void list_headers();
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);

  TokenRequest request_;
  ConversationFacts facts_;
  Deadline deadline_;
  Done done_;
  std::string user_agent_;
  std::string url_text_;
  Slist header_lines_;
  std::string body_;
};

}  // namespace runledger::actions
