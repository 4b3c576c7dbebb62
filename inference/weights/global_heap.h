#pragma once

#include "base/result.h"
#include "weights/hdf5_file.h"

#include <cstdint>
#include <string>
#include <vector>

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
    /// @pre `object` belongs to a file opened by Group::openFile.
    GlobalHeap(const Handle& object, std::uintmax_t fileBytes);

    /// Errors: WeightsDamaged.
    Result<std::string> text(const HeapReference& reference);

private:
    bool load(std::uint64_t collection);
    bool read(std::uint64_t address, std::size_t bytes);

    int m_descriptor = -1;
    std::uintmax_t m_base = 0; ///< bytes before the HDF5 part of the file
    std::uintmax_t m_fileBytes;
    std::uint64_t m_loaded = 0; ///< address of the collection held
    std::vector<unsigned char> m_collection;
};

} // namespace netlens::hdf5
