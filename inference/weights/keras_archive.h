#pragma once

#include "base/result.h"
#include "weights/hdf5_file.h"

#include <filesystem>
#include <string>

namespace netlens {

/// What Keras 3's model.save("….keras") puts into its zip archive.
struct KerasArchive {
    std::string kerasVersion; ///< of metadata.json; empty when it does not say
    std::string config; ///< config.json
    hdf5::Group weights; ///< model.weights.h5, unpacked to memory that goes with the last handle
};

/// Reads the members it knows by name and no others.
/// Errors: WeightsDamaged (cut off, broken, a member that would unpack to more than Keras writes),
/// WeightsUnsupported (a zip that is not Keras's).
Result<KerasArchive> openKerasArchive(const std::filesystem::path& path);

} // namespace netlens
