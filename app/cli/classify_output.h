#pragma once

#include "app/cli/predictions.h"

#include <string>

namespace netlens::cli {

/// One picture's row of results, or why there is none.
struct Classified {
    std::string file;
    Size size {}; ///< upright, as in the file
    std::vector<Prediction> predictions {};
    Timings timings {};
    std::string error {}; ///< empty when all went well
};

enum class ClassifyFormat { Text, Json, Csv };

/// What comes before the first row; empty but for CSV.
std::string classifyHeader(ClassifyFormat format);
/// Whole lines. A failed picture has a row in JSON and CSV and nothing in text.
std::string classifyRow(const Classified& row, ClassifyFormat format);

} // namespace netlens::cli
