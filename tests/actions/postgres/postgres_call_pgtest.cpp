#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/actions/action_harness.hpp"
#include "tests/support/postgres.hpp"

namespace runledger::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PostgresCall : public ::testing::Test {
 protected:
  void SetUp() override {
    harness.connect("shop", "postgres", R"({"url":)" + quoted(database.url()) + "}");
    sql("CREATE TABLE item (id int PRIMARY KEY, stock int NOT NULL CHECK (stock >= 0), note text)");
    sql("INSERT INTO item VALUES (1, 5, 'one'), (2, 0, NULL)");
  }
  void TearDown() override { harness.expect_one_answer_each(); }

  run::ActionOutcome call(const std::string& more, Milliseconds timeout = {}) {
    return harness.perform("postgres", R"({"connection":"shop",)" + more + "}", timeout);
  }
  Json sql(const std::string& statement, const std::string& parameters = "[]") {
    return result_of(call(R"("statement":)" + quoted(statement) + R"(,"parameters":)" + parameters));
  }
  run::RunError error(const std::string& statement, const std::string& parameters = "[]") {
    return error_of(call(R"("statement":)" + quoted(statement) + R"(,"parameters":)" + parameters));
  }

  TestDatabase database;
  ActionHarness harness;
};

TEST_F(PostgresCall, GivesTypedValues) {
  EXPECT_EQ(sql(R"(SELECT 1::int2 AS a, 9223372036854775807 AS b, true AS c, NULL AS d, 'Zoë' AS e,
                          19.90::numeric AS f, 12345678901234567890.123 AS g, 0.1::float8 AS h, 'NaN'::float8 AS i,
                          '{"x":[1,2.5]}'::jsonb AS j, '2026-11-23 15:04:05.5+02'::timestamptz AS k,
                          '2026-11-23 15:04:05'::timestamp AS l, '2026-11-23'::date AS m, 'infinity'::timestamptz AS n,
                          ARRAY[1,2] AS o, '\xff'::bytea AS p, 7::numeric AS q, 123456789012345678901234567890 AS r,
                          interval '1 day 2 hours' AS s)"),
            json(R"({"rowCount":1,"rows":[{"a":1,"b":9223372036854775807,"c":true,"d":null,"e":"Zoë","f":19.9,
                     "g":"12345678901234567890.123","h":0.1,"i":"NaN","j":{"x":[1,2.5]},"k":"2026-11-23T13:04:05.5Z",
                     "l":"2026-11-23T15:04:05","m":"2026-11-23","n":"infinity","o":[1,2],"p":"\\xff","q":7,
                     "r":"123456789012345678901234567890","s":"P1DT2H"}]})"));
}

TEST_F(PostgresCall, GivesArraysAsLists) {
  EXPECT_EQ(
      sql(R"(SELECT ARRAY['a,b', 'q"\{}', '', 'NULL', NULL, 'ü'] AS a, ARRAY[[1,2],[3,NULL]] AS b,
                          '{}'::int[] AS c, ARRAY[1.50, 12345678901234567890.5]::numeric[] AS d,
                          ARRAY[true,false] AS e, ARRAY['{"x":[1]}'::jsonb, 'null'] AS f,
                          ARRAY['2026-11-23 15:04:05+02'::timestamptz] AS g, ARRAY['2026-11-23'::date] AS h,
                          ARRAY['\x00ff'::bytea] AS i, '[0:1]={1,2}'::int[] AS j, NULL::int[] AS k,
                          ARRAY['00000000-0000-0000-0000-000000000001'::uuid] AS l,
                          ARRAY['(1,2)'::point] AS m)"),
      json(R"({"rowCount":1,"rows":[{"a":["a,b","q\"\\{}","","NULL",null,"ü"],"b":[[1,2],[3,null]],"c":[],
                     "d":[1.5,"12345678901234567890.5"],"e":[true,false],"f":[{"x":[1]},null],
                     "g":["2026-11-23T13:04:05Z"],"h":["2026-11-23"],"i":["\\x00ff"],"j":"[0:1]={1,2}","k":null,
                     "l":["00000000-0000-0000-0000-000000000001"],"m":"{\"(1,2)\"}"}]})"));
}

TEST_F(PostgresCall, TakesAListAsJsonThatSqlCanTakeApart) {
  EXPECT_EQ(
      sql("SELECT id FROM item WHERE id IN (SELECT jsonb_array_elements_text($1::jsonb)::int) ORDER BY id",
          "[[2, 1, 7]]"),
      json(R"({"rows":[{"id":1},{"id":2}],"rowCount":2})"));
}

TEST_F(PostgresCall, CutsOffAStatementWhoseTimeIsUp) {
  EXPECT_TRUE(timed_out(call(R"j("statement":"SELECT pg_sleep(30)")j", Milliseconds(300))));
  EXPECT_EQ(sql("SELECT 1 AS one").at("rowCount"), Json(1));
}

TEST_F(PostgresCall, PassesParametersByKind) {
  EXPECT_EQ(sql("SELECT $1::text AS a, $2::int AS b, $3::numeric AS c, $4::bool AS d, $5::text AS e, "
                "$6::jsonb AS f, "
                "$7::jsonb AS g, $8::int AS h",
                R"(["it's $1","7",2.5,true,null,{"k":["v"]},[1,"2"],3.0])"),
            json(R"({"rowCount":1,"rows":[{"a":"it's $1","b":7,"c":2.5,"d":true,"e":null,"f":{"k":["v"]},
                     "g":[1,"2"],"h":3}]})"));
}

TEST_F(PostgresCall, CountsChangedRowsAndGivesReturnedOnes) {
  EXPECT_EQ(sql("UPDATE item SET stock = stock + 1"), json(R"({"rows":[],"rowCount":2})"));
  EXPECT_EQ(sql("INSERT INTO item VALUES ($1, $2) RETURNING id, stock", "[3, 9]"),
            json(R"({"rows":[{"id":3,"stock":9}],"rowCount":1})"));
  EXPECT_EQ(sql("WITH gone AS (DELETE FROM item WHERE id = 3 RETURNING id) SELECT * FROM gone"),
            json(R"({"rows":[{"id":3}],"rowCount":1})"));
  EXPECT_EQ(sql("SELECT id FROM item WHERE id > 99"), json(R"({"rows":[],"rowCount":0})"));
}

TEST_F(PostgresCall, CommitsATransactionTogether) {
  const auto outcome = call(R"j("transaction":[
      {"statement":"UPDATE item SET stock = stock - $1 WHERE id = $2","parameters":[2, 1],"expectRows":1},
      {"statement":"SELECT stock FROM item WHERE id = 1"},
      {"statement":"VALUES (1), (2)"}])j");
  EXPECT_EQ(result_of(outcome),
            json(R"({"results":[{"rows":[],"rowCount":1},{"rows":[{"stock":3}],"rowCount":1},
                                         {"rows":[{"column1":1},{"column1":2}],"rowCount":2}]})"));
  EXPECT_EQ(sql("SELECT stock FROM item WHERE id = 1").at("rows").at(0).at("stock"), Json(3));
}

TEST_F(PostgresCall, UndoesEverythingWhenTheRowsAreNotAsExpected) {
  const auto failure = error_of(call(R"("transaction":[
      {"statement":"UPDATE item SET stock = 99"},
      {"statement":"UPDATE item SET stock = 1 WHERE id = 7","expectRows":1}])"));
  EXPECT_EQ(failure.type, run::error_type::kValidation);
  EXPECT_EQ(failure.status, 409);
  EXPECT_THAT(failure.detail, HasSubstr("statement 2 concerned 0 rows instead of 1"));
  EXPECT_EQ(sql("SELECT stock FROM item WHERE id = 1").at("rows").at(0).at("stock"), Json(5));
}

TEST_F(PostgresCall, FailsConstraintsAsValidation) {
  const auto unique = error("INSERT INTO item VALUES (1, 1)");
  EXPECT_EQ(unique.type, run::error_type::kValidation);
  EXPECT_EQ(unique.status, 409);
  EXPECT_THAT(unique.detail, HasSubstr("SQLSTATE 23505"));
  EXPECT_EQ(unique.response->at("sqlstate"), Json("23505"));
  EXPECT_EQ(error("UPDATE item SET stock = -1").status, 409);
  EXPECT_EQ(error("SELECT $1::int", R"(["seven"])").status, 400);
}

TEST_F(PostgresCall, FailsMistakesAsRuntimeErrors) {
  const auto syntax = error("SELEKT 1");
  EXPECT_EQ(syntax.type, run::error_type::kRuntime);
  EXPECT_THAT(syntax.detail, HasSubstr("42601"));
  EXPECT_THAT(error("SELECT * FROM nowhere").detail, HasSubstr("nowhere"));
  EXPECT_EQ(error("SELECT 1; SELECT 2").type, run::error_type::kRuntime);
  EXPECT_EQ(error("SELECT $1::int", "[1,2]").type, run::error_type::kValidation);
  EXPECT_EQ(error("SELECT $1::int + $2::int", "[1]").type, run::error_type::kValidation);
  EXPECT_THAT(error("SELECT 1 AS a, 2 AS a").detail, HasSubstr("two columns"));
  EXPECT_EQ(sql("SELECT 1 AS one").at("rowCount"), Json(1));
}

TEST_F(PostgresCall, RefusesStatementsThatLeaveTheTransaction) {
  for (const char* statement :
       {"COMMIT", " -- x\n rollback", "/* a /* b */ */ BEGIN", "SET search_path = x",
        "set session role postgres", "PREPARE x AS SELECT 1", "COPY item TO STDOUT", "", "DISCARD ALL"}) {
    EXPECT_EQ(error(statement).type, run::error_type::kConfiguration) << statement;
  }
  EXPECT_EQ(error("SELECT $1::text", R"([{"a":1}, 5])").type, run::error_type::kValidation);
  sql("SET LOCAL work_mem = '8MB'");
}

TEST_F(PostgresCall, RefusesUnusableArguments) {
  for (const char* more :
       {R"("parameters":[])", R"("statement":5)", R"("statement":"SELECT 1","parameters":{})",
        R"("transaction":[])", R"("transaction":[1])", R"("transaction":[{"parameters":[]}])",
        R"("statement":"SELECT 1","expectRows":-1)", R"("statement":"SELECT 1","expectRows":"1")",
        R"("statement":"SELECT 1","transaction":[{"statement":"SELECT 1"}])"}) {
    EXPECT_EQ(error_of(call(more)).type, run::error_type::kConfiguration) << more;
  }
}

TEST_F(PostgresCall, RefusesResultsAboveTheLimitsWithoutLoadingThem) {
  const auto rows = error("SELECT generate_series(1, 100000000)");
  EXPECT_EQ(rows.status, 413);
  EXPECT_THAT(rows.detail, HasSubstr("10000 rows"));
  EXPECT_THAT(error("SELECT repeat('x', 100000), generate_series(1, 1000000)").detail, HasSubstr("bytes"));
  EXPECT_EQ(sql("SELECT * FROM generate_series(1, 10000)").at("rowCount"), Json(10000));
}

TEST_F(PostgresCall, KeepsItsSessionForTheNextCall) {
  const Json first = sql("SELECT pg_backend_pid() AS pid");
  error("SELECT 1/0");
  EXPECT_EQ(sql("SELECT pg_backend_pid() AS pid"), first);
}

TEST_F(PostgresCall, HandsNoStateOfItsSessionToTheNextCall) {
  const Json pid = sql("SELECT pg_backend_pid() AS pid");
  sql("SELECT set_config('search_path', 'pg_catalog', false) AS path, "
      "set_config('role', 'pg_monitor', false) AS role, pg_advisory_lock(7)");
  EXPECT_EQ(sql("SELECT pg_backend_pid() AS pid"), pid);
  EXPECT_EQ(sql("SELECT current_setting('search_path') AS path, current_setting('role') AS role, "
                "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') AS locks"),
            json(R"j({"rows":[{"path":"\"$user\", public","role":"none","locks":0}],"rowCount":1})j"));
}

TEST_F(PostgresCall, NeverShowsASecretThatPostgresRepeats) {
  ASSERT_TRUE(harness.vault().save_secret(SecretName{"pin"}, "77-hush-77").ok());
  sql("CREATE TABLE code (value text PRIMARY KEY)");
  const std::string parameters = "[" + quoted(ActionHarness::secret("pin")) + "]";
  sql("INSERT INTO code VALUES ($1)", parameters);
  const auto again = call(R"j("statement":"INSERT INTO code VALUES ($1)","parameters":)j" + parameters);
  EXPECT_THAT(describe(again), HasSubstr("Key (value)=([redacted])"));
  EXPECT_THAT(describe(again), Not(HasSubstr("hush")));
  EXPECT_THAT(write_json(sql("SELECT value FROM code WHERE value = $1", parameters)),
              HasSubstr("[redacted]"));
}

}  // namespace
}  // namespace runledger::test
