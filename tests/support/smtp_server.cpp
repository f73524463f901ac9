#include "tests/support/smtp_server.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "tests/support/paths.hpp"

namespace runledger::test {
namespace {

namespace json = boost::json;

// Debian's own interpreter, for which the package is installed.
constexpr char kPython[] = "/usr/bin/python3";

// A certificate for 127.0.0.1 and its key, in a folder that goes away with it.
class Certificate {
 public:
  Certificate() {
    std::string pattern = (std::filesystem::temp_directory_path() / "smtp-server-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "
        "/CN=127.0.0.1 "
        "-addext subjectAltName=IP:127.0.0.1 -keyout " +
        key() + " -out " + file() + " 2>/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl made no certificate");
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;
  ~Certificate() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string file() const { return folder_ + "/certificate.pem"; }
  std::string key() const { return folder_ + "/key.pem"; }

 private:
  std::string folder_;
};

std::string arguments_of(const SmtpBehaviour& behaviour, const Certificate* certificate) {
  json::object object;
  if (!behaviour.username.empty()) object["login"] = {behaviour.username, behaviour.password};
  object["rejectRecipients"] = json::value_from(behaviour.reject_recipients);
  if (!behaviour.data_reply.empty()) object["dataReply"] = behaviour.data_reply;
  object["dropAfterData"] = behaviour.drop_after_data;
  object["stallAfterData"] = behaviour.stall_after_data;
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
  mail.defects = json::value_to<std::vector<std::string>>(line.at("defects"));
  return mail;
}

}  // namespace

class SmtpServer::Child {
 public:
  explicit Child(const SmtpBehaviour& behaviour) {
    if (behaviour.tls != SmtpBehaviour::Tls::none) certificate_ = std::make_unique<Certificate>();
    spawn(arguments_of(behaviour, certificate_.get()));
    reader_ = std::thread([this] { read_lines(); });
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(30), [this] { return port_ != 0 || ended_; });
    if (port_ != 0) return;
    lock.unlock();
    end();
    throw std::runtime_error("the SMTP server did not start: is python3-aiosmtpd installed?");
  }
  ~Child() { end(); }

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
  void spawn(std::string arguments) {
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe");
    }
    std::string program = kPython;
    std::string script = source_folder() / "tests/support/smtp_server.py";
    std::array<char*, 4> words{program.data(), script.data(), arguments.data(), nullptr};
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    const int failure = ::posix_spawn(&pid_, kPython, &actions, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(input[0]);
    ::close(output[1]);
    input_ = input[1];
    output_ = output[0];
    if (failure != 0) {
      pid_ = -1;
      throw std::runtime_error("python3 cannot be started");
    }
  }

  void read_lines() {
    std::string buffer;
    std::array<char, 64 * 1024> bytes{};
    ssize_t count = 0;
    while ((count = ::read(output_, bytes.data(), bytes.size())) > 0) {
      buffer.append(bytes.data(), static_cast<std::size_t>(count));
      for (auto end = buffer.find('\n'); end != std::string::npos; end = buffer.find('\n')) {
        take_line(json::parse(buffer.substr(0, end)).as_object());
        buffer.erase(0, end + 1);
      }
    }
    const std::lock_guard lock(mutex_);
    ended_ = true;
    changed_.notify_all();
  }

  void take_line(const json::object& line) {
    const std::lock_guard lock(mutex_);
    if (line.contains("port")) {
      port_ = line.at("port").to_number<int>();
    } else {
      mails_.push_back(mail_of(line));
    }
    changed_.notify_all();
  }

  void end() {
    ::close(input_);
    if (pid_ > 0) {
      ::kill(pid_, SIGTERM);  // it may be in the middle of a conversation
      ::waitpid(pid_, nullptr, 0);
    }
    if (reader_.joinable()) reader_.join();
    ::close(output_);
  }

  std::unique_ptr<Certificate> certificate_;
  pid_t pid_ = -1;
  int input_ = -1;
  int output_ = -1;
  std::thread reader_;
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<ReceivedMail> mails_;
  int port_ = 0;
  bool ended_ = false;
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
