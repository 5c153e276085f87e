// bindings/cli/suggestion.cc
// Tested by tests/bindings/cli/suggestion_test.cc.
#include "bindings/cli/suggestion.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"

namespace bookable::cli {
namespace {

// "_" is how zones write a space.
std::string Folded(std::string_view text) {
  std::string folded(text);
  absl::AsciiStrToLower(&folded);
  std::replace(folded.begin(), folded.end(), ' ', '_');
  return folded;
}

std::size_t Distance(std::string_view a, std::string_view b) {
  // Rows of the usual table: the one before last, the last, this one.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0u : 1u;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

}  // namespace

std::size_t EditDistance(std::string_view a, std::string_view b) {
  return Distance(Folded(a), Folded(b));
}

std::vector<std::string> ClosestNames(std::string_view word,
                                      std::span<const std::string> names,
                                      std::size_t most) {
  // Longer words are no typing mistakes of any name.
  constexpr std::size_t kLongestWord = 64;
  if (word.empty() || word.size() > kLongestWord) return {};
  const std::string wanted = Folded(word);
  std::vector<std::pair<std::size_t, std::string>> close;
  for (const std::string& name : names) {
    const std::string folded = Folded(name);
    const std::string_view leaf =
        std::string_view(folded).substr(folded.rfind('/') + 1);
    std::size_t distance =
        std::min(Distance(wanted, folded), Distance(wanted, leaf));
    if (wanted.size() >= 3 && folded.find(wanted) != std::string::npos) {
      distance = std::min<std::size_t>(distance, 1);
    }
    if (3 * distance <= wanted.size()) close.emplace_back(distance, name);
  }
  std::stable_sort(
      close.begin(), close.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> found;
  for (auto& [distance, name] : close) {
    const bool is_worse = distance > 0 && close.front().first == 0;
    if (found.size() == most || is_worse) break;
    found.push_back(std::move(name));
  }
  return found;
}

}  // namespace bookable::cli
