#include "ledger/leaf.hpp"
#include "ledger/merkle.hpp"
#include "store/postgres/pqxx_rows.hpp"
#include "tests/store/support/store_fixture.hpp"

namespace runledger::store::test {
namespace {

class LogIntegrityTest : public StoreTest {
 protected:
  void append(int groups) {
    const auto journal = writer();
    for (int n = 1; n <= groups; ++n) {
      const AppendGroup group = webhook_group(n);
      ASSERT_TRUE(journal->append({&group, 1}).front().ok());
    }
  }
  bool is_refused(const std::string& statement) {
    try {
      sql(statement);
      return false;
    } catch (const pqxx::insufficient_privilege&) {
      return true;
    }
  }
};

// RFC 6962 §2.1, as it is written there: the hash of a list is that of its two parts.
ledger::Hash naive_root(std::span<const ledger::Hash> leaves) {
  if (leaves.size() == 1) return leaves.front();
  std::size_t half = 1;
  while (half * 2 < leaves.size()) half *= 2;
  return ledger::hash_children(naive_root(leaves.first(half)), naive_root(leaves.subspan(half)));
}

ledger::Hash hash_of(const std::string& bytes) {
  ledger::Hash hash{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

TEST_F(LogIntegrityTest, FrontierIsThatOfTheNaiveTreeOverTheLeafHashes) {
  append(9);
  pqxx::connection connection(database.url());
  pqxx::work transaction(connection);
  std::vector<ledger::Hash> leaves;
  for (const auto& row :
       transaction.exec("SELECT encode(leaf_hash, 'hex') FROM runledger.events ORDER BY position")) {
    leaves.push_back(hash_of(bytes_of(row[0])));
  }
  ASSERT_EQ(leaves.size(), 27u);
  const auto head =
      transaction.exec("SELECT position, encode(merkle_frontier, 'hex') FROM runledger.log_head");
  const auto frontier = ledger::Frontier::parse(bytes_of(head[0][1]));
  ASSERT_TRUE(frontier.has_value());
  EXPECT_EQ(frontier->size(), head[0][0].as<std::uint64_t>());
  EXPECT_EQ(frontier->root(), naive_root(leaves));
}

TEST_F(LogIntegrityTest, LeafHashesFollowFromTheRows) {
  append(3);
  pqxx::connection connection(database.url());
  pqxx::work transaction(connection);
  const auto rows = transaction.exec(
      "SELECT event_id, stream, version, type, type_version, run_id, data::text, encode(salt, 'hex'), "
      "meta::text, actor,"
      " correlation, runledger.micros(recorded_at), encode(leaf_hash, 'hex'), causation FROM "
      "runledger.events "
      "ORDER BY position");
  ASSERT_EQ(rows.size(), 9);
  for (const auto& row : rows) {
    std::vector<std::string> text;
    for (int i = 0; i < 14; ++i) text.push_back(text_of(row[i]));
    const std::string salt = bytes_of(row[7]);
    const std::string recorded_at = format_time(time_of(row[11]));
    ledger::LeafHeader header;
    header.event_id = text[0];
    header.stream = text[1];
    header.version = row[2].as<std::uint64_t>();
    header.type = text[3];
    header.type_version = row[4].as<std::uint32_t>();
    if (!row[5].is_null()) header.run_id = text[5];
    header.actor = text[9];
    if (!row[10].is_null()) header.correlation = text[10];
    if (!row[13].is_null()) header.causation = text[13];
    header.recorded_at = recorded_at;
    header.meta = text[8];
    const auto commitment =
        ledger::data_commitment({reinterpret_cast<const std::uint8_t*>(salt.data()), salt.size()}, text[6]);
    ASSERT_TRUE(commitment.has_value());
    EXPECT_EQ(ledger::hex(ledger::leaf_hash(header, *commitment)), text[12]) << text[1];
  }
}

TEST_F(LogIntegrityTest, RefusesToChangeWhatIsAppendOnly) {
  append(1);
  for (const char* table : {"events", "request_bodies"}) {
    const std::string name = std::string("runledger.") + table;
    EXPECT_TRUE(is_refused("DELETE FROM " + name)) << table;
    EXPECT_TRUE(is_refused("TRUNCATE " + name)) << table;
    // As the owner who took the privileges back; and with triggers switched off as far as a session can.
    EXPECT_TRUE(is_refused("GRANT ALL ON " + name + " TO CURRENT_USER; DELETE FROM " + name)) << table;
    EXPECT_TRUE(is_refused("SET session_replication_role = replica; DELETE FROM " + name)) << table;
  }
  EXPECT_TRUE(is_refused("UPDATE runledger.events SET actor = 'nobody'"));
  EXPECT_TRUE(is_refused("UPDATE runledger.request_bodies SET body = ''"));
  EXPECT_TRUE(is_refused("DELETE FROM runledger.log_head"));
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events"), "3");
}

TEST_F(LogIntegrityTest, TheEnginesRoleMayAppendAndNotChange) {
  EXPECT_EQ(sql("SELECT has_table_privilege('runledger_app', 'runledger.events', 'INSERT')"), "t");
  for (const char* privilege : {"UPDATE", "DELETE", "TRUNCATE"}) {
    for (const char* table : {"events", "request_bodies"}) {
      EXPECT_EQ(sql(std::string("SELECT has_table_privilege('runledger_app', 'runledger.") + table + "', '" +
                    privilege + "')"),
                "f")
          << table << ' ' << privilege;
    }
  }
}

TEST_F(LogIntegrityTest, TheEnginesSessionsWorkUnderThatRole) {
  static constexpr Statement kWho{"who", "SELECT current_user::text"};
  static constexpr Statement kChange{"change", "UPDATE runledger.events SET actor = 'nobody'"};
  static constexpr const Statement* kBoth[] = {&kWho, &kChange};
  const auto connection = PipelineConnection::open({database.url(), kBoth});
  ASSERT_TRUE(connection.ok()) << connection.error().message;
  (*connection)->send(kWho, {});
  EXPECT_EQ((*connection)->finish().results.at(0).bytes(0, 0), "runledger_app");
  (*connection)->send(kChange, {});
  const auto refused = (*connection)->finish();
  ASSERT_TRUE(refused.failure.has_value());
  EXPECT_EQ(refused.failure->state, "42501");
}

}  // namespace
}  // namespace runledger::store::test
