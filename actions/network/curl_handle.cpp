#include "actions/network/curl_handle.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <new>

#include "actions/network/address_guard.hpp"

namespace runledger::actions {
namespace {

constexpr Milliseconds kMaxConnectTime{10'000};

void initialise_libcurl() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code == CURLE_OK) return;
  std::fprintf(stderr, "runledger: libcurl cannot be initialised: %s\n", curl_easy_strerror(code));
  std::abort();
}

template <class Handle>
Handle not_null(Handle handle) {
  if (handle) return handle;
  std::fprintf(stderr, "runledger: out of memory for a libcurl handle\n");
  std::abort();
}

// CURLOPT_OPENSOCKETFUNCTION: sees each address after name resolution, just before it is connected to, so a
// name that resolves differently a moment later cannot slip through.
curl_socket_t open_checked_socket(void* facts_pointer, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto& facts = *static_cast<ConversationFacts*>(facts_pointer);
  if (!facts.rules->allow_private_addresses && !is_public_address(address->addr)) {
    facts.refused_address = address_text(address->addr);
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace

EasyHandle make_easy_handle() {
  initialise_libcurl();
  return not_null(EasyHandle(curl_easy_init()));
}

MultiHandle make_multi_handle() {
  initialise_libcurl();
  return not_null(MultiHandle(curl_multi_init()));
}

void Slist::add(const std::string& line) {
  curl_slist* longer = curl_slist_append(list_.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  static_cast<void>(list_.release());
  list_.reset(longer);
}

void apply_rules(OptionSetter& options, const char* protocols, Deadline deadline, ConversationFacts& facts) {
  const Milliseconds left = std::max(time_left(deadline), Milliseconds{1});
  options
      .set(CURLOPT_NOSIGNAL, 1L)
      // Without this, giving up on a name that does not resolve would block the loop until the resolver does.
      .set(CURLOPT_QUICK_EXIT, 1L)
      .set(CURLOPT_PROXY, "")
      .set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED))
      .set(CURLOPT_PROTOCOLS_STR, protocols)
      .set(CURLOPT_FOLLOWLOCATION, 0L)
      .set(CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()))
      .set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(left, kMaxConnectTime).count()))
      .set(CURLOPT_TCP_KEEPALIVE, 1L)
      .set(CURLOPT_OPENSOCKETFUNCTION, &open_checked_socket)
      .set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&facts))
      .set(CURLOPT_ERRORBUFFER, static_cast<char*>(facts.error_text));
  if (!facts.rules->ca_file.empty()) options.set(CURLOPT_CAINFO, facts.rules->ca_file.c_str());
  if (facts.rules->connect_to) options.set(CURLOPT_CONNECT_TO, facts.rules->connect_to->get());
}

std::string explain(CURLcode code, const ConversationFacts& facts) {
  if (code == CURLE_COULDNT_CONNECT && !facts.refused_address.empty()) {
    return "the address " + facts.refused_address +
           " is private or special, and calls to such addresses are not allowed here (setting "
           "allow_private_addresses)";
  }
  return facts.error_text[0] != '\0' ? facts.error_text : curl_easy_strerror(code);
}

}  // namespace runledger::actions
