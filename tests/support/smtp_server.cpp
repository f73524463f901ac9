#include "tests/support/smtp_server.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

#include "tests/support/certificate.hpp"
#include "tests/support/python_server.hpp"

namespace runledger::test {
namespace {

namespace json = boost::json;

std::string arguments_of(const SmtpBehaviour& behaviour, const Certificate* certificate) {
  json::object object;
  if (!behaviour.username.empty()) object["login"] = {behaviour.username, behaviour.password};
  object["rejectRecipients"] = json::value_from(behaviour.reject_recipients);
  if (!behaviour.data_reply.empty()) object["dataReply"] = behaviour.data_reply;
  object["dropAfterData"] = behaviour.drop_after_data;
  object["stallAfterData"] = behaviour.stall_after_data;
  object["smtputf8"] = behaviour.smtputf8;
  if (certificate != nullptr) {
    object["tls"] = behaviour.tls == SmtpBehaviour::Tls::tls ? "tls" : "starttls";
    object["certificate"] = certificate->file();
    object["key"] = certificate->key();
  }
  return json::serialize(object);
}

ReceivedMail mail_of(const json::object& line) {
  ReceivedMail mail;
  mail.connection = line.at("connection").to_number<int>();
  mail.sender = json::value_to<std::string>(line.at("sender"));
  mail.recipients = json::value_to<std::vector<std::string>>(line.at("recipients"));
  mail.raw = json::value_to<std::string>(line.at("raw"));
  mail.headers = json::value_to<std::map<std::string, std::string>>(line.at("headers"));
  mail.content_type = json::value_to<std::string>(line.at("type"));
  mail.bodies = json::value_to<std::map<std::string, std::string>>(line.at("bodies"));
  for (const auto& [name, attachment] : line.at("attachments").as_object()) {
    mail.attachments[name] = {json::value_to<std::string>(attachment.at("type")),
                              json::value_to<std::string>(attachment.at("base64"))};
  }
  mail.defects = json::value_to<std::vector<std::string>>(line.at("defects"));
  return mail;
}

}  // namespace

class SmtpServer::Child {
 public:
  explicit Child(const SmtpBehaviour& behaviour) {
    if (behaviour.tls != SmtpBehaviour::Tls::none) {
      certificate_ = std::make_unique<Certificate>("IP:127.0.0.1");
    }
    script_ = std::make_unique<PythonServer>(
        "smtp_server.py", arguments_of(behaviour, certificate_.get()),
        [this](const std::string& line) { take_line(json::parse(line).as_object()); });
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, std::chrono::seconds(30), [this] { return port_ != 0; })) return;
    throw std::runtime_error("the SMTP server did not start: is python3-aiosmtpd installed?");
  }

  int port() const { return port_; }
  std::string certificate() const { return certificate_ ? certificate_->file() : ""; }

  std::vector<ReceivedMail> mails() const {
    const std::lock_guard lock(mutex_);
    return mails_;
  }

  bool wait_for_mails(std::size_t count, std::chrono::milliseconds limit) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [&] { return mails_.size() >= count; });
  }

 private:
  void take_line(const json::object& line) {
    const std::lock_guard lock(mutex_);
    if (line.contains("port")) {
      port_ = line.at("port").to_number<int>();
    } else {
      mails_.push_back(mail_of(line));
    }
    changed_.notify_all();
  }

  std::unique_ptr<Certificate> certificate_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<ReceivedMail> mails_;
  int port_ = 0;
  std::unique_ptr<PythonServer> script_;  // last: its thread uses the others
};

SmtpServer::SmtpServer(const SmtpBehaviour& behaviour) : child_(std::make_unique<Child>(behaviour)) {}
SmtpServer::~SmtpServer() = default;

int SmtpServer::port() const {
  return child_->port();
}
std::string SmtpServer::certificate() const {
  return child_->certificate();
}
std::vector<ReceivedMail> SmtpServer::mails() const {
  return child_->mails();
}
bool SmtpServer::wait_for_mails(std::size_t count, std::chrono::milliseconds limit) const {
  return child_->wait_for_mails(count, limit);
}

}  // namespace runledger::test
