#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace runledger::test {

struct SmtpBehaviour {
  enum class Tls { none, starttls, tls } tls = Tls::none;  // with a certificate of its own for 127.0.0.1
  std::string username{}, password{};                      // required when set
  std::vector<std::string> reject_recipients{};
  std::string data_reply{};       // instead of accepting the message, e.g. "554 spam"
  bool drop_after_data = false;   // take the message, then close without a word
  bool stall_after_data = false;  // take the message, then never answer
  bool smtputf8 = false;          // offer RFC 6531
};

// A message as Python's e-mail parser reads it.
struct ReceivedMail {
  int connection = 0;  // the client's port: the same for messages of one connection
  std::string sender;
  std::vector<std::string> recipients;
  std::string raw;
  std::map<std::string, std::string> headers;  // decoded; names in lower case
  std::string content_type;
  std::map<std::string, std::string> bodies;  // decoded, by subtype: "plain", "html"
  struct Attachment {
    std::string type;  // as in the header
    std::string base64;
  };
  std::map<std::string, Attachment> attachments;  // by file name, decoded
  std::vector<std::string> defects;               // what the parser found wrong
};

// A real SMTP server, Debian's python3-aiosmtpd, as a child process on a free port of 127.0.0.1; it ends with
// this object or with the test program. The constructor throws std::runtime_error when it cannot be started.
// Thread-safe.
class SmtpServer {
 public:
  explicit SmtpServer(const SmtpBehaviour& behaviour = {});
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;
  ~SmtpServer();

  int port() const;
  // PEM file of the server's certificate; empty without TLS.
  std::string certificate() const;
  // Also messages that were taken and then refused or dropped.
  std::vector<ReceivedMail> mails() const;
  // False when fewer than `count` messages have arrived within `limit`.
  bool wait_for_mails(std::size_t count,
                      std::chrono::milliseconds limit = std::chrono::milliseconds(10'000)) const;

 private:
  class Child;
  std::unique_ptr<Child> child_;
};

}  // namespace runledger::test
