#include "bench/http/step_receiver.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <unordered_map>

#include "bench/http/message_reader.hpp"
#include "bench/http/socket.hpp"

namespace runledger::bench {
namespace {

constexpr std::string_view kAnswer =
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 32\r\n\r\n"
    R"({"accepted":true,"queue":"east"})";

}  // namespace

class StepReceiver::Loop {
 public:
  Loop(Listener listener, std::atomic<std::uint64_t>& requests)
      : listener_(std::move(listener)),
        requests_(requests),
        epoll_(epoll_create1(EPOLL_CLOEXEC)),
        stop_(eventfd(0, EFD_CLOEXEC)) {
    watch(listener_.descriptor.number());
    watch(stop_.number());
  }

  std::uint16_t port() const { return listener_.port; }
  void stop() { eventfd_write(stop_.number(), 1); }

  void run() {
    std::array<epoll_event, 128> events;
    while (true) {
      const int count = epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()), -1);
      for (int i = 0; i < count; ++i) {
        const int ready = events[static_cast<std::size_t>(i)].data.fd;
        if (ready == stop_.number()) return;
        if (ready == listener_.descriptor.number()) {
          accept_all();
        } else {
          serve(ready);
        }
      }
    }
  }

 private:
  struct Client {
    Descriptor socket;
    MessageReader reader;
  };

  void watch(int descriptor) {
    epoll_event wanted{};
    wanted.events = EPOLLIN;
    wanted.data.fd = descriptor;
    epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor, &wanted);
  }

  void accept_all() {
    for (auto socket = accept_from(listener_); socket.is_open(); socket = accept_from(listener_)) {
      const int number = socket.number();
      clients_[number] = Client{std::move(socket), {}};
      watch(number);
    }
  }

  void serve(int number) {
    Client& client = clients_.at(number);
    const auto input = client.reader.read_from(number);
    bool answered = true;
    while (answered && client.reader.next()) {
      ++requests_;
      answered =
          send(number, kAnswer.data(), kAnswer.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(kAnswer.size());
    }
    if (!answered || input != MessageReader::Input::open) clients_.erase(number);
  }

  Listener listener_;
  std::atomic<std::uint64_t>& requests_;
  Descriptor epoll_;
  Descriptor stop_;
  std::unordered_map<int, Client> clients_;
};

Result<std::unique_ptr<StepReceiver>> StepReceiver::start() {
  auto listener = listen_on_loopback();
  if (!listener) return std::move(listener).error();
  std::unique_ptr<StepReceiver> receiver(new StepReceiver);
  receiver->loop_ = std::make_unique<Loop>(std::move(*listener), receiver->requests_);
  receiver->thread_ = std::thread([loop = receiver->loop_.get()] { loop->run(); });
  return receiver;
}

StepReceiver::~StepReceiver() {
  if (!thread_.joinable()) return;
  loop_->stop();
  thread_.join();
}

std::string StepReceiver::url() const {
  return "http://127.0.0.1:" + std::to_string(loop_->port());
}

}  // namespace runledger::bench
