#pragma once

#include "weights/hdf5_file.h"
#include "weights/stored_model.h"
#include "weights/weights_file.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace netlens {

/// A weights file, looked through once for both: what it says about itself, and its weights.
/// Thread rule: of the thread that opened it. While it is there, other threads that open or write a
/// weights file wait.
class OpenedWeights {
public:
    /// Errors: as inspectWeights. @pre this thread has none open, nor writes one before it closes.
    static Result<OpenedWeights> open(const std::filesystem::path& path);
    OpenedWeights(OpenedWeights&&) = default;
    OpenedWeights& operator=(OpenedWeights&&) = delete; ///< would end the session first

    WeightsFileInfo info() const;
    /// Errors: as readWeights.
    Result<WeightSet> read(const Architecture& architecture, Unsound unsound) const;

private:
    OpenedWeights(
        std::unique_ptr<hdf5::Session> session, std::filesystem::path path, StoredModel model);

    std::unique_ptr<hdf5::Session> m_session; ///< first: what it opened goes before it
    std::filesystem::path m_path;
    StoredModel m_model;
    std::optional<Result<Config>> m_ownConfig; ///< where the model brings one
};

} // namespace netlens
