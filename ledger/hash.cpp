#include "ledger/hash.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace runledger::ledger {
namespace {

[[noreturn]] void die(const char* what) {
  std::fprintf(stderr, "runledger: OpenSSL failed: %s\n", what);
  std::abort();
}

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* held) const {
    Free(held);
  }
};
using Md = std::unique_ptr<EVP_MD, Freer<EVP_MD_free>>;
using MdContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using Mac = std::unique_ptr<EVP_MAC, Freer<EVP_MAC_free>>;
using MacContext = std::unique_ptr<EVP_MAC_CTX, Freer<EVP_MAC_CTX_free>>;

// Fetching an algorithm walks the providers under a lock and costs more than hashing an event: once a
// process. Contexts are kept one a thread, because making one allocates.
const EVP_MD* sha256_algorithm() {
  static const Md md{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  if (!md) die("SHA256 is not available");
  return md.get();
}

EVP_MD_CTX* digest_context() {
  thread_local const MdContext context{EVP_MD_CTX_new()};
  if (!context) die("no digest context");
  return context.get();
}

MacContext make_mac_context() {
  static const Mac hmac{EVP_MAC_fetch(nullptr, "HMAC", nullptr)};
  if (!hmac) die("HMAC is not available");
  MacContext context{EVP_MAC_CTX_new(hmac.get())};
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, sizeof digest - 1),
      OSSL_PARAM_construct_end(),
  };
  if (!context || EVP_MAC_CTX_set_params(context.get(), params) != 1) die("no HMAC context");
  return context;
}

EVP_MAC_CTX* mac_context() {
  thread_local const MacContext context = make_mac_context();
  return context.get();
}

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

Hash sha256(std::initializer_list<std::string_view> parts) {
  EVP_MD_CTX* context = digest_context();
  if (EVP_DigestInit_ex2(context, sha256_algorithm(), nullptr) != 1) die("digest init");
  for (const std::string_view part : parts) {
    if (EVP_DigestUpdate(context, part.data(), part.size()) != 1) die("digest update");
  }
  Hash hash;
  if (EVP_DigestFinal_ex(context, hash.data(), nullptr) != 1) die("digest final");
  return hash;
}

Hash hmac_sha256(std::span<const std::uint8_t> key, std::string_view bytes) {
  // With an empty key OpenSSL would silently go on with the previous one.
  if (key.empty()) die("an HMAC key is empty");
  EVP_MAC_CTX* context = mac_context();
  if (EVP_MAC_init(context, key.data(), key.size(), nullptr) != 1) die("HMAC init");
  if (EVP_MAC_update(context, bytes_of(bytes), bytes.size()) != 1) die("HMAC update");
  Hash hash;
  std::size_t length = 0;
  if (EVP_MAC_final(context, hash.data(), &length, hash.size()) != 1 || length != hash.size()) {
    die("HMAC final");
  }
  return hash;
}

void append_hex(const Hash& hash, std::string& out) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<char, 2 * std::tuple_size_v<Hash>> digits;
  auto next = digits.begin();
  for (const std::uint8_t byte : hash) {
    *next++ = kDigits[byte >> 4];
    *next++ = kDigits[byte & 15];
  }
  out.append(digits.data(), digits.size());
}

std::string hex(const Hash& hash) {
  std::string out;
  out.reserve(2 * hash.size());
  append_hex(hash, out);
  return out;
}

}  // namespace runledger::ledger
