#pragma once

#include <string>

namespace runledger::test {

// A self-signed certificate and its key, made by the openssl program, in a folder that goes away with it.
class Certificate {
 public:
  // `names` as in a subjectAltName: "IP:127.0.0.1", "DNS:a.example,DNS:b.example".
  explicit Certificate(const std::string& names);
  ~Certificate();
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  std::string file() const { return folder_ + "/certificate.pem"; }
  std::string key() const { return folder_ + "/key.pem"; }

 private:
  std::string folder_;
};

}  // namespace runledger::test
