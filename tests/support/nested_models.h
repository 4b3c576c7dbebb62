#pragma once

#include "support/keras_files.h"

#include <vector>

/// How somebody put layers around a MobileNetV2.
enum class Wrapper { Sequential, Functional };

/// What was trainable in the base when the model was saved: it decides in which order Keras lists
/// the weights of a nested model.
enum class Frozen { Nothing, Everything, FirstLayers };

/// The JSON of a model whose MobileNetV2 is a layer, with config.before and config.after around it.
nlohmann::json nestedModel(
    const netlens::Config& config, Wrapper wrapper, KerasGeneration generation);

/// The groups of such a model's file: one holds the whole base.
std::vector<FileLayer> nestedLayers(
    const netlens::Config& config, const netlens::WeightSet& weights, Frozen frozen);

/// A .keras archive with that configuration and those weights, as Keras 3 writes it.
void writeKerasArchive(const std::filesystem::path& path, const netlens::Config& config,
    const netlens::WeightSet& weights, Wrapper wrapper);

/// A zip archive with these members; a member is compressed when `deflate` says so.
void writeZip(const std::filesystem::path& path,
    const std::vector<std::pair<std::string, std::string>>& members, bool deflate = false);
