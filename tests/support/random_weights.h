#pragma once

#include "model/architecture.h"
#include "weights/weight_set.h"

#include <cstddef>
#include <vector>

/// Weights as after a training: batch-norm statistics that matter (fresh ones are all zero or one)
/// and kernels that keep the activations of every layer inside ReLU6's range. Same seed, same
/// numbers.
netlens::SharedWeights randomWeights(const netlens::Architecture& architecture, unsigned seed);

/// Numbers evenly spread over [low, high).
std::vector<float> randomValues(std::size_t count, float low, float high, unsigned seed);
