#pragma once

#include <csignal>
#include <thread>
#include <utility>

namespace runledger::actions {

// A thread that takes no signals: they belong to the main thread, and a peer that closes while OpenSSL writes
// must give an error, not SIGPIPE. Threads that it starts (libcurl's resolver) inherit this.
template <class Body>
std::thread quiet_thread(Body body) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread(std::move(body));
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace runledger::actions
