#pragma once

#include "base/result.h"
#include "model/config.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

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

/// One of the 44 official files: a checkpoint with its classifier or without ("no_top").
struct OfficialFile {
    OfficialWeights weights;
    bool includeTop = true;
    std::string name;
    std::optional<std::int64_t> bytes; ///< its exact size, where that is known

    Config config() const;
    /// The exact size or one that is right to a few thousand bytes.
    std::int64_t approximateBytes() const;
};
std::vector<OfficialFile> officialFiles();
/// Nothing when no such file was ever published (alpha 1.4 at 96, say).
std::optional<OfficialFile> findOfficial(const std::string& fileName);

/// Where it is on the web: below $NETLENS_WEIGHTS_URL if set, else where Keras gets it.
std::string officialUrl(const std::string& fileName);

/// Where Keras keeps its models: $KERAS_HOME/models if set, else ~/.keras/models, or
/// .keras/models in the system's temporary folder when ~/.keras cannot be written. Need not exist.
std::filesystem::path kerasModelsFolder();

/// Where the file is on this computer, if it is: kerasModelsFolder(), then ~/.keras/models.
std::optional<std::filesystem::path> findOfficialFile(const std::string& fileName);

/// Whether a file, whatever its name, can take the place of an official one: reads all of it.
/// Errors: those of readWeights.
Result<void> verifyOfficial(const std::filesystem::path& path, const OfficialFile& file);

} // namespace netlens
