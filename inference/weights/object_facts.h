#pragma once

#include "weights/fields.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace netlens::hdf5 {

/// How many elements of a dataset or an attribute.
struct Dataspace {
    std::uint64_t count = 1;
    /// How far each dimension may grow; a scalar has none.
    std::vector<std::uint64_t> largest;
};

/// HDF5's own filters that are read here. Format: HDF5 File Format Specification 3.0, IV.A.2.l.
enum Filter : std::uint8_t { kDeflate = 1, kShuffle = 2, kFletcher32 = 3 };

struct StoredChunk {
    std::uint64_t address = kNowhere; ///< kNowhere while never written
    std::uint64_t bytes = 0; ///< as they lie in the file
    std::uint64_t skippedFilters = 0; ///< one bit each, for those that were of no use
};

enum class ChunkIndex { Tree, FixedArray, Only };

/// How a dataset's values lie in chunks.
struct Chunks {
    std::vector<std::uint64_t> extents; ///< the last is the size of an element
    std::uint64_t bytes = 0; ///< of one, unpacked
    ChunkIndex index = ChunkIndex::Tree;
    std::uint64_t address = kNowhere; ///< of the tree or the array
    StoredChunk only;
    bool onlyIsFiltered = false;
};

/// Where a group's links are that are not in its header.
struct SymbolTable {
    std::uint64_t tree = kNowhere;
    std::uint64_t heap = kNowhere;
};
struct DenseLinks {
    std::uint64_t heap = kNowhere;
    std::uint64_t names = kNowhere;
};

/// Half of how many entries a tree node holds. Format: II.A and IV.A.2.t.
struct TreeSizes {
    std::uint64_t chunkNodeK = 32;
    std::uint64_t groupNodeK = 16;
    std::uint64_t groupLeafK = 4;
};

/// Nobody has made nodes of more than a thousand entries.
inline bool arePlausible(const TreeSizes& sizes)
{
    constexpr std::uint64_t kMost = 512;
    return sizes.chunkNodeK > 0 && sizes.chunkNodeK <= kMost && sizes.groupNodeK > 0
        && sizes.groupNodeK <= kMost && sizes.groupLeafK > 0 && sizes.groupLeafK <= kMost;
}

/// What an object's messages say that more must be checked with.
struct ObjectFacts {
    std::optional<Dataspace> space;
    std::optional<std::uint64_t> elementBytes;
    std::vector<std::uint64_t> fillBytes; ///< of the old and the new message
    std::vector<std::uint64_t> filters; ///< their numbers, in the order of writing
    std::optional<Chunks> chunks;
    std::optional<SymbolTable> symbolTable;
    std::optional<DenseLinks> denseLinks;
    std::optional<TreeSizes> treeSizes;
};

} // namespace netlens::hdf5
