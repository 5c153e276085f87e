// bookable/codec/explanation.h: explanations and what-ifs as JSON.
//
// CONCEPT   {"at", "bookable", "accepted", "reasons": [{"kind", ...}]}, and for
//           a team "groups", whose hosts have reasons of their own;
//           {"rules": [{"rule", "gained", "lost"}]}. Instants are written in
//           the answer's zone.
// SOURCE    docs/request.md, sections Explain and WhatIf.
// COST      O(bytes written); SortByText besides reads the request again.
// THREADS   Pure.
#ifndef BOOKABLE_CODEC_EXPLANATION_H_
#define BOOKABLE_CODEC_EXPLANATION_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bookable/codec/request.h"
#include "bookable/query/explain.h"
#include "bookable/query/what_if.h"

namespace bookable {

// Appends the explanation, without a line end, to `out`.
// REQUIRES: `explanation` is one of Explain(request.query, ...).
void AppendExplanationJson(const Request& request,
                           const Explanation& explanation, std::string& out);

// Orders the effects of rules as the rules stand in `text`: WhatIf has them as
// the documents list the fields.
// REQUIRES: `effects` is WhatIf of the request that was read from `text`.
void SortByText(std::string_view text, std::vector<RuleEffect>& effects);

// Appends the effects, in the order given, without a line end, to `out`.
// REQUIRES: `effects` are of WhatIf(request.query).
void AppendWhatIfJson(const Request& request,
                      std::span<const RuleEffect> effects, std::string& out);

}  // namespace bookable

#endif  // BOOKABLE_CODEC_EXPLANATION_H_
