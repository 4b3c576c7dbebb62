#pragma once

#include "base/result.h"
#include "weights/raw_file.h"

#include <cstdint>
#include <string>

namespace netlens::hdf5 {

/// What an attribute stores for one variable-length text.
struct HeapReference {
    std::uint32_t length = 0;
    std::uint64_t collection = 0; ///< address in the file, 0 for an empty text
    std::uint32_t index = 0;
};

/// The texts in a file's global heap collections. libhdf5 1.10 trusts the sizes it finds there, so
/// that one flipped bit crashes it; here each is checked.
/// Format: HDF5 File Format Specification 3.0, III.E.
class GlobalHeap {
public:
    explicit GlobalHeap(RawFile& file)
        : m_file(file)
    {
    }

    /// Errors: WeightsDamaged.
    Result<std::string> text(const HeapReference& reference);

private:
    bool load(std::uint64_t collection);

    RawFile& m_file;
    std::uint64_t m_loaded = 0; ///< address of the collection held
    RawFile::Bytes m_collection;
};

} // namespace netlens::hdf5
