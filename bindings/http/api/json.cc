// The one place where Boost.JSON's own code is compiled: Debian's headers hold
// it, and no other package is needed.
// Tested by tests/bindings/http/api/schema_test.cc.
#include <boost/json/src.hpp>
