#pragma once

#include "base/result.h"
#include "model/architecture.h"
#include "weights/weight_set.h"
#include "weights/weights_file.h"

#include <filesystem>
#include <optional>

namespace netlens {

/// The layout Keras writes under such a name: `.weights.h5` Keras 3's weights, `.keras` its
/// archive, any other `.h5` or `.hdf5` the legacy weights. Nothing for other names.
std::optional<WeightsLayout> layoutForName(const std::filesystem::path& path);

/// Writes the weights in the layout the name asks for, as Keras itself would. The file is made
/// complete under a temporary name beside path and then renamed; a failure leaves what was there.
/// Same weights, same bytes, except for the archive, which holds the time.
/// Errors: WeightsNameUnknown (no layout has that suffix), NotAvailable (an activation Keras 3 does
/// not have, in an archive, which would have to name it), FileUnwritable, DiskFull,
/// Internal.
/// @pre weights fit architecture.
Result<void> writeWeights(
    const std::filesystem::path& path, const Architecture& architecture, const WeightSet& weights);

} // namespace netlens
