#include "weights/layout_message.h"

namespace netlens::hdf5 {

namespace {

    // A chunk may be larger than its dataset; HDF5 reserves memory for the whole chunk.
    constexpr std::uint64_t kLargestChunk = 64U << 20U;
    constexpr std::uint64_t kMostExtents = 33; ///< of the values, and the size of an element

    enum Class : std::uint8_t { kCompact, kContiguous, kChunked, kVirtual };

    Error unsupported(std::string what)
    {
        return makeError(ErrorCode::WeightsUnsupported, {}, std::move(what));
    }

    Result<void> takeExtents(
        Fields& fields, Chunks& chunks, std::uint64_t count, std::size_t extentBytes)
    {
        fields.require(count > 1 && count <= kMostExtents);
        chunks.bytes = 1;
        for (std::uint64_t i = 0; i < count && fields.ok(); ++i) {
            const std::uint64_t extent = fields.number(extentBytes);
            fields.require(extent > 0);
            if (fields.ok() && chunks.bytes > kLargestChunk / extent)
                return makeError(ErrorCode::WeightsDamaged, {}, "chunks too large");
            chunks.bytes *= extent;
            chunks.extents.push_back(extent);
        }
        return {};
    }

    /// Versions 1 and 2 have room for the dimensions of every class.
    Result<void> checkOld(Fields& fields, ObjectFacts& facts)
    {
        const std::uint64_t rank = fields.number(1);
        const std::uint64_t kind = fields.number(1);
        fields.require(rank > 0 && rank <= kMostExtents && kind <= kChunked);
        fields.skip(5);
        const std::uint64_t address = kind == kCompact ? kNowhere : fields.number(8);
        if (kind == kChunked) {
            Chunks& chunks = facts.chunks.emplace();
            chunks.address = address;
            return takeExtents(fields, chunks, rank, 4);
        }
        fields.skip(4 * rank);
        if (kind == kCompact)
            fields.skip(fields.number(4));
        return {};
    }

    Result<void> checkTreeOfChunks(Fields& fields, Chunks& chunks)
    {
        const std::uint64_t count = fields.number(1);
        chunks.address = fields.number(8);
        return takeExtents(fields, chunks, count, 4);
    }

    Result<void> checkNewChunks(Fields& fields, Chunks& chunks)
    {
        constexpr std::uint64_t kOnly = 1;
        constexpr std::uint64_t kFixedArray = 3;
        constexpr std::uint64_t kOnlyIsFiltered = 2;
        const std::uint64_t flags = fields.number(1);
        const std::uint64_t count = fields.number(1);
        const std::uint64_t extentBytes = fields.number(1);
        fields.require(extentBytes > 0 && extentBytes <= 8);
        if (!fields.ok())
            return {};
        if (auto extents = takeExtents(fields, chunks, count, extentBytes); !extents)
            return extents;
        const std::uint64_t index = fields.number(1);
        if (index == kOnly && (flags & ~kOnlyIsFiltered) == 0) {
            chunks.index = ChunkIndex::Only;
            chunks.onlyIsFiltered = flags != 0;
            chunks.only.bytes = chunks.onlyIsFiltered ? fields.number(8) : chunks.bytes;
            chunks.only.skippedFilters = chunks.onlyIsFiltered ? fields.number(4) : 0;
            chunks.only.address = fields.number(8);
        } else if (index == kFixedArray && flags == 0) {
            chunks.index = ChunkIndex::FixedArray;
            fields.skip(1); // size of pages
            chunks.address = fields.number(8);
        } else if (fields.ok()) {
            return unsupported("chunks under index " + std::to_string(index) + " of HDF5 1.10");
        }
        return {};
    }

} // namespace

Result<void> checkLayout(Fields& fields, ObjectFacts& facts)
{
    const std::uint64_t version = fields.number(1);
    fields.require(version >= 1 && version <= 4);
    if (version < 3)
        return checkOld(fields, facts);
    switch (fields.number(1)) {
    case kCompact:
        fields.skip(fields.number(2));
        return {};
    case kContiguous:
        fields.skip(8 + 8); // where, how many bytes
        return {};
    case kChunked:
        return version == 3 ? checkTreeOfChunks(fields, facts.chunks.emplace())
                            : checkNewChunks(fields, facts.chunks.emplace());
    case kVirtual:
        return unsupported("its values are kept in other files");
    default:
        fields.require(false);
        return {};
    }
}

Result<void> checkFilters(Fields& fields, ObjectFacts& facts)
{
    constexpr std::uint64_t kMostFilters = 32;
    const std::uint64_t version = fields.number(1);
    const std::uint64_t count = fields.number(1);
    fields.require((version == 1 || version == 2) && count > 0 && count <= kMostFilters);
    fields.skip(version == 1 ? 6 : 0);
    for (std::uint64_t i = 0; i < count && fields.ok(); ++i) {
        const std::uint64_t filter = fields.number(2);
        if (fields.ok() && filter != kDeflate && filter != kShuffle && filter != kFletcher32)
            return unsupported("compressed by filter " + std::to_string(filter));
        const std::uint64_t nameBytes = version == 1 ? fields.number(2) : 0;
        fields.skip(2); // flags
        const std::uint64_t values = fields.number(2);
        fields.require(nameBytes % 8 == 0);
        Fields name(fields.take(nameBytes));
        if (nameBytes > 0)
            name.text();
        fields.require(name.ok());
        fields.skip(4 * (version == 1 ? values + values % 2 : values));
        facts.filters.push_back(filter);
    }
    return {};
}

} // namespace netlens::hdf5
