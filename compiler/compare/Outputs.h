// A comparison as text for a terminal, as Markdown for a review, and as JSON for programs.
#pragma once

#include "compare/Comparison.h"
#include "diagnostics/TextRenderer.h"

#include <string>

namespace changec::compare {

/// For a terminal; nothing that one would obey but the colours of `style`. What fits into its width stands on a line.
std::string comparisonText(const Comparison &comparison, const TextStyle &style);

/// For a pull request, as GitHub and GitLab show it.
std::string comparisonMarkdown(const Comparison &comparison);

/// docs/diff.schema.json.
std::string comparisonJson(const Comparison &comparison);

} // namespace changec::compare
