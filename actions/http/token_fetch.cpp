#include "actions/http/token_fetch.hpp"

#include <utility>

namespace runledger::actions {
namespace {

constexpr std::size_t kMaxAnswerBytes = 64 * 1024;

}  // namespace

TokenFetch::TokenFetch(TokenRequest request, const ConversationRules& rules, const std::string& user_agent,
                       Deadline deadline, Done done)
    : request_(std::move(request)), deadline_(deadline), done_(std::move(done)), user_agent_(user_agent) {
  facts_.rules = &rules;
}

// Credentials belong to the token endpoint alone.
void TokenFetch::list_headers() {
  header_lines_ = {};
  header_lines_.add("Accept: application/json");
  header_lines_.add("Expect:");
  header_lines_.add("User-Agent: " + user_agent_);
  if (request_.discovery) return;
  header_lines_.add("Content-Type: " + request_.content_type);
  if (!request_.authorization.empty()) header_lines_.add("Authorization: " + request_.authorization);
}

CURLcode TokenFetch::prepare(CURL* handle) {
  body_.clear();
  url_text_ = request_.url.text();
  list_headers();
  OptionSetter options(handle);
  apply_rules(options, "http,https", deadline_, facts_);
  options.set(CURLOPT_URL, url_text_.c_str())
      .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1))
      .set(CURLOPT_HTTPHEADER, header_lines_.get())
      .set(CURLOPT_WRITEFUNCTION, &TokenFetch::on_body)
      .set(CURLOPT_WRITEDATA, static_cast<void*>(this));
  if (!request_.discovery) {
    options.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()))
        .set(CURLOPT_POSTFIELDS, request_.body.c_str());
  }
  return options.code();
}

Transfer::Next TokenFetch::finished(CURL* handle, CURLcode code) {
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  if (code != CURLE_OK) {
    const bool too_large = code == CURLE_WRITE_ERROR;
    done_(no_token(request_.url, too_large ? "its answer is too large" : explain(code, facts_)));
  } else if (request_.discovery) {
    Result<Url> endpoint = read_discovery(request_.url, status, body_);
    if (endpoint) {
      request_.url = *std::move(endpoint);
      request_.discovery = false;
      return Next::again;
    }
    done_(no_token(request_.url, endpoint.error().message));
  } else {
    done_(read_token_answer(request_.url, status, body_));
  }
  return Next::ended;
}

void TokenFetch::abandoned(Abandoned why, bool /*begun*/) {
  if (why == Abandoned::timed_out) return done_(no_token(request_.url, "it did not answer in time"));
  done_(run::ActionOutcome(run::OutcomeUnknown{"the engine stopped before the call was begun"}));
}

std::size_t TokenFetch::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  std::string& body = static_cast<TokenFetch*>(self)->body_;
  if (body.size() + size * count > kMaxAnswerBytes) return 0;
  body.append(data, size * count);
  return size * count;
}

}  // namespace runledger::actions
