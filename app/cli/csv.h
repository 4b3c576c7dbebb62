#pragma once

#include <string>
#include <vector>

namespace netlens::cli {

/// One record, '\n' included; fields with a comma, a quote or a line break are quoted (RFC 4180).
std::string csvRecord(const std::vector<std::string>& fields);

} // namespace netlens::cli
