#pragma once

#include <span>
#include <string>
#include <string_view>

namespace netlens::cli {

/// Insertions, deletions and substitutions that turn one word into the other.
std::size_t editDistance(std::string_view a, std::string_view b);

/// ", did you mean "x" or "y"" with the closest names, at most three; empty when none is close.
std::string didYouMean(std::string_view word, std::span<const std::string> names);

} // namespace netlens::cli
