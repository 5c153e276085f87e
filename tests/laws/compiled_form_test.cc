// tests/laws/compiled_form_test.cc: the compiled form gives the answers of the
// value form, whatever its Scratch did before.
#include "tests/laws/compiled_form.h"

#include <gtest/gtest.h>

#include <string>

#include "bookable/query/find_slots.h"
#include "tests/laws/law.h"

namespace bookable::laws {
namespace {

SlotColumns ByValue(const SlotQuery& query) {
  return FindSlots(query).value().columns();
}

std::string Differ(const SlotQuery& query, const SlotColumns& compiled,
                   const SlotColumns& by_value, const char* what) {
  if (compiled == by_value) return "";
  return std::string(what) + "\n" +
         reference::Difference(reference::ToAnswer(query, compiled),
                               reference::ToAnswer(query, by_value));
}

std::string EqualsTheValueForm(const SlotQuery& query, Random& random) {
  const CompiledForm form(query, random);
  Scratch scratch;
  SlotColumns out;
  form.FindSlots(scratch, out);
  return Differ(query, out, ByValue(query), "compiled form");
}

TEST(CompiledFormLaw, EqualsTheValueForm) {
  ExpectLaw(QueryKind::kAny, 12000, EqualsTheValueForm);
}

TEST(CompiledFormLaw, EqualsTheValueFormForCrowds) {
  ExpectLaw(QueryKind::kCrowd, 800, EqualsTheValueForm);
}

TEST(CompiledFormLaw, AUsedScratchAnswersLikeANewOne) {
  Scratch used;
  SlotColumns out;
  ExpectLaw(QueryKind::kAny, 12000,
            [&](const SlotQuery& query, Random& random) -> std::string {
              const CompiledForm form(query, random);
              // Questions of other kinds between.
              if (random.Chance(50)) {
                const GridRule rule =
                    random.Pick({GridRule::kAnyTime, GridRule::kOnGrid});
                form.CanBook(query.from, rule, used);
              }
              form.FindSlots(used, out);
              return Differ(query, out, ByValue(query), "used scratch");
            });
}

}  // namespace
}  // namespace bookable::laws
