#pragma once

#include "base/result.h"
#include "weights/demo.h"

#include <string>
#include <vector>

namespace netlens {

/// What was answered to one sample of the demonstration model.
struct SelfTestAnswer {
    DemoSample sample; ///< with the answer that is stored
    std::string label;
    double probability = 0;

    /// The stored class, with a probability that differs by 0.001 at most: arithmetic may differ
    /// from processor to processor, the pixels may not.
    bool isRight() const;
};

/// Classifies the samples from their files on, as the programs do. Sorted by name.
/// Errors: those of demoSamples, loadModel, Classifier and decodePicture.
Result<std::vector<SelfTestAnswer>> selfTest();

} // namespace netlens
