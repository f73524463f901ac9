#include "app/dev/receiver.hpp"

#include <gmock/gmock.h>

#include <future>

#include "app/platform/private_file.hpp"
#include "tests/http/support/answer_catcher.hpp"
#include "tests/support/engine_process.hpp"
#include "workflow/base/json.hpp"

namespace runledger::app {
namespace {

using http::Headers;
using http::Method;
using http::test::make_request;
using ::testing::HasSubstr;
using ::testing::Not;

class DevReceiverTest : public ::testing::Test {
 protected:
  DevReceiverTest() { receiver_.add_routes(router_); }

  http::Response answer(Method method, const std::string& path, const std::string& body = {},
                        Headers headers = {}) {
    const http::test::AnswerCatcher catcher;
    router_.handle(make_request(method, path, std::move(headers), body), catcher.responder());
    // One thread takes the work in order: when this marker has run, so has the request.
    std::promise<void> marker;
    EXPECT_TRUE(workers_.submit([&] { marker.set_value(); }));
    marker.get_future().wait();
    return catcher.answer();
  }

  test::ScratchFolder folder_;
  http::WorkerPool workers_{1, 16};
  DevReceiver receiver_{folder_.path() + "/received", workers_};
  http::Router router_;
};

TEST_F(DevReceiverTest, KeepsWhatAServiceWouldSeeWithoutTheCredentials) {
  Headers headers;
  headers.add("Authorization", "Bearer hidden");
  headers.add("Idempotency-Key", "run/task/1");
  EXPECT_EQ(answer(Method::post, "/dev/services/chat/messages", R"({"text":"hi"})", headers).status, 200);
  const auto files = test::files_in(folder_.path() + "/received", "-chat.json");
  ASSERT_EQ(files.size(), 1U);
  const std::string text = test::content_of(files[0]);
  EXPECT_THAT(text, Not(HasSubstr("hidden")));
  const auto kept = parse_json(text);
  ASSERT_TRUE(kept.ok());
  EXPECT_EQ(write_json(*resolve_pointer(*kept, "/body")), R"({"text":"hi"})");
  EXPECT_EQ(write_json(*resolve_pointer(*kept, "/headers")), R"({"Idempotency-Key":"run/task/1"})");
  EXPECT_EQ(write_json(*resolve_pointer(*kept, "/path")), R"("/dev/services/chat/messages")");
}

TEST_F(DevReceiverTest, ServiceAnswersAsItWasTold) {
  EXPECT_EQ(answer(Method::put, "/dev/services/chat", R"({"status":503})").status, 200);
  EXPECT_EQ(answer(Method::post, "/dev/services/chat/messages", "{}").status, 503);
}

TEST_F(DevReceiverTest, WrongStatusesAreRefused) {
  for (const char* body :
       {"", "{}", R"({"status":"503"})", R"({"status":199})", R"({"status":600})", "503"}) {
    EXPECT_EQ(answer(Method::put, "/dev/services/chat", body).status, 400) << body;
  }
}

TEST_F(DevReceiverTest, ServiceNamesThatCouldLeaveTheFolderAreNoServices) {
  EXPECT_EQ(answer(Method::post, "/dev/services/../messages", "{}").status, 404);
  EXPECT_TRUE(test::files_in(folder_.path() + "/received", "").empty());
}

TEST_F(DevReceiverTest, ListShowsWhatIsThereAndSkipsWhatIsNoJson) {
  std::filesystem::create_directories(folder_.path() + "/received");
  ASSERT_TRUE(write_private_file(folder_.path() + "/received/1.json", R"({"n":1})").ok());
  ASSERT_TRUE(write_private_file(folder_.path() + "/received/2.json", "damaged").ok());
  ASSERT_TRUE(write_private_file(folder_.path() + "/received/3.json", R"({"n":3})").ok());
  EXPECT_EQ(answer(Method::get, "/dev/received").body, R"({"items":[{"n":1},{"n":3}]})");
}

}  // namespace
}  // namespace runledger::app
