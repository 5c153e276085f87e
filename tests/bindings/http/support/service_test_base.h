// tests/bindings/http/support/service_test_base.h: a whole service without
// sockets, for each test, on an empty database.
#ifndef BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_SERVICE_TEST_BASE_H_
#define BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_SERVICE_TEST_BASE_H_

#include <cstdint>
#include <memory>
#include <string_view>

#include "bindings/http/api/authorizer.h"
#include "bindings/http/api/context.h"
#include "bindings/http/api/route.h"
#include "bindings/http/domain/host_memory.h"
#include "tests/bindings/http/support/test_database.h"
#include "tests/bindings/http/support/test_service.h"

namespace bookable::testing {

class ServiceTest : public StoreTest {
 protected:
  void SetUp() override;

  // What a query of one number gives.
  std::int64_t Count(std::string_view sql);

  http::ServiceSettings settings_{};
  std::unique_ptr<domain::HostMemory> hosts_{};
  std::unique_ptr<http::Context> context_{};
  http::RouteTable routes_{};
  std::unique_ptr<http::Authorizer> authorizer_{};
  std::unique_ptr<TestService> service_{};
};

}  // namespace bookable::testing

#endif  // BOOKABLE_TESTS_BINDINGS_HTTP_SUPPORT_SERVICE_TEST_BASE_H_
