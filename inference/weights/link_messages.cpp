#include "weights/link_messages.h"

namespace netlens::hdf5 {

Result<void> checkLink(Fields& fields)
{
    constexpr std::uint64_t kHard = 0;
    constexpr std::uint64_t kSoft = 1;
    constexpr std::uint64_t kExternal = 64;
    fields.require(fields.number(1) == 1); // version
    const std::uint64_t flags = fields.number(1);
    fields.require(flags <= 0x1fU);
    const std::uint64_t type = (flags & 0x08U) != 0 ? fields.number(1) : kHard;
    fields.skip((flags & 0x04U) != 0 ? 8 : 0); // when it was made, compared with others
    fields.require((flags & 0x10U) == 0 || fields.number(1) <= 1); // character set
    const std::uint64_t nameBytes = fields.number(std::size_t { 1 } << (flags & 0x03U));
    fields.require(nameBytes > 0);
    fields.skip(nameBytes);
    if (!fields.ok() || type == kHard) {
        fields.skip(8);
        return {};
    }
    if (type != kSoft && type != kExternal)
        return makeError(
            ErrorCode::WeightsUnsupported, {}, "a link of type " + std::to_string(type));
    // An external link has a version and two texts.
    const std::uint64_t valueBytes = fields.number(2);
    fields.require(valueBytes >= (type == kSoft ? 1 : 3));
    fields.skip(valueBytes);
    return {};
}

void takeLinkInfo(Fields& fields, ObjectFacts& facts)
{
    fields.require(fields.number(1) == 0); // version
    const std::uint64_t flags = fields.number(1);
    fields.require(flags <= 3);
    fields.skip((flags & 1U) != 0 ? 8 : 0);
    DenseLinks links { fields.number(8), fields.number(8) };
    fields.skip((flags & 2U) != 0 ? 8 : 0);
    if (links.heap != kNowhere)
        facts.denseLinks = links;
}

void takeGroupInfo(Fields& fields)
{
    fields.require(fields.number(1) == 0); // version
    const std::uint64_t flags = fields.number(1);
    fields.require(flags <= 3);
    fields.skip(((flags & 1U) != 0 ? 4 : 0) + ((flags & 2U) != 0 ? 4 : 0));
}

} // namespace netlens::hdf5
