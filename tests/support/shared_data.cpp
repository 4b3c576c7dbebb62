#include "support/shared_data.h"

#include <cstdlib>

std::optional<std::filesystem::path> sharedData(const char* relative)
{
    const char* root = std::getenv("NETLENS_SHARED");
    const auto folder = (root != nullptr ? std::filesystem::path(root)
                                         : std::filesystem::path(NETLENS_SOURCE_DIR) / "../shared")
        / relative;
    if (!std::filesystem::exists(folder))
        return std::nullopt;
    return folder.lexically_normal();
}
