#include "bindings/http/domain/secret.h"

#include <set>

namespace bookable::domain {
namespace {

TEST(SecretTest, SecretsAreNewAndHave256Bits) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string secret = NewSecret();
    EXPECT_EQ(secret.size(), 43u);
    EXPECT_EQ(secret.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
                                       "nopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_TRUE(seen.insert(secret).second);
  }
}

TEST(SecretTest, ClientIdsAreLowerCase) {
  const std::string id = NewClientId();
  EXPECT_EQ(id.size(), 25u);
  EXPECT_TRUE(id.starts_with("cm"));
  EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"),
            std::string::npos);
  EXPECT_NE(id, NewClientId());
}

TEST(SecretTest, HashIsSha256) {
  // FIPS 180-2, "abc".
  EXPECT_EQ(HashOfSecret("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_TRUE(IsSecretOf("abc", HashOfSecret("abc")));
  EXPECT_FALSE(IsSecretOf("abd", HashOfSecret("abc")));
  EXPECT_FALSE(IsSecretOf("abc", ""));
  EXPECT_FALSE(IsSecretOf("", HashOfSecret("abc")));
}

TEST(SecretTest, PasswordsAreArgon2idWithASaltEach) {
  const std::string hash = HashOfPassword("correct horse");
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_NE(hash, HashOfPassword("correct horse"));
  EXPECT_TRUE(IsPasswordOf("correct horse", hash));
  EXPECT_FALSE(IsPasswordOf("correct horsf", hash));
  EXPECT_FALSE(IsPasswordOf("", hash));
  EXPECT_FALSE(IsPasswordOf("correct horse", ""));
  EXPECT_FALSE(IsPasswordOf("correct horse", "nonsense"));
  EXPECT_FALSE(IsPasswordOf("correct horse", std::string(1000, '$')));
}

}  // namespace
}  // namespace bookable::domain
