#include "store/vault/pg_vault.hpp"

#include <future>

#include "tests/store/support/store_fixture.hpp"
#include "tests/support/eventually.hpp"
#include "workflow/base/hex.hpp"

namespace runledger::store::test {
namespace {

std::string hex(const std::string& bytes) {
  return to_hex(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

class VaultTest : public StoreTest {
 protected:
  std::unique_ptr<Vault> vault(char key = 'k') {
    return make_vault(database.url(), *Cipher::make(std::string(32, key)), random);
  }
  // As an admin's act does, but for `forget`.
  void append(Result<VaultChange> change) {
    ASSERT_TRUE(change.ok()) << change.error().message;
    const AppendGroup group = vault_group(*std::move(change));
    const auto appended = journal_->append({&group, 1}).front();
    ASSERT_TRUE(appended.ok()) << appended.error().message;
  }
  void save_secret(const std::string& name, const std::string& value, char key = 'k') {
    append(vault(key)->seal_secret(SecretName{name}, value));
  }

  const ConnectionName mail{"mail"};
  const Connection smtp{"smtp",
                        JsonObject{{"host", "localhost"}, {"port", 25}, {"password", "hunter2-hunter2"}}};

 private:
  std::unique_ptr<JournalWriter> journal_ = writer();
};

TEST_F(VaultTest, GivesBackWhatWasSaved) {
  append(vault()->seal_connection(mail, smtp));
  save_secret("token", std::string("s\0cret", 6));
  const auto connection = vault()->connection(mail);
  ASSERT_TRUE(connection.ok()) << connection.error().message;
  EXPECT_EQ(connection->kind, "smtp");
  EXPECT_EQ(connection->settings, smtp.settings);
  const auto secret = vault()->secret(SecretName{"token"});
  ASSERT_TRUE(secret.ok()) << secret.error().message;
  EXPECT_EQ(*secret, std::string("s\0cret", 6));
}

TEST_F(VaultTest, SealingWritesNothing) {
  ASSERT_TRUE(vault()->seal_connection(mail, smtp).ok());
  ASSERT_TRUE(vault()->seal_secret(SecretName{"token"}, "value").ok());
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.vault"), "0");
}

TEST_F(VaultTest, RefusesToSealWhatCouldNotBeKept) {
  const std::string with_nul("a\0b", 3);
  EXPECT_EQ(vault()->seal_secret(SecretName{""}, "value").error().code, Errc::invalid_input);
  EXPECT_EQ(vault()->seal_secret(SecretName{with_nul}, "value").error().code, Errc::invalid_input);
  EXPECT_EQ(vault()->seal_connection(ConnectionName{with_nul}, smtp).error().code, Errc::invalid_input);
  EXPECT_EQ(vault()->seal_secret(SecretName{"a"}, std::string((1 << 20) + 1, 'x')).error().code,
            Errc::limit_exceeded);
}

TEST_F(VaultTest, GivesTheNewValueOnceTheOldOneIsToBeForgotten) {
  const auto ours = vault();
  const SecretName name{"token"};
  save_secret("token", "one");
  EXPECT_EQ(*ours->secret(name), "one");
  save_secret("token", "two");
  ours->forget(name);
  EXPECT_EQ(*ours->secret(name), "two");
  append(erased(name));
  ours->forget(name);
  for (const auto& missing : {ours->secret(name).error(), ours->connection({"token"}).error()}) {
    EXPECT_EQ(missing.code, Errc::not_found);
    EXPECT_NE(missing.message.find("'token'"), std::string::npos) << missing.message;
  }
}

TEST_F(VaultTest, DoesNotRememberWhatWasReadBeforeItWasToBeForgotten) {
  const auto ours = vault();
  const SecretName name{"token"};
  save_secret("token", "old");
  // A reading has its snapshot, and waits for a lock that we have.
  sql("ALTER TABLE runledger.vault RENAME TO kept;"
      "CREATE VIEW runledger.vault AS SELECT k.* FROM runledger.kept k, pg_advisory_xact_lock_shared(7);"
      "GRANT SELECT ON runledger.vault TO PUBLIC");
  std::future<Result<std::string>> late;  // waits at its end: the lock must go before
  pqxx::connection other(database.url());
  pqxx::work locking(other);
  locking.exec("SELECT pg_advisory_xact_lock(7)");
  late = std::async(std::launch::async, [&] { return ours->secret(name); });
  ASSERT_TRUE(runledger::test::eventually([&] {
    return sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7 AND NOT granted") ==
           "1";
  }));
  const auto change = ours->seal_secret(name, "new");
  sql("UPDATE runledger.kept SET nonce = '\\x" + hex(change->value->nonce) + "', ciphertext = '\\x" +
      hex(change->value->ciphertext) + "'");
  ours->forget(name);
  locking.commit();
  EXPECT_EQ(*late.get(), "old") << "else this test shows nothing";
  EXPECT_EQ(*ours->secret(name), "new");
}

TEST_F(VaultTest, KeepsNothingInClear) {
  append(vault()->seal_connection(mail, smtp));
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.vault WHERE vault::text LIKE '%hunter2%' "
                "OR position('hunter2'::bytea IN ciphertext) > 0 OR position('localhost'::bytea IN "
                "ciphertext) > 0"),
            "0");
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.vault"), "1");
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events e WHERE e::text LIKE '%hunter2%'"), "0");
  const std::string before = sql("SELECT encode(nonce || ciphertext, 'hex') FROM runledger.vault");
  append(vault()->seal_connection(mail, smtp));
  EXPECT_NE(sql("SELECT encode(nonce || ciphertext, 'hex') FROM runledger.vault"), before);
}

TEST_F(VaultTest, SaysWhenTheMasterKeyIsAnother) {
  save_secret("token", "value", 'a');
  const auto refused = vault('b')->secret(SecretName{"token"});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::internal);
  EXPECT_NE(refused.error().message.find("another master key"), std::string::npos) << refused.error().message;
}

TEST_F(VaultTest, FindsDamageAndSwappedValues) {
  const auto damaged = [&](const std::string& change) {
    save_secret("one", "value 1");
    save_secret("two", "value 2");
    sql(change);
    const auto read = vault()->secret(SecretName{"one"});
    return !read.ok() && read.error().code == Errc::internal &&
           read.error().message.find("value 1") == std::string::npos;
  };
  const std::string one = " WHERE name = 'one'";
  EXPECT_TRUE(damaged(
      "UPDATE runledger.vault SET ciphertext = set_byte(ciphertext, 0, get_byte(ciphertext, 0) # 1)" + one));
  EXPECT_TRUE(
      damaged("UPDATE runledger.vault SET ciphertext = set_byte(ciphertext, length(ciphertext) - 1, "
              "get_byte(ciphertext, length(ciphertext) - 1) # 1)" +
              one));
  EXPECT_TRUE(damaged("UPDATE runledger.vault SET nonce = set_byte(nonce, 0, get_byte(nonce, 0) # 1)" + one));
  EXPECT_TRUE(damaged(
      "UPDATE runledger.vault v SET nonce = o.nonce, ciphertext = o.ciphertext FROM runledger.vault o "
      "WHERE v.name = 'one' AND o.name = 'two'"));
}

TEST_F(VaultTest, AnotherProcessesChangeIsSeenWithinASecondOrSo) {
  const auto ours = vault();
  const SecretName name{"token"};
  save_secret("token", "old");
  ASSERT_EQ(*ours->secret(name), "old");
  save_secret("token", "new");
  EXPECT_TRUE(
      runledger::test::eventually([&] { return *ours->secret(name) == "new"; }, std::chrono::seconds(5)));
}

TEST(Cipher, RefusesAKeyOfTheWrongSize) {
  const auto refused = Cipher::make("short");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::invalid_input);
  EXPECT_EQ(refused.error().message.find("short"), std::string::npos) << "the key must not be shown";
}

}  // namespace
}  // namespace runledger::store::test
