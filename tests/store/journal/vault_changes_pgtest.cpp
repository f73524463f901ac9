// Changes of the vault stand or fall with the events that say so.
#include "store/vault/pg_vault.hpp"
#include "tests/store/support/store_fixture.hpp"

namespace runledger::store::test {
namespace {

class VaultChangesTest : public StoreTest {
 protected:
  VaultChange sealed(const std::string& name, const std::string& value) {
    return *vault_->seal_secret(SecretName{name}, value);
  }
  VaultChange gone(const std::string& name) { return erased(SecretName{name}); }
  std::vector<Result<Appended>> append(const std::vector<AppendGroup>& batch) {
    return journal_->append(batch);
  }
  // What whoever has remembered nothing reads; "" when there is none.
  std::string value_of(const std::string& name) {
    auto value = make_vault(database.url(), cipher_, random)->secret(SecretName{name});
    if (value) return *value;
    EXPECT_EQ(value.error().code, Errc::not_found) << value.error().message;
    return "";
  }
  std::string events() { return sql("SELECT string_agg(type, ' ' ORDER BY position) FROM runledger.events"); }

 private:
  const Cipher cipher_ = *Cipher::make(std::string(32, 'k'));
  std::unique_ptr<Vault> vault_ = make_vault(database.url(), cipher_, random);
  std::unique_ptr<JournalWriter> journal_ = writer();
};

TEST_F(VaultChangesTest, AppearTogetherWithTheirEvent) {
  ASSERT_TRUE(append({vault_group(sealed("token", "old"))})[0].ok());
  EXPECT_EQ(value_of("token"), "old");
  ASSERT_TRUE(append({vault_group(sealed("token", "new"))})[0].ok());
  EXPECT_EQ(value_of("token"), "new");
  EXPECT_EQ(events(), "SecretSaved SecretSaved");
  EXPECT_EQ(sql("SELECT v.xmin = e.xmin FROM runledger.vault v, runledger.events e WHERE e.position = 2"),
            "t");

  ASSERT_TRUE(append({vault_group(gone("token"))})[0].ok());
  EXPECT_EQ(value_of("token"), "");
  EXPECT_EQ(events(), "SecretSaved SecretSaved SecretDeleted");
  EXPECT_TRUE(append({vault_group(gone("token"))})[0].ok()) << "what is not there can be erased again";
}

TEST_F(VaultChangesTest, OfAConflictingGroupAreNotWritten) {
  ASSERT_TRUE(append({vault_group(sealed("token", "old"))})[0].ok());
  const auto results = append({vault_group(sealed("token", "new"), 7), vault_group(gone("token"), 0),
                               vault_group(sealed("other", "value"), 1)});
  for (const std::size_t i : {0u, 1u}) {
    ASSERT_FALSE(results[i].ok()) << i;
    EXPECT_EQ(results[i].error().code, Errc::conflict) << results[i].error().message;
  }
  EXPECT_TRUE(results[2].ok());
  EXPECT_EQ(value_of("token"), "old");
  EXPECT_EQ(value_of("other"), "value");
  EXPECT_EQ(events(), "SecretSaved SecretSaved");
}

TEST_F(VaultChangesTest, AreNotWrittenWhereTheDatabaseDoesNotTakeTheEvents) {
  ASSERT_TRUE(append({vault_group(sealed("token", "old"))})[0].ok());
  sql("CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "RAISE EXCEPTION 'no' USING ERRCODE = '53100'; END $$;"
      "CREATE TRIGGER refuse BEFORE INSERT ON runledger.events EXECUTE FUNCTION public.refuse()");
  const auto results = append({vault_group(sealed("token", "new")), vault_group(gone("token"))});
  for (const auto& result : results) EXPECT_EQ(result.error().code, Errc::unavailable);
  EXPECT_EQ(value_of("token"), "old");
}

TEST_F(VaultChangesTest, ThatPostgresRefusesTakeTheirEventAlongAndNoOther) {
  VaultChange damaged = sealed("token", "new");
  damaged.value->nonce = "short";
  const auto results = append(
      {vault_group(sealed("token", "old")), vault_group(damaged), vault_group(sealed("other", "value"))});
  EXPECT_TRUE(results[0].ok());
  ASSERT_FALSE(results[1].ok());
  EXPECT_EQ(results[1].error().code, Errc::invalid_input) << results[1].error().message;
  EXPECT_TRUE(results[2].ok());
  EXPECT_EQ(value_of("token"), "old");
  EXPECT_EQ(events(), "SecretSaved SecretSaved");
}

TEST_F(VaultChangesTest, OfOneNameInOneBatchLeaveTheLastGroupsValue) {
  std::vector<AppendGroup> batch;
  for (int n = 1; n <= 10; ++n) batch.push_back(vault_group(sealed("token", "value " + std::to_string(n))));
  batch.push_back(vault_group(sealed("gone", "value")));
  batch.push_back(vault_group(gone("gone")));
  batch.push_back(vault_group(gone("back")));
  batch.push_back(vault_group(sealed("back", "value")));
  for (const auto& result : append(batch)) ASSERT_TRUE(result.ok()) << result.error().message;
  EXPECT_EQ(value_of("token"), "value 10");
  EXPECT_EQ(value_of("gone"), "");
  EXPECT_EQ(value_of("back"), "value");
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.events"), "14");
  EXPECT_EQ(sql("SELECT count(DISTINCT xmin::text) FROM runledger.events"), "1") << "one transaction";
  EXPECT_EQ(sql("SELECT string_agg(secret, ' ' ORDER BY secret) FROM runledger.secrets"), "back token");
}

TEST_F(VaultChangesTest, OfOneNameInOneGroupLeaveTheLastValue) {
  AppendGroup group = vault_group(sealed("token", "one"));
  group.vault.push_back(gone("token"));
  group.vault.push_back(sealed("token", "two"));
  ASSERT_TRUE(append({group})[0].ok());
  EXPECT_EQ(value_of("token"), "two");
}

TEST_F(VaultChangesTest, AreRefusedWithoutAnEventOrWithANul) {
  AppendGroup silent;
  silent.vault.push_back(sealed("token", "value"));
  VaultChange with_nul = sealed("token", "value");
  with_nul.name = std::string("a\0b", 3);
  for (const auto& result : append({silent, vault_group(with_nul)})) {
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, Errc::invalid_input) << result.error().message;
  }
  EXPECT_EQ(sql("SELECT count(*) FROM runledger.vault"), "0");
}

TEST_F(VaultChangesTest, CountAmongTheBytesOfTheirGroup) {
  VaultChange large = sealed("token", "value");
  large.value->ciphertext.assign(257 << 20, 'x');
  const auto refused = append({vault_group(std::move(large))});
  ASSERT_FALSE(refused[0].ok());
  EXPECT_EQ(refused[0].error().code, Errc::limit_exceeded) << refused[0].error().message;
}

}  // namespace
}  // namespace runledger::store::test
