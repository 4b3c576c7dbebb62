#pragma once

#include "model/architecture.h"

#include <optional>
#include <string>
#include <vector>

namespace netlens::cli {

struct NetworkSummary {
    Architecture architecture;
    std::optional<std::string> officialFile; ///< what Keras would load for it
    std::vector<std::string> warnings;
};

/// Keras's table: layer (type), output shape, parameters, connections, totals.
std::string summaryText(const NetworkSummary& summary);
/// One line. Batch and dynamic extents are null, and so are the MACs of a dynamic model.
std::string summaryJson(const NetworkSummary& summary);
std::string summaryCsv(const NetworkSummary& summary);

} // namespace netlens::cli
