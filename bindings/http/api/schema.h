// bindings/http/api/schema.h: holds a JSON value against its schema.
//
// CONCEPT   The part of JSON Schema (2020-12, as in OpenAPI 3.1) that is
//           enforced: type (one, or a list), enum, const, required, properties,
//           additionalProperties (a schema or false), propertyNames, items,
//           minimum, maximum, minLength, maxLength (characters), minItems,
//           maxItems, uniqueItems, maxProperties, anyOf, oneOf (as anyOf),
//           format of email, uri, date, date-time, uuid, $ref to the table's
//           named schemas.
//           Other words only document. SchemaMistakes finds words of neither.
// THREADS   Pure.
#ifndef BOOKABLE_HTTP_API_SCHEMA_H_
#define BOOKABLE_HTTP_API_SCHEMA_H_

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bookable::http {

using NamedSchemas = std::vector<std::pair<std::string, boost::json::value>>;

// What is wrong with `value`, in the shape of the envelope's details.errors:
// [{property, children, constraints: {rule: text}}]; empty if it fits. Texts
// never repeat the value.
boost::json::array SchemaErrors(const boost::json::value& schema,
                                const boost::json::value& value,
                                const NamedSchemas& named);

// What is wrong with the schema itself, a sentence each.
std::vector<std::string> SchemaMistakes(const boost::json::value& schema,
                                        const NamedSchemas& named);

}  // namespace bookable::http

#endif  // BOOKABLE_HTTP_API_SCHEMA_H_
