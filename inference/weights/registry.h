#pragma once

#include "model/config.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>

namespace netlens {

/// One of the 22 published ImageNet checkpoints, with the accuracy Keras's docstring gives.
struct OfficialWeights {
    double alpha;
    int rows;
    double macsMillions;
    double parametersMillions; ///< as published: without non-trainable parameters
    double top1; ///< percent
    double top5;
};
std::span<const OfficialWeights> officialWeights();
const OfficialWeights* findOfficial(double alpha, int rows);

/// Folders searched for official files: $KERAS_HOME/models if set, else ~/.keras/models.
std::filesystem::path kerasModelsFolder();

/// Where the file is on this computer, if it is.
std::optional<std::filesystem::path> findOfficialFile(const std::string& fileName);

} // namespace netlens
