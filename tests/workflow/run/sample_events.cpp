#include "tests/workflow/run/sample_events.hpp"

#include <cmath>

namespace runledger::run::testing {

Timestamp at(double seconds) {
  return *parse_time("2026-11-23T12:00:00Z") + std::chrono::microseconds(std::llround(seconds * 1e6));
}

Json json(std::string_view text) {
  return *parse_json(text);
}

std::vector<RunEvent> sample_events() {
  const TaskRef ref{"/do/0/notify", 3};
  const TaskRef guard{"/do/1/guard", 0};
  RunError error;
  error.type = error_type::kCommunication;
  error.status = 503;
  error.title = "Service unavailable";
  error.detail = "the host said \"no\"";
  error.instance = ref.task;
  error.response = shared(R"({"status":503})");

  const RunId child = *RunId::parse("0190163d-8694-739b-aea5-966c26f8ad94");

  RunStarted started;
  started.run = *RunId::parse("0190163d-8694-739b-aea5-966c26f8ad91");
  started.workflow = WorkflowName{"shop/order"};
  started.version = "1.2.3";
  started.definition_hash = std::string(64, 'a');
  started.trigger = Trigger::rerun;
  started.request = RequestId::parse("0190163d-8694-739b-aea5-966c26f8ad92");
  started.rerun_of = RunId::parse("0190163d-8694-739b-aea5-966c26f8ad93");
  started.input = shared(R"({"id":9007199254740993,"price":19.99,"name":"Grüße 🎉","none":null})");
  started.transformed_input = shared(R"({"id":9007199254740993})");
  started.started_at = at(0);
  started.deadline = at(3600);
  started.secret_nonce = "00112233445566778899aabbccddeeff";

  return {
      started,
      TaskStarted{ref, shared(R"({"a":[1,2.5,true]})"), at(1), at(31), at(11), shared(R"({"b":1})"),
                  shared("[1]"), 3},
      TaskSkipped{ref, "/do/1/next"},
      TaskCompleted{ref, shared(R"({"sent":true})"), shared(R"({"count":1})"), "end", at(2.000001),
                    shared(R"({"a":1})")},
      TaskFaulted{ref, error, guard.task, at(2)},
      TaskCancelled{ref, at(2)},
      ActionStarted{ref, 2, "http", shared(R"({"method":"post"})"), Milliseconds(29'500), at(1.5)},
      ActionSucceeded{ref, 2, shared(R"({"status":200,"content":"ok"})"), at(2)},
      ActionFailed{ref, 2, error, at(2)},
      ActionTimedOut{ref, 2, at(31)},
      ActionOutcomeUnknown{ref, 2, true, "the engine stopped", at(100)},
      ActionCancelled{ref, 2, at(3)},
      WaitStarted{ref, at(60)},
      RoundStarted{ref, 7, at(3)},
      RetryScheduled{guard, 1, error, at(5)},
      RetryStarted{guard, 1, at(5), at(15)},
      ErrorCaught{guard, error, at(5)},
      RunCompleted{shared(R"({"done":true})"), at(9)},
      RunFaulted{ref, error, at(9)},
      RunRetried{"admin:ada", "the host is back", at(500)},
      RunQuarantined{"its actor crashed 5 times", at(10)},
      ChildRunRequested{ref, child, WorkflowName{"shop/pack"}, "latest", shared(R"({"order":7})"), true, 2,
                        at(3)},
      ChildRunBegan{ref, child, at(4)},
      ChildRunCompleted{ref, child, shared(R"({"packed":true})"), at(8)},
      ChildRunFailed{ref, child, error, at(8)},
      ChildRunCancelled{ref, child, at(8)},
      RunCancelled{"admin:ada", "ordered twice", at(9)},
      EventEmitted{ref, shared(R"({"id":"7","source":"/shop","specversion":"1.0","type":"order.packed"})"),
                   at(3)},
  };
}

}  // namespace runledger::run::testing
