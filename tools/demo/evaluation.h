#pragma once

#include "classifier.h"
#include "drawings/drawing.h"

#include <array>
#include <filesystem>

namespace netlens::drawings {

/// The demonstration model, as the product loads it: alpha 0.35, 96 × 96, its labels beside it.
Result<Classifier> openDemoModel(const std::filesystem::path& weights);

/// Right answers of how many.
struct Tally {
    int right = 0;
    int total = 0;

    void add(bool isRight)
    {
        right += isRight ? 1 : 0;
        ++total;
    }
    double share() const { return total == 0 ? 0 : static_cast<double>(right) / total; }
};

/// Where the evidence for a symbol is, against where the symbol is (Zhang et al. 2016).
struct Pointing {
    /// The point lies in the symbol's box around which there is most evidence for it: the maximum
    /// of the map's positive cells, each spread over its neighbourhood (Gaussian, 0.6 cells).
    Tally densest;
    Tally peak; ///< the highest point of the map as shown (bicubic) lies in the symbol's box
    Tally cell; ///< the box meets the strongest of the map's cells
    double pointByChance = 0; ///< what random points would score, as Tally::right
    double cellByChance = 0; ///< what random cells would score
};

struct Score {
    static constexpr int kScales = 7;
    static constexpr double kScaleStep = 0.1; ///< of the symbol's longer side, from 0.2

    Tally all;
    Tally hard; ///< the hardest quarter of the symbols
    Tally nothing;
    std::array<Tally, kScales> byScale;
    Tally confident; ///< answers with a probability of 0.9 and more
    std::array<std::array<int, kClasses>, kClasses> confusion {}; ///< [drawn][answered]
    Pointing pointing;
    Pointing smallPointing; ///< of symbols under 0.4: a larger box meets most cells anyway
};

/// Draws and classifies drawings 0 … drawings − 1 of a series.
/// Errors: those of Classifier::recognise.
Result<Score> evaluate(
    Classifier& classifier, std::uint64_t series, int drawings, Conditions conditions);

/// How much of "nothing" is known as such; a twenty-fifth of a series is too little to tell.
/// Errors: those of Classifier::recognise.
Result<Tally> recallOfNothing(Classifier& classifier, std::uint64_t firstSeed, int drawings);

} // namespace netlens::drawings
