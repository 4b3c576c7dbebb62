#pragma once

#include "model/architecture.h"
#include "weights/weight_set.h"

#include <span>
#include <vector>

/// What every layer of a network gives, computed from the layer table and Keras's definitions with
/// plain loops in double precision: slow, and nothing in common with the engine.
struct ReferenceValues {
    std::vector<std::vector<double>> layers; ///< per layer, NHWC
    std::vector<double> logits; ///< the classifier before its activation; empty without a top
};

ReferenceValues referenceRun(const netlens::Architecture& architecture,
    const netlens::WeightSet& weights, std::span<const float> input, int batch);

/// The logits that follow from the values of layer `first`, for a network with a classifier.
std::vector<double> referenceHead(const netlens::Architecture& architecture,
    const netlens::WeightSet& weights, const std::vector<double>& values, std::size_t first);

/// A classifier activation over rows of `width` values.
std::vector<double> referenceActivation(
    netlens::Activation activation, std::span<const double> values, std::size_t width);
