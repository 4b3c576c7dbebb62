#include "weights/attribute_messages.h"

#include "weights/dataspace_message.h"
#include "weights/datatype_message.h"

namespace netlens::hdf5 {

namespace {

    Error unsupported(const char* what)
    {
        return makeError(ErrorCode::WeightsUnsupported, {}, what);
    }

    /// A part of an attribute; version 1 pads each to a multiple of eight.
    Fields takePart(Fields& fields, std::uint64_t bytes, std::uint64_t version)
    {
        Fields part(fields.take(bytes));
        fields.skip(version == 1 ? (8 - bytes % 8) % 8 : 0);
        return part;
    }

} // namespace

Result<void> checkAttribute(Fields& fields)
{
    const std::uint64_t version = fields.number(1);
    const std::uint64_t flags = fields.number(1);
    const std::uint64_t nameBytes = fields.number(2);
    const std::uint64_t typeBytes = fields.number(2);
    const std::uint64_t spaceBytes = fields.number(2);
    fields.skip(version == 3 ? 1 : 0); // character set
    fields.require(version >= 1 && version <= 3);
    if (fields.ok() && version > 1 && flags != 0)
        return unsupported("an attribute with a shared datatype or dataspace");
    Fields name = takePart(fields, nameBytes, version);
    Fields type = takePart(fields, typeBytes, version);
    Fields space = takePart(fields, spaceBytes, version);
    name.text();
    const std::uint64_t elementBytes = takeDatatype(type);
    const std::uint64_t count = takeDataspace(space).count;
    fields.require(name.ok() && name.left() == 0 && type.ok() && space.ok());
    fields.require(count == 0 || elementBytes <= fields.left() / count);
    return {};
}

Result<void> checkAttributeInfo(Fields& fields)
{
    fields.require(fields.number(1) == 0); // version
    const std::uint64_t flags = fields.number(1);
    fields.require(flags <= 3);
    fields.skip((flags & 1U) != 0 ? 2 : 0);
    const std::uint64_t heap = fields.number(8);
    fields.skip((flags & 2U) != 0 ? 16 : 8);
    return fields.ok() && heap != kNowhere ? unsupported("attributes in dense storage")
                                           : Result<void>();
}

} // namespace netlens::hdf5
