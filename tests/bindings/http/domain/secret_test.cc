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

TEST(SecretTest, AMemoryKeyStandsForItsSecretAndDoesNotShowIt) {
  const std::string key = MemoryKeyOf("abc");
  EXPECT_EQ(key.size(), 32u);
  EXPECT_EQ(key, MemoryKeyOf("abc"));
  EXPECT_NE(key, MemoryKeyOf("abd"));
  EXPECT_NE(key, MemoryKeyOf(""));
  // BLAKE2b without a key, of "abc": what another process could compute.
  EXPECT_NE(key.substr(0, 4), "\xbd\xdd\x81\x3c");
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

TEST(SignatureTest, IsThatOfRfc4231) {
  // Test cases 1, 2 and 6: a key of 20 bytes, a short one, one over a block.
  EXPECT_EQ(SignatureOf("Hi There", std::string(20, '\x0b')),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(SignatureOf("what do ya want for nothing?", "Jefe"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(
      SignatureOf("Test Using Larger Than Block-Size Key - Hash Key First",
                  std::string(131, '\xaa')),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace
}  // namespace bookable::domain
