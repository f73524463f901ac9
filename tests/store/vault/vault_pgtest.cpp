#include "store/vault/pg_vault.hpp"

#include "tests/store/support/store_fixture.hpp"
#include "tests/support/eventually.hpp"

namespace runledger::store::test {
namespace {

class VaultTest : public StoreTest {
 protected:
  std::unique_ptr<Vault> vault(char key = 'k') {
    return make_vault(database.url(), *Cipher::make(std::string(32, key)), random);
  }
  const ConnectionName mail{"mail"};
  const Connection smtp{"smtp",
                        JsonObject{{"host", "localhost"}, {"port", 25}, {"password", "hunter2-hunter2"}}};
};

TEST_F(VaultTest, GivesBackWhatWasSaved) {
  ASSERT_TRUE(vault()->save_connection(mail, smtp).ok());
  ASSERT_TRUE(vault()->save_secret(SecretName{"token"}, std::string("s\0cret", 6)).ok());
  const auto connection = vault()->connection(mail);
  ASSERT_TRUE(connection.ok()) << connection.error().message;
  EXPECT_EQ(connection->kind, "smtp");
  EXPECT_EQ(connection->settings, smtp.settings);
  const auto secret = vault()->secret(SecretName{"token"});
  ASSERT_TRUE(secret.ok()) << secret.error().message;
  EXPECT_EQ(*secret, std::string("s\0cret", 6));
}

TEST_F(VaultTest, ReplacesAndErases) {
  const auto ours = vault();
  const SecretName name{"token"};
  ASSERT_TRUE(ours->save_secret(name, "one").ok());
  EXPECT_EQ(*ours->secret(name), "one");
  ASSERT_TRUE(ours->save_secret(name, "two").ok());
  EXPECT_EQ(*ours->secret(name), "two");
  ASSERT_TRUE(ours->erase_secret(name).ok());
  for (const auto& missing : {ours->secret(name).error(), ours->erase_secret(name).error(),
                              ours->connection(ConnectionName{"token"}).error()}) {
    EXPECT_EQ(missing.code, Errc::not_found);
    EXPECT_NE(missing.message.find("'token'"), std::string::npos) << missing.message;
  }
}

TEST_F(VaultTest, KeepsNothingInClear) {
  ASSERT_TRUE(vault()->save_connection(mail, smtp).ok());
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.vault WHERE vault::text LIKE '%hunter2%' "
                "OR position('hunter2'::bytea IN ciphertext) > 0 OR position('localhost'::bytea IN "
                "ciphertext) > 0"),
            "0");
  const std::string before = sql("SELECT encode(nonce || ciphertext, 'hex') FROM runledger.vault");
  ASSERT_TRUE(vault()->save_connection(mail, smtp).ok());
  EXPECT_NE(sql("SELECT encode(nonce || ciphertext, 'hex') FROM runledger.vault"), before);
}

TEST_F(VaultTest, SaysWhenTheMasterKeyIsAnother) {
  ASSERT_TRUE(vault('a')->save_secret(SecretName{"token"}, "value").ok());
  const auto refused = vault('b')->secret(SecretName{"token"});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, Errc::internal);
  EXPECT_NE(refused.error().message.find("another master key"), std::string::npos) << refused.error().message;
}

TEST_F(VaultTest, FindsDamageAndSwappedValues) {
  const auto damaged = [&](const std::string& change) {
    EXPECT_TRUE(vault()->save_secret(SecretName{"one"}, "value 1").ok());
    EXPECT_TRUE(vault()->save_secret(SecretName{"two"}, "value 2").ok());
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
  ASSERT_TRUE(ours->save_secret(name, "old").ok());
  ASSERT_EQ(*ours->secret(name), "old");
  ASSERT_TRUE(vault()->save_secret(name, "new").ok());
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
