#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>

/// Parses a JSON file of test data; throws when it is not there or not JSON.
inline nlohmann::json readJson(const std::filesystem::path& path)
{
    std::ifstream stream(path);
    if (!stream)
        throw std::runtime_error("cannot open " + path.string());
    return nlohmann::json::parse(stream);
}
