#include "weights/dataspace_message.h"

#include <limits>

namespace netlens::hdf5 {

Dataspace takeDataspace(Fields& fields)
{
    constexpr std::uint64_t kHighestRank = 32;
    constexpr std::uint64_t kNone = 2;
    const std::uint64_t version = fields.number(1);
    const std::uint64_t rank = fields.number(1);
    const std::uint64_t flags = fields.number(1);
    const std::uint64_t type = fields.number(1); // reserved in version 1
    fields.skip(version == 1 ? 4 : 0);
    fields.require(version == 1 || version == 2);
    fields.require(rank <= kHighestRank);
    fields.require(version == 1 || (type == 1) == (rank > 0));
    fields.require(version == 1 || type <= kNone);
    Dataspace space;
    for (std::uint64_t i = 0; i < rank && fields.ok(); ++i) {
        const std::uint64_t extent = fields.number(8);
        constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
        fields.require(extent == 0 || space.count <= kMost / extent);
        space.count = fields.ok() ? space.count * extent : 0;
        space.largest.push_back(extent);
    }
    if ((flags & 1U) != 0)
        for (std::uint64_t& extent : space.largest) {
            const std::uint64_t largest = fields.number(8);
            fields.require(largest >= extent);
            extent = largest;
        }
    if (version == 2 && type == kNone)
        space.count = 0;
    return space;
}

} // namespace netlens::hdf5
