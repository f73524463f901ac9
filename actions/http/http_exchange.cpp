#include "actions/http/http_exchange.hpp"

#include <string_view>
#include <utility>

#include "actions/http/redirect.hpp"

namespace runledger::actions {
namespace {

constexpr int kMaxRedirects = 10;
constexpr std::size_t kMaxAnswerHeaders = 200;
constexpr std::size_t kLargeBodyBytes = 64 * 1024;
// The longest a connection may have been unused. A server that closes an idle one just as a request goes out
// leaves that request's fate unknown, so what must not be repeated takes only connections fresher than the
// usual idle limits of servers (5 s and up).
constexpr long kMaxIdleSeconds = 60;
constexpr long kMaxIdleSecondsUnrepeatable = 4;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

HttpExchange::HttpExchange(CallPtr call, HttpRequest request, const HttpRules& rules, Offload offload,
                           std::function<void()> unauthorized, Again again)
    : call_(std::move(call)),
      request_(std::move(request)),
      rules_(rules),
      offload_(std::move(offload)),
      unauthorized_(std::move(unauthorized)),
      again_(std::move(again)) {
  facts_.rules = &rules_.conversation;
}

std::string HttpExchange::host() const {
  return request_.url.host + ":" + request_.url.port;
}

CURLcode HttpExchange::prepare(CURL* handle) {
  answer_ = {};
  sendings_ = 0;
  answered_ = false;
  url_text_ = request_.url.text();
  list_headers();
  OptionSetter options(handle);
  apply_rules(options, "http,https", call_->deadline(), facts_);
  options.set(CURLOPT_URL, url_text_.c_str())
      .set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1))
      .set(CURLOPT_ACCEPT_ENCODING, "")
      .set(CURLOPT_HTTPHEADER, header_lines_.get())
      .set(CURLOPT_HEADERFUNCTION, &HttpExchange::on_header)
      .set(CURLOPT_HEADERDATA, static_cast<void*>(this))
      .set(CURLOPT_WRITEFUNCTION, &HttpExchange::on_body)
      .set(CURLOPT_WRITEDATA, static_cast<void*>(this))
      .set(CURLOPT_PREREQFUNCTION, &HttpExchange::on_send)
      .set(CURLOPT_PREREQDATA, static_cast<void*>(this))
      .set(CURLOPT_MAXAGE_CONN,
           is_idempotent_method(request_.method) ? kMaxIdleSeconds : kMaxIdleSecondsUnrepeatable);
  set_method_and_body(options);
  set_digest(options);
  return options.code();
}

// libcurl asks without a body first, and sends the request itself in answer to the challenge.
void HttpExchange::set_digest(OptionSetter& options) {
  if (!request_.digest) return;
  options.set(CURLOPT_HTTPAUTH, CURLAUTH_DIGEST)
      .set(CURLOPT_USERNAME, request_.digest->username.c_str())
      .set(CURLOPT_PASSWORD, request_.digest->password.c_str());
}

void HttpExchange::set_method_and_body(OptionSetter& options) {
  const std::string& method = request_.method;
  if (method == "HEAD") {
    options.set(CURLOPT_NOBODY, 1L);
    return;
  }
  const bool announces_length = method == "POST" || method == "PUT" || method == "PATCH";
  if (request_.body || announces_length) {
    const std::string_view body = request_.body ? std::string_view(*request_.body) : std::string_view();
    options.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()))
        .set(CURLOPT_POSTFIELDS, body.empty() ? "" : body.data());
  } else {
    options.set(CURLOPT_HTTPGET, 1L);
  }
  options.set(CURLOPT_CUSTOMREQUEST, method.c_str());
}

void HttpExchange::list_headers() {
  header_lines_ = {};
  for (const HttpHeader& header : request_.headers.all()) {
    // libcurl takes "Name:" for "leave this one out" and "Name;" for an empty value.
    header_lines_.add(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
  }
  if (request_.headers.find("Content-Type") == nullptr) header_lines_.add("Content-Type:");
  header_lines_.add("Expect:");  // waiting for "100 Continue" costs a second with servers that ignore it
}

Transfer::Next HttpExchange::finished(CURL* handle, CURLcode code) {
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer_.status);
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
  retry_after_ = std::chrono::seconds(seconds);
  if (code != CURLE_OK) {
    conclude(failure_of(code));
    return Next::ended;
  }
  if (request_.follow_redirects && is_redirect(answer_.status) &&
      answer_.headers.find("Location") != nullptr) {
    return follow(answer_.status) ? Next::again : Next::ended;
  }
  conclude_answer();
  return Next::ended;
}

// True when there is a next request; otherwise the call is concluded.
bool HttpExchange::follow(long status) {
  HttpFailure failure;
  failure.redirect_refused = true;
  failure.status = status;
  if (++redirects_ > kMaxRedirects) {
    failure.why = "it redirects more than " + std::to_string(kMaxRedirects) + " times";
    conclude(failure);
    return false;
  }
  Result<HttpRequest> next =
      redirected(request_, status, *answer_.headers.find("Location"), call_->redactor());
  if (!next) {
    failure.why = next.error().message;
    conclude(failure);
    return false;
  }
  request_ = *std::move(next);
  return true;
}

HttpFailure HttpExchange::failure_of(CURLcode code) const {
  HttpFailure failure;
  failure.code = code;
  failure.may_have_arrived = sendings_ > 0;
  failure.status = answer_.status;
  failure.too_large = too_large_;
  failure.address_refused = code == CURLE_COULDNT_CONNECT && !facts_.refused_address.empty();
  failure.out_of_time = code == CURLE_OPERATION_TIMEDOUT && time_left(call_->deadline()) <= Milliseconds{5};
  if (too_large_) {
    failure.why =
        "the answer is larger than the limit of " + std::to_string(rules_.max_response_bytes) + " bytes";
  } else if (sendings_ > 1) {
    failure.why = "the connection was closed before an answer came";
  } else {
    failure.why = explain(code, facts_);
  }
  return failure;
}

void HttpExchange::abandoned(Abandoned why, bool begun) {
  HttpFailure failure;
  failure.out_of_time = why == Abandoned::timed_out;
  failure.may_have_arrived = begun && sendings_ > 0;
  failure.why = "the engine stopped before an answer came";
  if (why == Abandoned::stopped) {
    call_->settle(run::OutcomeUnknown{begun ? failure.why : "the engine stopped before the call was begun"});
    return;
  }
  conclude(failure);
}

void HttpExchange::conclude(const HttpFailure& failure) {
  call_->settle(outcome_of(request_, failure));
}

// True when the request was handed on, to be sent again later: a refusal that names a time did nothing.
bool HttpExchange::waits() {
  const bool told = (answer_.status == 429 || answer_.status == 503) && retry_after_ > Milliseconds{0};
  if (!told || !again_ || request_.waits_left <= 0) return false;
  --request_.waits_left;
  return again_(request_, retry_after_);
}

void HttpExchange::conclude_answer() {
  if (answer_.status == 401 && unauthorized_) unauthorized_();
  if (waits()) return;
  // In base64 a secret that the other side repeats could not be found any more.
  if (request_.output == HttpOutput::raw) answer_.body = call_->redactor().clean(std::move(answer_.body));
  if (answer_.body.size() < kLargeBodyBytes) {
    call_->settle(outcome_of(request_, answer_));
    return;
  }
  struct Read {
    CallPtr call;
    HttpRequest request;
    HttpAnswer answer;
  };
  auto read = std::make_shared<Read>(Read{call_, std::move(request_), std::move(answer_)});
  offload_([read] { read->call->settle(outcome_of(read->request, read->answer)); });
}

std::size_t HttpExchange::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<HttpExchange*>(self);
  const std::string_view line = trimmed({data, size * count});
  if (line.starts_with("HTTP/")) {
    exchange.answer_.headers.clear();  // what came before belonged to an interim answer or a challenge
    exchange.answered_ = true;
  } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
    if (exchange.answer_.headers.all().size() >= kMaxAnswerHeaders) return 0;
    exchange.answer_.headers.append(std::string(trimmed(line.substr(0, colon))),
                                    std::string(trimmed(line.substr(colon + 1))));
  }
  return size * count;
}

std::size_t HttpExchange::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<HttpExchange*>(self);
  std::string& body = exchange.answer_.body;
  if (body.size() + size * count > exchange.rules_.max_response_bytes) {
    exchange.too_large_ = true;
    return 0;
  }
  body.append(data, size * count);
  return size * count;
}

// Called before each sending; libcurl sends again by itself when a kept connection breaks without an answer.
// What follows an answer is no repetition but the second half of a digest.
int HttpExchange::on_send(void* self, char* /*remote_ip*/, char* /*local_ip*/, int /*remote_port*/,
                          int /*local_port*/) {
  auto& exchange = *static_cast<HttpExchange*>(self);
  if (exchange.request_.digest && exchange.answered_) exchange.sendings_ = 0;
  exchange.answered_ = false;
  const bool repetition = ++exchange.sendings_ > 1;
  return repetition && !is_idempotent_method(exchange.request_.method) ? CURL_PREREQFUNC_ABORT
                                                                       : CURL_PREREQFUNC_OK;
}

}  // namespace runledger::actions
