#include "store/vault/cipher.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <limits>
#include <memory>

#include "ledger/hash.hpp"

namespace runledger::store {
namespace {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kKeyIdDigits = 16;
constexpr std::size_t kMaxBytes = 1 << 20;  // connections and secrets are small

struct ContextDeleter {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, ContextDeleter>;

const unsigned char* in(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* out(std::string& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}
int size_of(std::string_view bytes) {
  return static_cast<int>(bytes.size());
}

Error openssl_failed(std::string_view label) {
  return {Errc::internal, std::string(label) + ": OpenSSL's AES-256-GCM failed"};
}

}  // namespace

Result<Cipher> Cipher::make(std::string_view master_key) {
  Cipher cipher;
  if (master_key.size() != cipher.key_.size()) {
    return Error{Errc::invalid_input,
                 "the master key must have 32 bytes, not " + std::to_string(master_key.size())};
  }
  std::copy(master_key.begin(), master_key.end(), cipher.key_.begin());
  cipher.key_id_ =
      ledger::hex(ledger::sha256({"runledger master key id", master_key})).substr(0, kKeyIdDigits);
  return cipher;
}

Cipher::~Cipher() {
  OPENSSL_cleanse(key_.data(), key_.size());
}

Result<SealedValue> Cipher::seal(std::string_view label, std::string_view value, Random& random) const {
  if (value.size() > kMaxBytes) {
    return Error{Errc::limit_exceeded, std::string(label) + ": a value may have at most 1 MiB"};
  }
  std::array<std::uint8_t, kNonceBytes> nonce{};
  random.fill(nonce);
  SealedValue sealed{key_id_, std::string(nonce.begin(), nonce.end()),
                     std::string(value.size() + kTagBytes, '\0')};
  unsigned char* const target = out(sealed.ciphertext);
  const Context context(EVP_CIPHER_CTX_new());
  int done = 0;
  const bool ok =
      context != nullptr &&
      EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key_.data(), nonce.data()) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &done, in(label), size_of(label)) == 1 &&
      EVP_EncryptUpdate(context.get(), target, &done, in(value), size_of(value)) == 1 &&
      EVP_EncryptFinal_ex(context.get(), target + value.size(), &done) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, target + value.size()) == 1;
  if (!ok) return openssl_failed(label);
  return sealed;
}

Result<std::string> Cipher::open(std::string_view label, const SealedValue& sealed) const {
  if (sealed.key_id != key_id_) {
    return Error{Errc::internal, std::string(label) + " was encrypted under another master key (" +
                                     sealed.key_id + ", ours is " + key_id_ +
                                     "): start with that key, or save the value again"};
  }
  const Error damaged{Errc::internal,
                      std::string(label) + " is damaged in the database: save the value again"};
  if (sealed.nonce.size() != kNonceBytes || sealed.ciphertext.size() < kTagBytes ||
      sealed.ciphertext.size() > kMaxBytes + kTagBytes) {
    return damaged;
  }
  const std::string_view body(sealed.ciphertext.data(), sealed.ciphertext.size() - kTagBytes);
  std::string tag = sealed.ciphertext.substr(body.size());
  std::string value(body.size(), '\0');
  const Context context(EVP_CIPHER_CTX_new());
  int done = 0;
  unsigned char none = 0;
  const bool started =
      context != nullptr &&
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key_.data(), in(sealed.nonce)) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &done, in(label), size_of(label)) == 1 &&
      EVP_DecryptUpdate(context.get(), out(value), &done, in(body), size_of(body)) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, out(tag)) == 1;
  if (!started) return openssl_failed(label);
  if (EVP_DecryptFinal_ex(context.get(), &none, &done) != 1) {
    OPENSSL_cleanse(value.data(), value.size());
    return damaged;
  }
  return value;
}

}  // namespace runledger::store
