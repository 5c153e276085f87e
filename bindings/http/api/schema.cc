// A value is held against every word of its schema that constrains it; what is
// wrong with a member or an element becomes a child of what is wrong with its
// parent: {"metadata": {"a": []}} gives {property: "metadata", children:
// [{property: "a", constraints: {isString: "a must be a string"}}]}.
// Tested by tests/bindings/http/api/schema_test.cc.
#include "bindings/http/api/schema.h"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "bindings/http/api/text.h"

namespace bookable::http {
namespace {

namespace json = boost::json;

// Schemas refer to each other; a value ends the descent long before, unless
// they only refer.
constexpr int kMostDescents = 200;

constexpr std::string_view kReference = "#/components/schemas/";

constexpr std::array<std::string_view, 19> kEnforced = {
    "type",          "enum",       "const",
    "required",      "properties", "additionalProperties",
    "propertyNames", "items",      "minimum",
    "maximum",       "minLength",  "maxLength",
    "minItems",      "maxItems",   "uniqueItems",
    "maxProperties", "anyOf",      "oneOf",
    "$ref"};
constexpr std::array<std::string_view, 9> kDocumenting = {
    "title",    "description", "default",  "examples", "deprecated",
    "readOnly", "writeOnly",   "$comment", "format"};
constexpr std::array<std::string_view, 5> kFormats = {"email", "uri", "date",
                                                      "date-time", "uuid"};
// Formats that only tell a reader something.
constexpr std::array<std::string_view, 5> kToldFormats = {
    "time-zone", "int64", "password", "binary", "hostname"};
constexpr std::array<std::string_view, 7> kTypes = {
    "string", "integer", "number", "boolean", "object", "array", "null"};

std::string_view Of(const json::string& text) {
  return {text.data(), text.size()};
}

bool HasType(std::string_view type, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return type == "null";
    case json::kind::bool_:
      return type == "boolean";
    case json::kind::int64:
      return type == "integer" || type == "number";
    case json::kind::uint64:  // does not fit an int64: handlers could not hold
                              // it
    case json::kind::double_:
      return type == "number";
    case json::kind::string:
      return type == "string";
    case json::kind::array:
      return type == "array";
    case json::kind::object:
      return type == "object";
  }
  return false;
}

struct TypeWords {
  std::string_view type;
  std::string_view rule;
  std::string_view text;
};

constexpr std::array<TypeWords, 7> kTypeWords = {{
    {"string", "isString", "a string"},
    {"integer", "isInt", "an integer"},
    {"number", "isNumber", "a number"},
    {"boolean", "isBoolean", "true or false"},
    {"object", "isObject", "an object"},
    {"array", "isArray", "an array"},
    {"null", "isNull", "null"},
}};

const TypeWords& WordsOf(std::string_view type) {
  for (const TypeWords& words : kTypeWords) {
    if (words.type == type) return words;
  }
  return kTypeWords[0];
}

bool AllDigits(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' ||
      !AllDigits(text.substr(0, 4)) || !AllDigits(text.substr(5, 2)) ||
      !AllDigits(text.substr(8, 2))) {
    return false;
  }
  return std::chrono::year_month_day(
             std::chrono::year(
                 static_cast<int>(*ParseInteger(text.substr(0, 4)))),
             std::chrono::month(
                 static_cast<unsigned>(*ParseInteger(text.substr(5, 2)))),
             std::chrono::day(
                 static_cast<unsigned>(*ParseInteger(text.substr(8, 2)))))
      .ok();
}

// RFC 3339: "2025-05-09T12:00:00.000Z", seconds and their parts optional.
bool IsDateTime(std::string_view text) {
  if (text.size() < 17 || !IsDate(text.substr(0, 10)) ||
      (text[10] != 'T' && text[10] != 't')) {
    return false;
  }
  const auto two = [&](std::size_t at, std::int64_t most) {
    return at + 2 <= text.size() && AllDigits(text.substr(at, 2)) &&
           *ParseInteger(text.substr(at, 2)) <= most;
  };
  if (!two(11, 23) || text[13] != ':' || !two(14, 59)) return false;
  std::size_t at = 16;
  if (at < text.size() && text[at] == ':') {
    if (!two(at + 1, 60)) return false;
    at += 3;
    if (at < text.size() && text[at] == '.') {
      const std::size_t end = text.find_first_not_of("0123456789", at + 1);
      if (end == std::string_view::npos || end == at + 1) return false;
      at = end;
    }
  }
  if (at >= text.size()) return false;
  if (text[at] == 'Z' || text[at] == 'z') return at + 1 == text.size();
  return (text[at] == '+' || text[at] == '-') && two(at + 1, 23) &&
         at + 6 == text.size() && text[at + 3] == ':' && two(at + 4, 59);
}

bool IsEmail(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) {
    return false;
  }
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '<' ||
        c == '>' || c == ',' || c == ';' || c == '"') {
      return false;
    }
  }
  const std::string_view local = text.substr(0, at);
  const std::string_view domain = text.substr(at + 1);
  const auto has_empty_part = [](std::string_view dotted) {
    return dotted.empty() || dotted.front() == '.' || dotted.back() == '.' ||
           dotted.find("..") != std::string_view::npos;
  };
  return local.find('@') == std::string_view::npos && !has_empty_part(local) &&
         !has_empty_part(domain) && domain.find('.') != std::string_view::npos;
}

bool IsUri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 ||
      colon + 1 == text.size()) {
    return false;
  }
  for (std::size_t i = 0; i < colon; ++i) {
    const char c = text[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool other =
        (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    if (!letter && (i == 0 || !other)) return false;
  }
  return std::ranges::all_of(text, [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f && c != '<' &&
           c != '>' && c != '"';
  });
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
                     (c >= 'A' && c <= 'F');
    if (dash ? c != '-' : !hex) return false;
  }
  return true;
}

bool HasFormat(std::string_view format, std::string_view text) {
  if (format == "email") return IsEmail(text);
  if (format == "uri") return IsUri(text);
  if (format == "date") return IsDate(text);
  if (format == "date-time") return IsDateTime(text);
  if (format == "uuid") return IsUuid(text);
  return true;
}

const json::value* Resolve(std::string_view reference,
                           const NamedSchemas& named) {
  if (!reference.starts_with(kReference)) return nullptr;
  const std::string_view name = reference.substr(kReference.size());
  for (const auto& [key, schema] : named) {
    if (key == name) return &schema;
  }
  return nullptr;
}

// What is wrong with one value: rules of its own, and its parts.
struct Findings {
  json::object constraints{};
  json::array children{};

  bool is_empty() const { return constraints.empty() && children.empty(); }
  json::object AsError(std::string_view property) && {
    json::object error{{"property", property},
                       {"children", std::move(children)}};
    if (!constraints.empty()) error["constraints"] = std::move(constraints);
    return error;
  }
};

class Checker {
 public:
  explicit Checker(const NamedSchemas& named) : named_(named) {}

  Findings Check(const json::value& schema, const json::value& value,
                 std::string_view name, int depth = 0) const {
    Findings found;
    if (depth > kMostDescents) {
      found.constraints["depth"] = Say(name, "is nested too deeply");
      return found;
    }
    if (const bool* all = schema.if_bool()) {
      if (!*all)
        found.constraints["whitelist"] = Say(name, "must not be given");
      return found;
    }
    const json::object* words = schema.if_object();
    if (words == nullptr) return found;
    if (const json::value* reference = words->if_contains("$ref")) {
      const json::value* target = Resolve(Of(reference->as_string()), named_);
      if (target != nullptr) {
        found = Check(*target, value, name, depth + 1);
        if (!found.is_empty()) return found;
      }
    }
    if (!CheckType(*words, value, name, found)) return found;
    CheckChoice(*words, value, name, found);
    CheckAlternatives(*words, value, name, depth, found);
    if (value.is_string())
      CheckString(*words, Of(value.get_string()), name, found);
    if (value.is_number()) CheckNumber(*words, value, name, found);
    if (value.is_array())
      CheckArray(*words, value.get_array(), name, depth, found);
    if (value.is_object()) {
      CheckObject(*words, value.get_object(), name, depth, found);
    }
    return found;
  }

 private:
  static std::string Say(std::string_view name, std::string_view what) {
    std::string text(name.empty() ? "the body" : name);
    text += ' ';
    text += what;
    return text;
  }

  static bool CheckType(const json::object& words, const json::value& value,
                        std::string_view name, Findings& found) {
    const json::value* type = words.if_contains("type");
    if (type == nullptr) return true;
    if (const json::string* one = type->if_string()) {
      if (HasType(Of(*one), value)) return true;
      const TypeWords& said = WordsOf(Of(*one));
      found.constraints[said.rule] =
          Say(name, std::string("must be ") + std::string(said.text));
      return false;
    }
    std::string_view rule;
    std::string expected = "must be ";
    for (const json::value& one : type->as_array()) {
      if (HasType(Of(one.as_string()), value)) return true;
      const TypeWords& said = WordsOf(Of(one.as_string()));
      if (rule.empty()) {
        rule = said.rule;
      } else {
        expected += " or ";
      }
      expected += said.text;
    }
    found.constraints[rule] = Say(name, expected);
    return false;
  }

  static void CheckChoice(const json::object& words, const json::value& value,
                          std::string_view name, Findings& found) {
    if (const json::value* choices = words.if_contains("enum")) {
      const json::array& all = choices->as_array();
      if (std::ranges::find(all, value) == all.end()) {
        std::string text = "must be one of ";
        for (const json::value& choice : all) {
          if (text.size() > 15) text += ", ";
          if (text.size() > 400) {
            text += "...";
            break;
          }
          text += choice.is_string() ? std::string(Of(choice.get_string()))
                                     : json::serialize(choice);
        }
        found.constraints["isIn"] = Say(name, text);
      }
    }
    if (const json::value* only = words.if_contains("const")) {
      if (*only != value) {
        found.constraints["equals"] =
            Say(name, "must be " + json::serialize(*only));
      }
    }
  }

  void CheckAlternatives(const json::object& words, const json::value& value,
                         std::string_view name, int depth,
                         Findings& found) const {
    for (const std::string_view word : {"anyOf", "oneOf"}) {
      const json::value* alternatives = words.if_contains(word);
      if (alternatives == nullptr) continue;
      std::optional<Findings> closest;
      for (const json::value& schema : alternatives->as_array()) {
        Findings tried = Check(schema, value, name, depth + 1);
        if (tried.is_empty()) {
          closest.reset();
          break;
        }
        // One that fails deeper inside had the right type: say why it failed.
        if (!closest ||
            (closest->children.empty() && !tried.children.empty())) {
          closest = std::move(tried);
        }
      }
      if (!closest) continue;
      if (closest->children.empty()) {
        found.constraints["anyOf"] = Say(name, "has none of the forms allowed");
      } else {
        found = *std::move(closest);
      }
    }
  }

  static void CheckString(const json::object& words, std::string_view text,
                          std::string_view name, Findings& found) {
    const auto length = CharacterCount(text);
    if (const json::value* least = words.if_contains("minLength")) {
      if (length < least->as_int64()) {
        found.constraints[least->as_int64() == 1 ? "isNotEmpty" : "minLength"] =
            least->as_int64() == 1
                ? Say(name, "must not be empty")
                : Say(name, "must have " + json::serialize(*least) +
                                " characters or more");
      }
    }
    if (const json::value* most = words.if_contains("maxLength")) {
      if (length > most->as_int64()) {
        found.constraints["maxLength"] =
            Say(name,
                "must have " + json::serialize(*most) + " characters or less");
      }
    }
    if (const json::value* format = words.if_contains("format")) {
      const std::string_view wanted = Of(format->as_string());
      if (!HasFormat(wanted, text)) {
        const std::string_view said =
            wanted == "email"       ? "must be an e-mail address"
            : wanted == "uri"       ? "must be a URL"
            : wanted == "date"      ? "must be a date: YYYY-MM-DD"
            : wanted == "date-time" ? "must be a time: YYYY-MM-DDTHH:MM:SSZ"
                                    : "must be a UUID";
        const std::string_view rule = wanted == "email"  ? "isEmail"
                                      : wanted == "uri"  ? "isUrl"
                                      : wanted == "uuid" ? "isUuid"
                                                         : "isDateString";
        found.constraints[rule] = Say(name, said);
      }
    }
  }

  static void CheckNumber(const json::object& words, const json::value& value,
                          std::string_view name, Findings& found) {
    const double number = value.to_number<double>();
    if (const json::value* least = words.if_contains("minimum")) {
      if (number < least->to_number<double>()) {
        found.constraints["min"] =
            Say(name, "must be " + json::serialize(*least) + " or more");
      }
    }
    if (const json::value* most = words.if_contains("maximum")) {
      if (number > most->to_number<double>()) {
        found.constraints["max"] =
            Say(name, "must be " + json::serialize(*most) + " or less");
      }
    }
  }

  void CheckArray(const json::object& words, const json::array& array,
                  std::string_view name, int depth, Findings& found) const {
    const auto size = static_cast<std::int64_t>(array.size());
    if (const json::value* least = words.if_contains("minItems")) {
      if (size < least->as_int64()) {
        found.constraints["arrayMinSize"] = Say(
            name, "must have " + json::serialize(*least) + " elements or more");
      }
    }
    if (const json::value* most = words.if_contains("maxItems")) {
      if (size > most->as_int64()) {
        found.constraints["arrayMaxSize"] = Say(
            name, "must have " + json::serialize(*most) + " elements or less");
        return;  // what is too long is not looked at
      }
    }
    if (const json::value* unique = words.if_contains("uniqueItems")) {
      if (unique->as_bool() && HasRepeats(array)) {
        found.constraints["arrayUnique"] =
            Say(name, "must not repeat an element");
      }
    }
    const json::value* items = words.if_contains("items");
    if (items == nullptr) return;
    for (std::size_t i = 0; i < array.size(); ++i) {
      const std::string index = std::to_string(i);
      Findings inner = Check(*items, array[i], index, depth + 1);
      if (!inner.is_empty()) {
        found.children.push_back(std::move(inner).AsError(index));
      }
    }
  }

  static bool HasRepeats(const json::array& array) {
    std::vector<std::string> texts;
    texts.reserve(array.size());
    for (const json::value& value : array)
      texts.push_back(json::serialize(value));
    std::ranges::sort(texts);
    return std::ranges::adjacent_find(texts) != texts.end();
  }

  void CheckObject(const json::object& words, const json::object& object,
                   std::string_view name, int depth, Findings& found) const {
    if (const json::value* required = words.if_contains("required")) {
      for (const json::value& member : required->as_array()) {
        if (object.if_contains(member.as_string()) == nullptr) {
          const std::string_view missing = Of(member.as_string());
          Findings absent;
          absent.constraints["isDefined"] = Say(missing, "is required");
          found.children.push_back(std::move(absent).AsError(missing));
        }
      }
    }
    if (const json::value* most = words.if_contains("maxProperties")) {
      if (static_cast<std::int64_t>(object.size()) > most->as_int64()) {
        found.constraints["maxProperties"] = Say(
            name, "must have " + json::serialize(*most) + " members or less");
        return;
      }
    }
    const json::value* properties = words.if_contains("properties");
    const json::value* others = words.if_contains("additionalProperties");
    const json::value* names = words.if_contains("propertyNames");
    for (const json::key_value_pair& member : object) {
      const std::string_view key(member.key().data(), member.key().size());
      const json::value* schema =
          properties == nullptr ? nullptr
                                : properties->as_object().if_contains(key);
      if (schema == nullptr) schema = others;
      if (names != nullptr) {
        Findings inner = Check(*names, json::value(key), key, depth + 1);
        if (!inner.is_empty()) {
          found.children.push_back(std::move(inner).AsError(key));
          continue;
        }
      }
      if (schema == nullptr) continue;
      Findings inner = Check(*schema, member.value(), key, depth + 1);
      if (!inner.is_empty()) {
        found.children.push_back(std::move(inner).AsError(key));
      }
    }
  }

  const NamedSchemas& named_;
};

template <typename List>
bool Among(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

class Reviewer {
 public:
  Reviewer(const NamedSchemas& named, std::vector<std::string>& mistakes)
      : named_(named), mistakes_(mistakes) {}

  void Review(const json::value& schema, const std::string& where) {
    if (schema.is_bool()) return;
    const json::object* words = schema.if_object();
    if (words == nullptr)
      return Say(where, "is neither an object nor a boolean");
    for (const json::key_value_pair& member : *words) {
      const std::string word(member.key());
      ReviewWord(word, member.value(), where);
    }
  }

 private:
  void Say(const std::string& where, const std::string& what) {
    mistakes_.push_back((where.empty() ? "the schema" : where) + " " + what);
  }

  void ReviewWord(const std::string& word, const json::value& value,
                  const std::string& where) {
    const std::string here = where + "/" + word;
    if (!Among(kEnforced, word) && !Among(kDocumenting, word)) {
      return Say(here, "is no word that is known");
    }
    if (word == "type") return ReviewTypes(value, here);
    if (word == "$ref") {
      if (!value.is_string() ||
          Resolve(Of(value.get_string()), named_) == nullptr) {
        Say(here, "names no schema of the table");
      }
    } else if (word == "format") {
      if (!value.is_string() ||
          (!Among(kFormats, Of(value.get_string())) &&
           !Among(kToldFormats, Of(value.get_string())))) {
        Say(here, "is no format that is known");
      }
    } else if (word == "properties") {
      if (!value.is_object()) return Say(here, "is no object");
      for (const json::key_value_pair& member : value.get_object()) {
        Review(member.value(), here + "/" + std::string(member.key()));
      }
    } else if (word == "items" || word == "additionalProperties" ||
               word == "propertyNames") {
      Review(value, here);
    } else if (word == "anyOf" || word == "oneOf") {
      if (!value.is_array() || value.get_array().empty()) {
        return Say(here, "is no array of schemas");
      }
      for (const json::value& one : value.get_array()) Review(one, here);
    } else if (word == "enum") {
      if (!value.is_array() || value.get_array().empty()) {
        Say(here, "is no array of values");
      }
    } else if (word == "required") {
      if (!value.is_array() ||
          !std::ranges::all_of(value.get_array(), [](const json::value& v) {
            return v.is_string();
          })) {
        Say(here, "is no array of names");
      }
    } else if (word == "minimum" || word == "maximum") {
      if (!value.is_number()) Say(here, "is no number");
    } else if (word == "uniqueItems") {
      if (!value.is_bool()) Say(here, "is no boolean");
    } else if (word.starts_with("min") || word.starts_with("max")) {
      if (!value.is_int64() || value.get_int64() < 0) Say(here, "is no count");
    }
  }

  void ReviewTypes(const json::value& value, const std::string& here) {
    const json::array one{value};
    const json::array& types = value.is_array() ? value.get_array() : one;
    if (types.empty()) Say(here, "is empty");
    for (const json::value& type : types) {
      if (!type.is_string() || !Among(kTypes, Of(type.get_string()))) {
        Say(here, "is no type");
      }
    }
  }

  const NamedSchemas& named_;
  std::vector<std::string>& mistakes_;
};

}  // namespace

json::array SchemaErrors(const json::value& schema, const json::value& value,
                         const NamedSchemas& named) {
  Findings found = Checker(named).Check(schema, value, "");
  if (found.constraints.empty()) return std::move(found.children);
  json::array errors = std::move(found.children);
  found.children = {};
  errors.insert(errors.begin(), json::value(std::move(found).AsError("")));
  return errors;
}

std::vector<std::string> SchemaMistakes(const json::value& schema,
                                        const NamedSchemas& named) {
  std::vector<std::string> mistakes;
  Reviewer(named, mistakes).Review(schema, "");
  return mistakes;
}

}  // namespace bookable::http
