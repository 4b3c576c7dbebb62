#pragma once

#include "base/result.h"
#include "weights/object_facts.h"
#include "weights/raw_file.h"

#include <cstdint>
#include <filesystem>
#include <unordered_map>

namespace netlens::hdf5 {

/// A file whose structures are looked at before libhdf5 decodes them. libhdf5 1.10 trusts what it
/// reads: it copies from beyond a damaged message, writes beyond a table, follows circles until its
/// stack ends. So for every object it is about to open this is checked first:
/// - the object header with all its messages (checkMessages),
/// - in a group, all that leads to its links (checkSymbolTable, checkDenseLinks),
/// - for a dataset in chunks, the chunks (checkChunkStorage).
/// Texts in the global heap are never read by libhdf5 (GlobalHeap). Contiguous values are left to
/// it: checkDataset compares their size with the shape. A file that changes between the check and
/// the reading is beyond this.
class CheckedFile {
public:
    /// Checks the superblock, its extension and the root group.
    /// Errors: WeightsDamaged, WeightsUnsupported.
    static Result<CheckedFile> open(const std::filesystem::path& path);

    /// To be called before libhdf5 opens the object whose header is there; each is looked at once.
    /// Errors: WeightsDamaged, WeightsUnsupported.
    Result<void> requireSound(std::uint64_t header);

    RawFile& raw() { return m_raw; }

private:
    CheckedFile(RawFile raw, const TreeSizes& sizes)
        : m_raw(std::move(raw))
        , m_sizes(sizes)
    {
    }
    Result<ObjectFacts> readObject(std::uint64_t header);
    Result<void> checkObject(std::uint64_t header);

    RawFile m_raw;
    TreeSizes m_sizes;
    std::unordered_map<std::uint64_t, Result<void>> m_verdicts;
};

} // namespace netlens::hdf5
