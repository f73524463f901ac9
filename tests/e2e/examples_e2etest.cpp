// The three examples as their users meet them: over the real HTTP port, with a real SMTP server and a real
// PostgreSQL as the effects' targets.
#include <gmock/gmock.h>
#include <pqxx/pqxx>

#include <filesystem>

#include "tests/e2e/server_fixture.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/http_receiver.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/smtp_server.hpp"

namespace runledger::test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class ExamplesE2e : public ServerFixture {
 protected:
  void SetUp() override {
    start_server();
    pqxx::connection shop(shop_.url());
    pqxx::work work(shop);
    work.exec(example("order-fulfilment", "shop.sql"));
    work.commit();
    save_connection("mail", "smtp",
                    "{\"host\":\"127.0.0.1\",\"port\":" + std::to_string(smtp_.port()) +
                        ",\"tls\":\"none\",\"from\":\"Shop <shop@example.com>\"}");
    save_connection("shop", "postgres", "{\"url\":\"" + shop_.url() + "\"}");
    for (const char* service : {"marketing", "warehouse", "chat"}) {
      save_connection(service, "http",
                      "{\"baseUrl\":\"" + receiver_.url("/") + service +
                          "\",\"auth\":{\"type\":\"bearer\",\"token\":\"token-of-" + service + "\"}}");
    }
  }

  int stock(const std::string& sku) {
    pqxx::connection shop(shop_.url());
    pqxx::work work(shop);
    return work.exec("SELECT stock FROM products WHERE sku = " + work.quote(sku))[0][0].as<int>();
  }
  std::string order_status(const std::string& id) {
    pqxx::connection shop(shop_.url());
    pqxx::work work(shop);
    const auto rows = work.exec("SELECT status FROM orders WHERE id = " + work.quote(id));
    return rows.empty() ? "" : rows[0][0].as<std::string>();
  }

  TestDatabase shop_;
  SmtpServer smtp_;
  HttpReceiver receiver_;
};

TEST_F(ExamplesE2e, NewCustomerIsWelcomedAndPutOnTheMarketingList) {
  const auto workflow = upload(example("crm-new-customer", "workflow.yaml"));
  const auto accepted = post(workflow, example("crm-new-customer", "payloads/good.json"));
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  EXPECT_FALSE(accepted.at("/requestId").empty());
  EXPECT_FALSE(accepted.at("/position").empty());

  const Json run = ended_run(accepted.at("/runId"));
  EXPECT_EQ(text_at(run, "/status"), "completed") << write_json(run);
  ASSERT_TRUE(smtp_.wait_for_mails(1));
  EXPECT_TRUE(smtp_.mails()[0].defects.empty());
  ASSERT_EQ(receiver_.request_count(), 1U);
  EXPECT_EQ(receiver_.requests()[0].header("authorization"), "Bearer token-of-marketing");
  EXPECT_THAT(receiver_.requests()[0].header("idempotency-key"), HasSubstr(accepted.at("/runId")));

  const auto status = send("GET", here(accepted.at("/statusUrl")), {bearer(workflow.api_key)});
  EXPECT_EQ(status.status, 200);
  EXPECT_EQ(status.at("/status"), "completed");
}

TEST_F(ExamplesE2e, OrderTakesStockConfirmsAndNotifiesTheWarehouse) {
  const auto workflow = upload(example("order-fulfilment", "workflow.yaml"));
  const Json payload = *parse_json(example("order-fulfilment", "payloads/good.json"));
  const std::string sku = text_at(payload, "/items/0/sku");
  const int before = stock(sku);

  const auto answer = post(workflow, write_json(payload), {"Prefer: wait=20"});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.at("/status"), "fulfilled") << answer.body;  // the answer is the run's output
  EXPECT_EQ(answer.header("preference-applied"), "wait=20");
  EXPECT_EQ(stock(sku), before - std::stoi(text_at(payload, "/items/0/quantity")));
  EXPECT_EQ(order_status(text_at(payload, "/orderId")), "reserved");
  EXPECT_TRUE(smtp_.wait_for_mails(1));
  EXPECT_EQ(smtp_.mails().size(), 1U);
  ASSERT_EQ(receiver_.request_count(), 1U);
  EXPECT_EQ(receiver_.requests()[0].target, "/warehouse/shipments");

  // The shop posts it again: nothing is done twice.
  const auto again = post(workflow, write_json(payload), {"Prefer: wait=20"});
  EXPECT_EQ(again.at("/status"), "already known") << again.body;
  EXPECT_TRUE(smtp_.wait_for_mails(1));
  EXPECT_EQ(smtp_.mails().size(), 1U);
  EXPECT_EQ(receiver_.request_count(), 1U);
}

TEST_F(ExamplesE2e, OrderIsTakenBackWhenTheWarehouseFailsForGood) {
  receiver_.script([](const ReceivedRequest&) { return ScriptedAnswer{.status = 503}; });
  const auto workflow = upload(example("order-fulfilment", "workflow.yaml"));
  const Json payload = *parse_json(example("order-fulfilment", "payloads/good.json"));
  const std::string sku = text_at(payload, "/items/0/sku");
  const int before = stock(sku);

  const auto accepted = post(workflow, write_json(payload));
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  const Json run = ended_run(accepted.at("/runId"));
  EXPECT_EQ(text_at(run, "/status"), "faulted");
  EXPECT_THAT(text_at(run, "/error/type"), HasSubstr("order-not-fulfilled"));
  EXPECT_EQ(stock(sku), before);
  EXPECT_EQ(order_status(text_at(payload, "/orderId")), "cancelled");
  ASSERT_TRUE(smtp_.wait_for_mails(2));
  EXPECT_THAT(smtp_.mails()[1].headers.at("subject"), HasSubstr("cancelled"));
  EXPECT_EQ(receiver_.request_count(), 5U);  // the first and four repetitions
  for (const auto& request : receiver_.requests()) {
    EXPECT_EQ(request.header("idempotency-key"), receiver_.requests()[0].header("idempotency-key"));
  }

  const auto errors = admin("GET", "/errors");
  EXPECT_EQ(errors.at("/items/0/count"), "1") << errors.body;
  EXPECT_EQ(errors.at("/items/0/workflow"), "shop/order-fulfilment");
}

TEST_F(ExamplesE2e, OrderBeyondTheStockIsRefusedToTheCustomer) {
  const auto workflow = upload(example("order-fulfilment", "workflow.yaml"));
  const auto accepted = post(workflow, example("order-fulfilment", "payloads/good-but-out-of-stock.json"));
  ASSERT_EQ(accepted.status, 202) << accepted.body;
  const Json run = ended_run(accepted.at("/runId"));
  EXPECT_EQ(text_at(run, "/status"), "faulted");
  EXPECT_THAT(text_at(run, "/error/type"), HasSubstr("out-of-stock"));
  EXPECT_EQ(receiver_.request_count(), 0U);
  EXPECT_TRUE(smtp_.wait_for_mails(1));
  EXPECT_EQ(smtp_.mails().size(), 1U);
}

TEST_F(ExamplesE2e, IncidentSeverityDecidesWhoIsTold) {
  const auto workflow = upload(example("incident", "workflow.yaml"));
  const auto tell = [&](const std::string& payload) {
    const auto answer = post(workflow, example("incident", payload), {"Prefer: wait=20"});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer;
  };
  tell("payloads/good-critical.json");
  ASSERT_TRUE(smtp_.wait_for_mails(1));
  EXPECT_THAT(smtp_.mails()[0].recipients, Contains("on-call@example.com"));
  EXPECT_EQ(receiver_.requests().at(0).target, "/chat/channels/incidents/messages");
  tell("payloads/good-warning.json");
  ASSERT_TRUE(smtp_.wait_for_mails(2));
  EXPECT_THAT(smtp_.mails()[1].recipients, Contains("engineering@example.com"));
  tell("payloads/good-info.json");
  EXPECT_TRUE(smtp_.wait_for_mails(2));
  EXPECT_EQ(smtp_.mails().size(), 2U);
  EXPECT_EQ(tell("payloads/good-resolved.json").at("/severity"), "critical");
}

TEST_F(ExamplesE2e, EveryBadPayloadIsRefusedWithItsReasonAndRunsNothing) {
  std::size_t tried = 0;
  for (const std::string folder : {"crm-new-customer", "order-fulfilment", "incident"}) {
    const auto workflow = upload(example(folder, "workflow.yaml"));
    for (const auto& file : files_in(source_folder() / "examples" / folder / "payloads", ".json")) {
      const std::string name = std::filesystem::path(file).filename();
      if (!name.starts_with("bad-")) continue;
      const auto refused = post(workflow, content_of(file));
      EXPECT_EQ(refused.status, name.find("malformed") != std::string::npos ? 400 : 422)
          << name << refused.body;
      EXPECT_EQ(refused.header("content-type"), "application/problem+json") << name;
      if (refused.status == 422) {
        EXPECT_FALSE(refused.at("/errors/0/detail").empty()) << name << refused.body;
      }
      ++tried;
    }
    const auto runs = admin("GET", "/runs?workflow=" + workflow.name);
    EXPECT_EQ(runs.at("/items"), "[]") << runs.body;
  }
  EXPECT_GE(tried, 10U);
  EXPECT_TRUE(smtp_.mails().empty());
  // All of them are in the activity log, with the reason.
  EXPECT_TRUE(eventually([&] {
    const Json page = admin("GET", "/requests?accepted=false&limit=200").json();
    const Json* items = resolve_pointer(page, "/items");
    return items != nullptr && items->get_array().size() == tried;
  }));
}

}  // namespace
}  // namespace runledger::test
