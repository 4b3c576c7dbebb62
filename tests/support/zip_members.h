#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

struct MemberOfZip {
    std::string name;
    bool compressed = false;
    std::vector<std::byte> bytes;

    std::string text() const
    {
        return { reinterpret_cast<const char*>(bytes.data()), bytes.size() };
    }
};

/// The members of a zip archive in its order, their checksums verified. Throws std::runtime_error
/// when libzip refuses.
std::vector<MemberOfZip> zipMembers(const std::filesystem::path& path);
