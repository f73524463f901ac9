#include "actors/reader_actors.hpp"

#include <deque>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "actors/guard.hpp"
#include "actors/run_loader.hpp"

namespace runledger::actors {
namespace {

template <class T>
Answer<T> answer(Result<T> result) {
  return std::make_shared<Result<T>>(std::move(result));
}

void refuse(const ReadJob& job, const Error& error) {
  if (job.program_hash.empty()) {
    caf::anon_send(job.to, RunLoaded{job.run, answer<LoadedRun>(error)});
  } else {
    caf::anon_send(job.to, ProgramFetched{answer<definition::ProgramPtr>(error)});
  }
}

void carry_out(Services& services, EventLog& log, const ReadJob& job) {
  try {
    if (!job.program_hash.empty()) {
      caf::anon_send(job.to, ProgramFetched{answer(services.ports.catalog.program(job.program_hash))});
      return;
    }
    if (services.options.test_fault) services.options.test_fault(FaultPoint::load, job.run);
    const LoadOptions options{services.options.load_page, job.tail_after};
    caf::anon_send(job.to, RunLoaded{job.run, answer(load_run(log, job.run, options))});
  } catch (const std::exception& failure) {
    refuse(job, {Errc::internal, failure.what()});
  }
}

caf::behavior reader_actor(caf::event_based_actor* self, ServicesPtr services, EventLog* log,
                           caf::actor pool) {
  return {
      [=](const ReadJob& job) {
        // Who asked would wait for ever, and so would the jobs behind it.
        guarded_or_abort("reader", [&] {
          carry_out(*services, *log, job);
          caf::anon_send(pool, ReaderFree{caf::actor{self}});
        });
      },
  };
}

// Which reader is free, and what waits for one.
struct ReaderPool {
  std::vector<caf::actor> all;
  std::vector<caf::actor> free;
  std::deque<ReadJob> waiting;
  std::size_t limit = 0;

  void take(ReadJob job) {
    if (!free.empty()) {
      caf::anon_send(free.back(), std::move(job));
      free.pop_back();
    } else if (waiting.size() >= limit) {
      refuse(job, {Errc::overloaded, "too many histories wait for a reader; try again later"});
    } else {
      waiting.push_back(std::move(job));
    }
  }
  void reader_free(caf::actor reader) {
    if (waiting.empty()) {
      free.push_back(std::move(reader));
      return;
    }
    caf::anon_send(reader, std::move(waiting.front()));
    waiting.pop_front();
  }
};

}  // namespace

caf::behavior reader_pool_actor(caf::event_based_actor* self, ServicesPtr services, bool detached) {
  auto pool = std::make_shared<ReaderPool>();
  pool->limit = services->options.load_queue_limit;
  for (EventLog* log : services->ports.read_logs) {
    pool->all.push_back(detached ? self->spawn<caf::detached>(reader_actor, services, log, caf::actor{self})
                                 : self->spawn(reader_actor, services, log, caf::actor{self}));
  }
  pool->free = pool->all;
  self->set_exit_handler([self, pool](const caf::exit_msg& message) {
    for (const caf::actor& reader : pool->all) self->send_exit(reader, message.reason);
    // The jobs that wait hold handles of their askers.
    *pool = {};
    self->quit(message.reason);
  });
  return {
      [pool](ReadJob& job) { guarded("readers", [&] { pool->take(std::move(job)); }); },
      [pool](ReaderFree& reader) {
        guarded("readers", [&] { pool->reader_free(std::move(reader.reader)); });
      },
  };
}

}  // namespace runledger::actors
