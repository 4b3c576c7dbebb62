#pragma once

#include "base/part_file.h"
#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace netlens {

/// One class of a frame, as a log names it.
struct LoggedLabel {
    int index = 0;
    std::string_view id; ///< WordNet id; empty when the class has none
    std::string_view name;
    float probability = 0;
};

/// What is written about one frame.
struct LogEntry {
    std::chrono::system_clock::time_point time;
    std::int64_t frame = 0;
    double seconds = 0; ///< in the medium
    std::span<const LoggedLabel> raw; ///< best first
    std::span<const LoggedLabel> smoothed;
    bool isSure = true;
};

/// The labels of a stretch of frames as a table or as JSON Lines.
///
/// CSV: a line "# {…}" with the configuration, a header line, then a line a frame. JSON Lines: the
/// configuration as {"configuration": {…}}, then an object a frame. Where the configuration
/// changes, its line comes once more. It grows as NAME.part, each frame on its way to the disk as
/// it is added, and takes its name when it is finished: after a crash the part holds every frame
/// until then.
class LabelLog {
public:
    enum class Format { Csv, JsonLines };
    using Configuration = std::vector<std::pair<std::string, std::string>>;

    /// @param rows how many labels a frame has in CSV; missing ones stay empty
    /// Errors: FileUnwritable (another program writes it, not a regular file), DiskFull.
    static Result<LabelLog> create(const std::filesystem::path& path, Format format, int rows,
        const Configuration& configuration);

    /// Errors: FileUnwritable, DiskFull. What was added before is sound, and no line is cut off.
    Result<void> add(const LogEntry& entry);
    /// The configuration of the frames that follow, in a line like the first. Errors: as add().
    Result<void> configure(const Configuration& configuration);
    /// Call once, last. Errors: FileUnwritable, DiskFull.
    Result<void> finish();
    /// In place of finish(): nothing stays.
    void discard();

    std::int64_t frames() const { return m_frames; }

private:
    LabelLog(PartFile file, Format format, int rows);
    Result<void> append(const std::string& text);
    std::string csvLine(const LogEntry& entry) const;

    PartFile m_file;
    Format m_format;
    int m_rows;
    std::int64_t m_frames = 0;
};

/// A part for a new file: what an earlier run left is thrown away.
/// Errors: FileUnwritable (another program writes it, not a regular file), DiskFull.
Result<PartFile> startPartFile(const std::filesystem::path& path);

} // namespace netlens
