#pragma once

#include "base/result.h"
#include "engine/activation_ranges.h"
#include "weights/weight_set.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace netlens {

/// So many pictures of a folder say enough.
inline constexpr std::size_t kMostCalibrationPictures = 64;

/// The pictures of a folder that calibration looks at: those directly in it, sorted by name; of
/// more than kMostCalibrationPictures as many, evenly picked. None is opened that has a picture's
/// name. Errors: CalibrationUnusable (no such folder, a file, not readable, no pictures).
Result<std::vector<std::filesystem::path>> calibrationPictures(const std::string& folder);

/// Ranges for a network in 8-bit integers, and what is to be said about them.
struct Calibration {
    std::shared_ptr<const ActivationRanges> ranges;
    int passedOver = 0; ///< pictures of the folder that could not be read
    std::vector<std::string> warnings; ///< about them
};

/// The ranges of the layers: as an earlier calibration has left them in the cache, else measured
/// and kept there. Drawn pictures take a third of a second at alpha 1, a folder's what decoding and
/// running them takes.
/// @param folder empty for drawn pictures; else what calibrationPictures() finds there, decoded and
/// fitted as for a network of the architecture's size. At most 512 pixels a side are looked at.
/// Errors: CalibrationUnusable, those of Network::build.
Result<Calibration> calibrate(
    const Architecture& architecture, const SharedWeights& weights, const std::string& folder);

} // namespace netlens
