#include "http/server/pistache_handler.hpp"

#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <exception>
#include <string>

#include "http/metrics.hpp"
#include "http/problem.hpp"
#include "http/server/answer_text.hpp"
#include "http/server/connection.hpp"
#include "http/server/request_ids.hpp"

namespace runledger::http::server {
namespace {

constexpr const char* kConnection = "c";

std::string full_answer() {
  Response response =
      problem_response(Error{Errc::overloaded, "Too many connections are open. Try again in a moment."});
  std::string text = answer_head(response, {new_request_id(), false, 11}, true);
  return text.append(response.body);
}

std::shared_ptr<Connection> connection_of(const std::shared_ptr<Pistache::Tcp::Peer>& peer) {
  return std::static_pointer_cast<Connection>(peer->tryGetData(kConnection));
}

void turn_away(int fd) {
  const std::string text = full_answer();
  [[maybe_unused]] const auto sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  ::shutdown(fd, SHUT_RDWR);  // Pistache closes the descriptor when it reads the end
}

}  // namespace

// Nothing may be thrown into Pistache: its worker would end the process.
void PistacheHandler::onConnection(const Peer& peer) {
  try {
    // Pistache's scan for idle peers wants a parser; it is never fed and its timeouts are off.
    peer->putData(ParserData, std::make_shared<Pistache::Http::RequestParser>(1));
    if (context_->connections.fetch_add(1) >= context_->connection_limit || context_->draining) {
      --context_->connections;
      if (context_->metrics) context_->metrics->connection_refused();
      turn_away(peer->fd());
      return;
    }
    Socket socket = Socket::duplicate_of(peer->fd(), context_->lowest_duplicate);
    if (!socket.is_open()) {
      --context_->connections;
      turn_away(peer->fd());
      return;
    }
    const auto id = context_->loop.next_id();
    auto connection = std::make_shared<Connection>(id, std::move(socket), context_);
    peer->putData(kConnection, connection);
    if (context_->metrics) context_->metrics->connection_opened();
    context_->loop.add(id, std::move(connection));
  } catch (const std::exception& thrown) {
    spdlog::error("http_connection_failed what={}", thrown.what());
    ::shutdown(peer->fd(), SHUT_RDWR);
  }
}

void PistacheHandler::onInput(const char* bytes, std::size_t length, const Peer& peer) {
  const auto connection = connection_of(peer);
  if (!connection) return;
  try {
    connection->on_input({bytes, length});
  } catch (const std::exception& thrown) {
    spdlog::error("http_input_failed what={}", thrown.what());
    connection->abort();
  }
}

void PistacheHandler::onDisconnection(const Peer& peer) {
  if (const auto connection = connection_of(peer)) connection->on_input_end();
}

}  // namespace runledger::http::server
