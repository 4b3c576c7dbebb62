#pragma once

#include <QString>

#include <filesystem>
#include <optional>

/// The folder of pictures, weights and golden tensors that lives beside the project
/// ($NETLENS_SHARED, default ../shared); nothing where it is not there.
std::optional<std::filesystem::path> sharedData(const char* relative = "data");

/// Skips the running test function when the shared data is not there.
#define NETLENS_REQUIRE_SHARED(variable, relative)                                                 \
    const auto variable##Found = sharedData(relative);                                             \
    if (!variable##Found)                                                                          \
        QSKIP("skipped: no shared data");                                                          \
    [[maybe_unused]] const std::filesystem::path& variable = *variable##Found
