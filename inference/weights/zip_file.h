#pragma once

#include "base/result.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace netlens {

struct ZipMember {
    std::string name;
    std::vector<std::byte> bytes;
};

/// A zip archive of these members in this order, stored without compression, made in memory.
/// Errors: Internal.
Result<std::vector<std::byte>> zipFile(std::span<const ZipMember> members);

} // namespace netlens
