// The engine takes the role that cannot change the log, where it may, and works as itself, where it may not.
#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <string>

#include "store/postgres/session.hpp"
#include "tests/store/support/store_fixture.hpp"

namespace runledger::store::test {
namespace {

// A database whose owner is no superuser. Roles belong to the server, and who may grant one depends (from
// PostgreSQL 16 on) on who made it: each test has a server of its own.
class OwnerTest : public ::testing::Test {
 protected:
  // `may`: further attributes of the role, such as CREATEROLE.
  void make_owner(const std::string& name, const std::string& may) {
    as_superuser("CREATE ROLE " + name + " LOGIN NOSUPERUSER " + may);
    pqxx::connection connection(superuser_url_);
    as_superuser("ALTER DATABASE " + std::string(connection.dbname()) + " OWNER TO " + name);
    url_ = superuser_url_ + " user=" + name;  // the later one wins
  }

  std::string as_superuser(const std::string& statement) { return run(superuser_url_, statement); }
  std::string as_owner(const std::string& statement) { return run(url_, statement); }

  // Who the engine's sessions are after they were opened.
  std::string role_of_a_session() {
    pqxx::connection connection(url_);
    pqxx::nontransaction session(connection);
    session.exec(kTakeApplicationRole.sql);
    return session.exec("SELECT current_user")[0][0].c_str();
  }

  Result<Appended> append(int n) {
    JournalWriter::Options options;
    options.session.database_url = url_;
    JournalWriter journal(options, clock_, random_);
    const AppendGroup group = webhook_group(n);
    return journal.append({&group, 1}).front();
  }

  const runledger::test::TestServer server_;
  const std::string superuser_url_ = server_.make_database("test");
  std::string url_;
  WallClock clock_;
  SeededRandom random_{20261127};

 private:
  static std::string run(const std::string& url, const std::string& statement) {
    pqxx::connection connection(url);
    pqxx::nontransaction transaction(connection);
    const pqxx::result result = transaction.exec(statement);
    return result.empty() || result[0][0].is_null() ? std::string() : result[0][0].c_str();
  }
};

TEST_F(OwnerTest, WhoMayMakeRolesAppendsUnderTheApplicationRole) {
  make_owner("owner_who_makes_roles", "CREATEROLE");
  const auto migrated = migrate(url_);
  ASSERT_TRUE(migrated.ok()) << migrated.error().message;
  EXPECT_EQ(role_of_a_session(), "runledger_app");
  const auto appended = append(1);
  EXPECT_TRUE(appended.ok()) << appended.error().message;
  EXPECT_TRUE(rebuild(url_, nullptr).ok());
}

TEST_F(OwnerTest, WhoMayMakeRolesButDidNotMakeThisOneAppendsToo) {
  as_superuser("CREATE ROLE runledger_app NOLOGIN");
  make_owner("owner_who_came_later", "CREATEROLE");
  ASSERT_TRUE(migrate(url_).ok());
  // Until PostgreSQL 15 it may grant itself any role; since then only the roles that it has made.
  const bool may = std::stoi(as_superuser("SHOW server_version_num")) < 160000;
  EXPECT_EQ(role_of_a_session(), may ? "runledger_app" : "owner_who_came_later");
  const auto appended = append(1);
  EXPECT_TRUE(appended.ok()) << appended.error().message;
}

TEST_F(OwnerTest, WhoMayNotMakeRolesAppendsAsItself) {
  make_owner("owner_of_a_schema_only", "");
  const auto migrated = migrate(url_);
  ASSERT_TRUE(migrated.ok()) << migrated.error().message;
  EXPECT_EQ(role_of_a_session(), "owner_of_a_schema_only");
  const auto appended = append(1);
  EXPECT_TRUE(appended.ok()) << appended.error().message;
}

TEST_F(OwnerTest, RightsStayWhenTheMembershipMayNotBeGranted) {
  as_superuser("CREATE ROLE runledger_app NOLOGIN");
  make_owner("owner_granted_later", "");
  ASSERT_TRUE(migrate(url_).ok());
  as_superuser("GRANT runledger_app TO owner_granted_later");  // by an administrator, afterwards
  EXPECT_EQ(role_of_a_session(), "runledger_app");
  const auto appended = append(1);
  EXPECT_TRUE(appended.ok()) << appended.error().message;
}

TEST_F(OwnerTest, RoleThatMayNotAppendHereIsNotTaken) {
  make_owner("owner_without_grants", "CREATEROLE");
  ASSERT_TRUE(migrate(url_).ok());
  as_owner("REVOKE INSERT ON runledger.events FROM runledger_app");
  EXPECT_EQ(role_of_a_session(), "owner_without_grants");
}

}  // namespace
}  // namespace runledger::store::test
