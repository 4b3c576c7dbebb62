#include "weights/superblock.h"

#include "weights/checksum.h"
#include "weights/fields.h"

#include <algorithm>

namespace netlens::hdf5 {

namespace {

    constexpr std::uint64_t kLargest = 100;
    constexpr std::size_t kSignature = 8;

    Error unsupported(std::string what)
    {
        return makeError(ErrorCode::WeightsUnsupported, {}, std::move(what));
    }

    struct Extent {
        std::uint64_t base = 0; ///< where the writer had the signature
        std::uint64_t end = 0;
    };

    void readOld(Fields& fields, std::uint64_t version, Superblock& block, Extent& extent,
        std::uint64_t& driver)
    {
        fields.skip(1); // reserved
        block.sizes.groupLeafK = fields.number(2);
        block.sizes.groupNodeK = fields.number(2);
        fields.skip(4); // consistency flags
        if (version == 1) {
            block.sizes.chunkNodeK = fields.number(2);
            fields.skip(2);
        }
        extent.base = fields.number(8);
        fields.skip(8); // free space
        extent.end = fields.number(8);
        driver = fields.number(8);
        fields.skip(8); // the root's name
        block.rootHeader = fields.number(8);
        block.extension = kNowhere;
    }

    void readNew(Fields& fields, Superblock& block, Extent& extent)
    {
        fields.skip(1); // consistency flags
        extent.base = fields.number(8);
        block.extension = fields.number(8);
        extent.end = fields.number(8);
        block.rootHeader = fields.number(8);
        fields.skip(4); // checksum
    }

} // namespace

Result<Superblock> readSuperblock(RawFile& file)
{
    const auto bytes = file.read(0, std::min(kLargest, file.size()));
    if (!bytes)
        return makeError(ErrorCode::WeightsDamaged, {}, "the superblock cannot be read");
    Fields fields(*bytes);
    fields.skip(kSignature);
    const std::uint64_t version = fields.number(1);
    if (version > 3)
        return unsupported("HDF5 superblock version " + std::to_string(version));
    if (version < 2)
        fields.skip(4); // versions of parts, reserved
    const std::uint64_t addressBytes = fields.number(1);
    const std::uint64_t lengthBytes = fields.number(1);
    if (fields.ok() && (addressBytes != 8 || lengthBytes != 8))
        return unsupported("HDF5 addresses of " + std::to_string(addressBytes)
            + " bytes and lengths of " + std::to_string(lengthBytes));
    Superblock block;
    Extent extent;
    std::uint64_t driver = kNowhere;
    if (version < 2)
        readOld(fields, version, block, extent, driver);
    else
        readNew(fields, block, extent);
    const std::size_t blockBytes = bytes->size() - fields.left();
    fields.require(version < 2 || hasChecksum(std::span(*bytes).first(blockBytes)));
    fields.require(extent.base <= extent.end);
    fields.require(arePlausible(block.sizes));
    if (!fields.ok())
        return makeError(ErrorCode::WeightsDamaged, {}, "the superblock is damaged");
    if (driver != kNowhere)
        return unsupported("an HDF5 file in parts");
    if (!file.holds(0, extent.end - extent.base))
        return makeError(ErrorCode::WeightsDamaged, {},
            "truncated: " + std::to_string(file.size()) + " of "
                + std::to_string(extent.end - extent.base) + " bytes");
    file.endAt(extent.end - extent.base);
    return block;
}

} // namespace netlens::hdf5
