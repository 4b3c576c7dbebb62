#pragma once

#include "base/result.h"
#include "model/config.h"

#include <filesystem>
#include <string>
#include <vector>

namespace netlens {

/// The demonstration model that comes with the program: it names 24 drawn symbols, or "nothing".
/// How it was made and what it is worth: resources/demo/README.md.

/// alpha 0.35, 96 × 96 × 3, 25 classes, softmax.
Config demoConfig();

/// Where it lies: in the data folder of the installation this program is part of, or among the
/// sources it was built from.
std::filesystem::path demoFolder();

/// Keras's legacy layout, float32; its labels.txt lies beside it.
std::filesystem::path demoWeights();

/// One of the six clear drawings that lie in samples/, and its stored answer.
struct DemoSample {
    std::filesystem::path path;
    std::string label;
    double probability = 0;
};

/// answers.json, sorted by name. Errors: FileNotFound, FileUnreadable.
Result<std::vector<DemoSample>> demoSamples();

} // namespace netlens
