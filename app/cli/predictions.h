#pragma once

#include "model/config.h"
#include "recognition.h"

#include <string>
#include <vector>

namespace netlens::cli {

/// One class as a result names it.
struct Prediction {
    int rank = 1;
    int index = 0;
    std::string id; ///< WordNet id; empty when the class has none
    std::string label;
    float probability = 0;
    float logit = 0;
};

/// The k best classes of a recognition with classes, best first (rankClasses). The probability is
/// the network's output; for a network that ends in logits it is their softmax.
std::vector<Prediction> bestPredictions(
    const Recognition& recognition, Activation activation, int k);

/// The network's outputs as probabilities: `outputs` themselves, or their softmax for
/// Activation::Linear.
std::vector<float> probabilities(std::vector<float> outputs, Activation activation);

} // namespace netlens::cli
