#pragma once

#include "model/config.h"
#include "support/json.h"
#include "support/shared_data.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// One case of goldens/manifest.json: a network Keras ran, its input, weights and outputs.
struct GoldenCase {
    nlohmann::json json;
    std::filesystem::path folder;

    std::string name() const { return json.at("name"); }
    /// A MobileNetV2 inside another model.
    bool isNested() const { return !json.at("wrapper").is_null(); }
    std::filesystem::path file(const std::string& relative) const { return folder / relative; }
    std::vector<std::filesystem::path> weightsFiles() const;
    /// Of the MobileNetV2 itself.
    netlens::Config config() const;
    /// Of the whole network in one of its weights files: a nested case's is in the file.
    /// Throws when the file has none.
    netlens::Config config(const std::filesystem::path& weightsFile) const;
    /// Classes of the whole network; nothing when it gives features.
    std::optional<std::int64_t> classCount() const;
};

/// All cases of the shared manifest; none without shared data.
std::vector<GoldenCase> goldenCases();
/// The case of that name; throws when there is none.
GoldenCase goldenCase(const std::string& name);
