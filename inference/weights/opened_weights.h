#pragma once

#include "weights/hdf5_file.h"
#include "weights/stored_model.h"
#include "weights/weights_file.h"

#include <filesystem>
#include <memory>

namespace netlens {

/// A weights file, looked through once for both: what it says about itself, and its weights. While
/// it is open no other weights file can be opened, by its own thread least of all.
class OpenedWeights {
public:
    /// Errors: as inspectWeights.
    static Result<OpenedWeights> open(const std::filesystem::path& path);
    OpenedWeights(OpenedWeights&&) = default;
    OpenedWeights& operator=(OpenedWeights&&) = delete;

    WeightsFileInfo info() const;
    /// Errors: as readWeights.
    Result<WeightSet> read(const Architecture& architecture, Unsound unsound) const;

private:
    OpenedWeights(
        std::unique_ptr<hdf5::Session> session, std::filesystem::path path, StoredModel model);

    std::unique_ptr<hdf5::Session> m_session; ///< first: what it opened goes before it
    std::filesystem::path m_path;
    StoredModel m_model;
    Result<Config> m_config; ///< the model's own, or the one its shapes are of
};

} // namespace netlens
