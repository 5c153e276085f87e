#include "tests/bindings/http/support/service_test_base.h"

#include "bindings/http/api/routes.h"

namespace bookable::testing {

void ServiceTest::SetUp() {
  StoreTest::SetUp();
  if (store_ == nullptr) return;
  hosts_ = std::make_unique<domain::HostMemory>(*store_);
  context_ = std::make_unique<http::Context>(
      http::Context{.store = *store_,
                    .settings = settings_,
                    .now = [this] { return database_->Now(); },
                    .hosts = *hosts_});
  http::AddRoutes(routes_);
  authorizer_ = http::MakeAuthorizer(*context_);
  service_ = std::make_unique<TestService>(*context_, routes_, *authorizer_);
}

std::int64_t ServiceTest::Count(std::string_view sql) {
  const auto count =
      store_->Read([&](store::Transaction& tx) -> absl::StatusOr<std::int64_t> {
        return tx.Run(sql).One().As<std::int64_t>();
      });
  EXPECT_TRUE(count.ok()) << count.status();
  return count.value_or(-1);
}

}  // namespace bookable::testing
