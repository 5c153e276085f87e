// bookable/query/compiled_query.cc
// Tested by tests/engine/query/compiled_query_test.cc.
#include "bookable/query/compiled_query.h"

#include "bookable/query/internal/explainer.h"
#include "bookable/query/internal/slot_search.h"

namespace bookable {
namespace {

// Groups alone are a sequence of one stage.
StageView OneStage(const CompiledEvent& event,
                   std::span<const GroupView> groups) {
  return {.length = event.length(), .groups = groups};
}

}  // namespace

Scratch::Scratch()
    : search_(std::make_unique<internal::SlotSearch>()),
      explainer_(std::make_unique<internal::Explainer>()) {}
Scratch::~Scratch() = default;
Scratch::Scratch(Scratch&&) noexcept = default;
Scratch& Scratch::operator=(Scratch&&) noexcept = default;

void FindSlots(const CompiledEvent& event, std::span<const GroupView> groups,
               const Window& window, Scratch& scratch,
               SlotColumns& out) noexcept {
  const StageView stage = OneStage(event, groups);
  FindSlots(event, std::span(&stage, 1), window, scratch, out);
}

void FindSlots(const CompiledEvent& event, std::span<const StageView> stages,
               const Window& window, Scratch& scratch,
               SlotColumns& out) noexcept {
  scratch.search().FindSlots(event, stages, window, out);
}

bool CanBook(const CompiledEvent& event, std::span<const GroupView> groups,
             const Window& window, Instant start, GridRule grid_rule,
             Scratch& scratch) noexcept {
  const StageView stage = OneStage(event, groups);
  return CanBook(event, std::span(&stage, 1), window, start, grid_rule,
                 scratch);
}

bool CanBook(const CompiledEvent& event, std::span<const StageView> stages,
             const Window& window, Instant start, GridRule grid_rule,
             Scratch& scratch) noexcept {
  return scratch.search().CanBook(event, stages, window, start, grid_rule);
}

void Explain(const CompiledEvent& event, std::span<const GroupView> groups,
             const Window& window, std::span<const Instant> at,
             Scratch& scratch, ExplanationColumns& out) noexcept {
  const StageView stage = OneStage(event, groups);
  scratch.explainer().Explain(scratch.search(), event, std::span(&stage, 1),
                              window, at, out);
}

Interval BusyHorizon(const CompiledEvent& event,
                     std::span<const GroupView> groups,
                     const Window& window) noexcept {
  const StageView stage = OneStage(event, groups);
  return BusyHorizon(event, std::span(&stage, 1), window);
}

Interval LimitHorizon(const CompiledEvent& event,
                      std::span<const GroupView> groups,
                      const Window& window) noexcept {
  const StageView stage = OneStage(event, groups);
  return LimitHorizon(event, std::span(&stage, 1), window);
}

}  // namespace bookable
