#pragma once

#include <curl/curl.h>

#include <memory>
#include <string>
#include <string_view>

#include "actions/call/call.hpp"

namespace runledger::actions {

struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct MultiDeleter {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct SlistDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using EasyHandle = std::unique_ptr<CURL, EasyDeleter>;
using MultiHandle = std::unique_ptr<CURLM, MultiDeleter>;

// Never null: they abort when memory is gone. The first use initialises libcurl, thread-safely.
EasyHandle make_easy_handle();
MultiHandle make_multi_handle();

// A list of lines that libcurl reads while it lasts.
class Slist {
 public:
  void add(const std::string& line);
  curl_slist* get() const { return list_.get(); }

 private:
  std::unique_ptr<curl_slist, SlistDeleter> list_;
};

// Sets options and remembers the first that failed (memory, or an option this libcurl lacks).
class OptionSetter {
 public:
  explicit OptionSetter(CURL* handle) : handle_(handle) {}
  template <class Value>
  OptionSetter& set(CURLoption option, Value value) {
    if (code_ == CURLE_OK) code_ = curl_easy_setopt(handle_, option, value);
    return *this;
  }
  CURLcode code() const { return code_; }

 private:
  CURL* handle_;
  CURLcode code_ = CURLE_OK;
};

// How any conversation of ours is held, whatever its protocol.
struct ConversationRules {
  bool allow_private_addresses = false;
  std::string ca_file;  // empty: the system's
  // Lines of CURLOPT_CONNECT_TO, "host:port:connect-to-host:connect-to-port"; null: none.
  std::shared_ptr<const Slist> connect_to;
};

// What a conversation's callbacks found out.
struct ConversationFacts {
  const ConversationRules* rules = nullptr;
  std::string refused_address;  // an address of the host was not public
  char error_text[CURL_ERROR_SIZE] = {};
};

// The options common to all conversations: only `protocols`, never a proxy or credentials from the
// environment or from files, addresses checked as they are connected to, ended at the deadline. `facts` must
// outlive the conversation.
void apply_rules(OptionSetter& options, const char* protocols, Deadline deadline, ConversationFacts& facts);

// Why the conversation failed, for people: libcurl's text, or the refused address with what to do about it.
std::string explain(CURLcode code, const ConversationFacts& facts);

}  // namespace runledger::actions
