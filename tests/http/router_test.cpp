#include "http/router.hpp"

#include <gtest/gtest.h>

#include "http/health.hpp"
#include "http/metrics.hpp"
#include "http/worker_pool.hpp"
#include "tests/http/support/answer_catcher.hpp"

namespace runledger::http::test {
namespace {

RouteHandler says(std::string text) {
  return [text](Request, PathParams, Responder responder) { responder.respond(text_response(200, text)); };
}

AnswerCatcher ask(const Router& router, Method method, const std::string& path) {
  AnswerCatcher catcher;
  router.handle(make_request(method, path), catcher.responder());
  return catcher;
}

TEST(Router, FindsByMethodAndSegments) {
  Router router;
  router.add(Method::get, "/runs/{id}", says("one"));
  router.add(Method::get, "/runs", says("list"));
  router.add(Method::post, "/runs/{id}", says("changed"));
  EXPECT_EQ(ask(router, Method::get, "/runs/7").answer().body, "one");
  EXPECT_EQ(ask(router, Method::post, "/runs/7").answer().body, "changed");
  EXPECT_EQ(ask(router, Method::get, "/runs").answer().body, "list");
  EXPECT_EQ(ask(router, Method::get, "/runs/7").route(), "/runs/{id}");
  EXPECT_EQ(ask(router, Method::get, "/runs/7/events").answer().status, 404);
  EXPECT_EQ(ask(router, Method::get, "/runs/").answer().status, 404);
  EXPECT_EQ(ask(router, Method::get, "/").answer().status, 404);
}

TEST(Router, PrefersLiteralSegmentsWhateverTheOrderOfAdding) {
  Router router;
  router.add(Method::get, "/{kind}/latest", says("any"));
  router.add(Method::get, "/runs/{id}", says("run"));
  router.add(Method::get, "/runs/latest", says("latest"));
  EXPECT_EQ(ask(router, Method::get, "/runs/latest").answer().body, "latest");
  EXPECT_EQ(ask(router, Method::get, "/runs/7").answer().body, "run");
  EXPECT_EQ(ask(router, Method::get, "/keys/latest").answer().body, "any");
}

TEST(Router, GivesTheDecodedParameters) {
  Router router;
  router.add(Method::get, "/{a}/x/{b}", [](Request, PathParams params, Responder responder) {
    responder.respond(text_response(200, params.at("a") + "+" + params.at("b")));
  });
  EXPECT_EQ(ask(router, Method::get, "/1/x/2").answer().body, "1+2");
}

TEST(Router, TellsWhichMethodsAreAllowed) {
  Router router;
  int told = 0;
  router.add(Method::get, "/a", says(""));
  router.add(Method::delete_, "/a", says(""));
  router.observe_wrong_methods("/a", [&](const Request&, int status) { told = status; });
  const auto options = ask(router, Method::options, "/a");
  EXPECT_EQ(options.answer().status, 204);
  EXPECT_EQ(options.header("Allow"), "DELETE, GET, HEAD, OPTIONS");
  EXPECT_EQ(told, 0);
  const auto refused = ask(router, Method::post, "/a");
  EXPECT_EQ(refused.answer().status, 405);
  EXPECT_EQ(refused.header("Allow"), "DELETE, GET, HEAD, OPTIONS");
  EXPECT_EQ(told, 405);
}

TEST(Router, AnswersHeadWithTheHandlerOfGet) {
  Router router;
  router.add(Method::get, "/a", says("text"));
  EXPECT_EQ(ask(router, Method::head, "/a").answer().status, 200);
}

TEST(Router, TellsNobodyWhatAHandlerThrew) {
  Router router;
  router.add(Method::get, "/a", [](Request, PathParams, Responder) { throw std::runtime_error("secret"); });
  const auto answer = ask(router, Method::get, "/a").answer();
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
}

TEST(Router, ListsItsRoutes) {
  Router router;
  router.add(Method::post, "/b", says(""));
  router.add(Method::get, "/b", says(""));
  router.add(Method::get, "/a/{id}", says(""));
  EXPECT_EQ(router.routes(),
            (std::vector<Route>{{Method::get, "/a/{id}"}, {Method::get, "/b"}, {Method::post, "/b"}}));
}

TEST(WorkerPool, RefusesWhatItHasNoRoomFor) {
  WorkerPool pool(0, 1);  // no thread takes anything off the queue
  AnswerCatcher first;
  AnswerCatcher second;
  const RouteHandler handler = on_pool(pool, says("done"));
  handler(make_request(Method::get, "/"), {}, first.responder());
  handler(make_request(Method::get, "/"), {}, second.responder());
  EXPECT_FALSE(first.answered());
  EXPECT_EQ(second.answer().status, 503);
  EXPECT_EQ(second.header("Retry-After"), "1");
}

TEST(WorkerPool, RunsWhatIsQueuedBeforeItStops) {
  WorkerPool pool(2, 100);
  AnswerCatcher done;
  AnswerCatcher thrown;
  on_pool(pool, says("done"))(make_request(Method::get, "/"), {}, done.responder());
  on_pool(pool, [](Request, PathParams, Responder) { throw std::runtime_error("secret"); })(
      make_request(Method::get, "/"), {}, thrown.responder());
  pool.stop();
  EXPECT_EQ(done.answer().body, "done");
  EXPECT_EQ(thrown.answer().status, 500);
  EXPECT_FALSE(pool.submit([] {}));
}

TEST(Health, SaysWhyItIsNotReady) {
  Router router;
  std::optional<std::string> reason = "The database cannot be reached.";
  add_health_routes(router, [&] { return reason; });
  EXPECT_EQ(ask(router, Method::get, "/healthz").answer().status, 200);
  const auto unready = ask(router, Method::get, "/readyz");
  EXPECT_EQ(unready.answer().status, 503);
  EXPECT_NE(unready.answer().body.find("database"), std::string::npos);
  reason.reset();
  EXPECT_EQ(ask(router, Method::get, "/readyz").answer().status, 200);
}

TEST(Metrics, CountsByRouteAndAsksGaugesOnEachScrape) {
  Metrics metrics;
  double length = 3;
  metrics.add_gauge("runledger_test_length", "of a test", [&] { return length; });
  metrics.request_started(10);
  metrics.request_finished("GET", "/runs/{id}", 200, std::chrono::milliseconds(3), 20);
  length = 4;
  const std::string text = metrics.text();
  EXPECT_NE(text.find("runledger_test_length 4"), std::string::npos);
  EXPECT_NE(text.find(R"(runledger_http_requests_total{method="GET",route="/runs/{id}",status="200"} 1)"),
            std::string::npos);
  EXPECT_NE(text.find("runledger_http_requests_in_flight 0"), std::string::npos);
  EXPECT_NE(text.find(R"(runledger_http_request_seconds_bucket{route="/runs/{id}",le="0.005"} 1)"),
            std::string::npos);
}

}  // namespace
}  // namespace runledger::http::test
