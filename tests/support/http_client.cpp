#include "tests/support/http_client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

namespace runledger::test {
namespace {

std::size_t take_body(char* data, std::size_t, std::size_t bytes, void* out) {
  static_cast<std::string*>(out)->append(data, bytes);
  return bytes;
}

std::size_t take_header(char* data, std::size_t, std::size_t bytes, void* out) {
  std::string line(data, bytes);
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
  auto& headers = *static_cast<decltype(Reply::headers)*>(out);
  if (line.rfind("HTTP/", 0) == 0) headers.clear();  // after a 100 Continue the real answer follows
  const auto colon = line.find(": ");
  if (colon == std::string::npos) return bytes;
  std::string name = line.substr(0, colon);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  headers.emplace_back(std::move(name), line.substr(colon + 2));
  return bytes;
}

// A handle a thread keeps its connections open between requests.
CURL* handle() {
  thread_local const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> kept(curl_easy_init(),
                                                                              &curl_easy_cleanup);
  curl_easy_reset(kept.get());
  return kept.get();
}

}  // namespace

Json Reply::json() const {
  auto parsed = parse_json(body);
  return parsed ? std::move(*parsed) : Json();
}

std::string Reply::at(const std::string& pointer) const {
  const Json document = json();
  const Json* found = resolve_pointer(document, pointer);
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : write_json(*found);
}

std::string Reply::header(const std::string& name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

Reply send(const std::string& method, const std::string& url, const RequestHeaders& headers,
           const std::string& body) {
  Reply reply;
  CURL* curl = handle();
  curl_slist* list = curl_slist_append(nullptr, "Expect:");
  for (const auto& header : headers) list = curl_slist_append(list, header.c_str());
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
  if (method != "GET" && method != "HEAD") {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
  }
  if (method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply.headers);
  if (curl_easy_perform(curl) == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    reply.status = static_cast<int>(status);
  }
  curl_slist_free_all(list);
  return reply;
}

}  // namespace runledger::test
