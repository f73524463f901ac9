#include "workflow/base/sha256.hpp"

#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>

#include "workflow/base/hex.hpp"

namespace runledger {
namespace {

// Looking the algorithm up walks OpenSSL's providers under a lock and costs more than a short digest: once a
// process. It lives as long as the process.
const EVP_MD* algorithm() {
  static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return found;
}

}  // namespace

Sha256Digest sha256(std::string_view data) {
  Sha256Digest digest{};
  if (EVP_Digest(data.data(), data.size(), digest.data(), nullptr, algorithm(), nullptr) != 1) {
    std::fputs("runledger: OpenSSL has no SHA-256\n", stderr);
    std::abort();
  }
  return digest;
}

std::string sha256_hex(std::string_view data) {
  return to_hex(sha256(data));
}

}  // namespace runledger
