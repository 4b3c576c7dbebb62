#pragma once

#include "base/result.h"
#include "capture/picture_thumbprint.h"
#include "image/image.h"

#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace netlens {

struct LabelCount {
    std::string label;
    int pictures = 0; ///< JPEG and PNG files in its folder

    friend bool operator==(const LabelCount&, const LabelCount&) = default;
};

/// Pictures collected into a folder for each label, FOLDER/tabby/tabby-000123.jpg, as trainers read
/// them. Nothing that is there is ever overwritten, and a file appears complete or not at all.
/// Thread rule: one thread at a time; it reads and writes files.
class LabelDataset {
public:
    static constexpr int kQuality = 95; ///< of the JPEG files
    static constexpr std::size_t kMostUndone = 1000;

    /// Counts what is there. A folder that is missing is made by the first save(); one that cannot
    /// be read counts as empty.
    explicit LabelDataset(std::filesystem::path folder);

    const std::filesystem::path& folder() const { return m_folder; }

    /// The new file; nothing when the scene is still that of the last picture saved under this
    /// label since this object was made (kSameScene), which is then not saved again.
    /// @pre the picture is not null.
    /// Errors: LabelUnusable, FileUnwritable, DiskFull, PictureModuleNotHere, OutOfMemory,
    /// Internal; nothing is left then.
    Result<std::optional<std::filesystem::path>> save(const Image& picture, std::string_view label);

    /// Removes the last file saved that is not undone yet, and its folder if save() made it and
    /// nothing else is in it. Nothing when there is none (left). Up to kMostUndone.
    /// Errors: FileUnwritable, and the file can be undone another time.
    Result<std::optional<std::filesystem::path>> undo();

    /// By label.
    std::vector<LabelCount> counts() const;
    /// What undo() would remove; empty when there is nothing.
    std::filesystem::path lastFile() const;
    /// Pictures in a row that were not saved because nothing had changed.
    int skipped() const { return m_skipped; }

private:
    struct Series {
        int next = 1;
        int pictures = 0;
        std::optional<PictureThumbprint> last;
    };
    struct Saved {
        std::filesystem::path file;
        std::string label;
        int number = 0;
        std::optional<PictureThumbprint> before; ///< of the label until then
    };

    void countFolder(const std::filesystem::path& folder);
    Result<Saved> write(const Image& picture, const std::string& label, int number);
    void removeFolders(const std::filesystem::path& folder);

    std::filesystem::path m_folder;
    std::map<std::string, Series, std::less<>> m_series; ///< by label
    std::deque<Saved> m_saved;
    std::set<std::filesystem::path> m_made; ///< folders that were not there
    int m_skipped = 0;
};

} // namespace netlens
