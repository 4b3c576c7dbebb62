#pragma once

#include "classifier.h"
#include "service/recognition_service.h"

#include <cstdint>
#include <filesystem>
#include <list>
#include <optional>
#include <vector>

namespace netlens {

/// A file as it was: whether it is still the same is told by size and time of change.
struct FileStamp {
    std::filesystem::path path;
    std::uintmax_t bytes = 0;
    std::filesystem::file_time_type changed {};

    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// A model that is ready to answer, and what it was asked for with.
struct BuiltModel {
    ModelRequest request;
    ModelState state;
    Classifier classifier;
    std::vector<FileStamp> files; ///< what it was read from, as they were then
};

/// Models that answered a moment ago, so that comparing two configurations does not build them
/// again and again. Not for more than one thread.
class RecentModels {
public:
    static constexpr std::size_t kMost = 3;
    static constexpr std::size_t kMostBytes = std::size_t { 256 } << 20U;

    /// Keeps it; the ones used longest ago go when there are too many or they hold too much.
    void put(BuiltModel model);
    /// Takes out the one for this request, if it is here and its files have not changed.
    std::optional<BuiltModel> take(const ModelRequest& request);

    std::size_t size() const { return m_models.size(); }

private:
    std::list<BuiltModel> m_models; ///< used last first
};

/// The files a model's answers depend on: its weights, where class names may come from, and the
/// pictures it is calibrated on.
std::vector<FileStamp> stampsOf(const ModelRequest& request, const std::string& weightsPath);

} // namespace netlens
