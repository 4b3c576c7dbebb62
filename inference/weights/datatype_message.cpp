#include "weights/datatype_message.h"

#include <bit>
#include <vector>

namespace netlens::hdf5 {

namespace {

    constexpr int kDeepest = 8;
    constexpr std::uint64_t kReference = 8;
    constexpr std::uint64_t kRegionReference = 12;
    constexpr std::uint64_t kHeapReference = 16; ///< length, address of a collection, index

    std::uint64_t takeNested(Fields& fields, int depth);

    struct Form {
        std::uint64_t version;
        std::uint64_t bits; ///< 24, their meaning depends on the class
        std::uint64_t size;
        /// Names are padded to a multiple of eight before version 3.
        bool padded() const { return version < 3; }
    };

    void takeFloat(Fields& fields, const Form& form)
    {
        constexpr std::uint64_t kVaxOrder = 0x40;
        constexpr std::uint64_t kUnknownNormalization = 0x30;
        fields.require(
            (form.bits & kVaxOrder) == 0 && (form.bits & 0x30U) != kUnknownNormalization);
        fields.skip(12);
    }

    void takeReference(Fields& fields, const Form& form)
    {
        const std::uint64_t kind = form.bits & 0x0fU;
        fields.require(kind <= 1);
        fields.require(form.size == (kind == 0 ? kReference : kRegionReference));
    }

    void takeEnumeration(Fields& fields, const Form& form, int depth)
    {
        const std::uint64_t members = form.bits & 0xffffU;
        const std::uint64_t size = takeNested(fields, depth);
        fields.require(size == form.size);
        for (std::uint64_t i = 0; i < members && fields.ok(); ++i)
            fields.text(form.padded());
        fields.skip(members * size);
    }

    void takeVariableLength(Fields& fields, const Form& form, int depth)
    {
        fields.require((form.bits & 0x0fU) <= 1 && form.size == kHeapReference);
        takeNested(fields, depth);
    }

    /// Up to four dimensions, which version 1 gave each member of a compound.
    std::uint64_t takeMemberDimensions(Fields& fields)
    {
        const std::uint64_t rank = fields.number(1);
        fields.require(rank <= 4);
        fields.skip(3 + 4 + 4); // reserved, permutation, reserved
        std::uint64_t count = 1;
        for (std::uint64_t i = 0; i < 4; ++i) {
            const std::uint64_t extent = fields.number(4);
            if (i < rank) {
                fields.require(extent > 0 && count <= 0xffffffffU / extent);
                count = fields.ok() ? count * extent : 1;
            }
        }
        return count;
    }

    void takeCompound(Fields& fields, const Form& form, int depth)
    {
        const std::uint64_t members = form.bits & 0xffffU;
        const std::size_t offsetBytes
            = form.version < 3 ? 4 : (static_cast<std::size_t>(std::bit_width(form.size)) + 7) / 8;
        fields.require(members > 0);
        std::vector<bool> covered(fields.ok() && form.size <= 0xffffU ? form.size : 0);
        fields.require(!covered.empty());
        for (std::uint64_t i = 0; i < members && fields.ok(); ++i) {
            fields.text(form.padded());
            const std::uint64_t offset = fields.number(offsetBytes);
            const std::uint64_t count = form.version == 1 ? takeMemberDimensions(fields) : 1;
            const std::uint64_t size = takeNested(fields, depth) * count;
            fields.require(offset <= covered.size() && size <= covered.size() - offset);
            for (std::uint64_t at = offset; fields.ok() && at < offset + size; ++at) {
                fields.require(!covered[at]);
                covered[at] = true;
            }
        }
    }

    void takeArray(Fields& fields, const Form& form, int depth)
    {
        constexpr std::uint64_t kHighestRank = 32;
        const std::uint64_t rank = fields.number(1);
        fields.require(form.version > 1 && rank > 0 && rank <= kHighestRank);
        fields.skip(form.padded() ? 3 : 0);
        std::uint64_t count = 1;
        for (std::uint64_t i = 0; i < rank && fields.ok(); ++i) {
            const std::uint64_t extent = fields.number(4);
            fields.require(extent > 0 && count <= form.size / extent);
            count = fields.ok() ? count * extent : 1;
        }
        fields.skip(form.padded() ? 4 * rank : 0);
        fields.require(takeNested(fields, depth) * count == form.size);
    }

    std::uint64_t takeNested(Fields& fields, int depth)
    {
        const std::uint64_t head = fields.number(4);
        const Form form { head >> 4U & 0x0fU, head >> 8U, fields.number(4) };
        fields.require(form.version >= 1 && form.version <= 3 && form.size > 0 && depth < kDeepest);
        if (!fields.ok())
            return 0;
        switch (head & 0x0fU) {
        case 0: // integer
        case 4: // bit field
            fields.skip(4);
            break;
        case 1:
            takeFloat(fields, form);
            break;
        case 3: // fixed-length text
            break;
        case 5: // opaque, with a tag
            fields.skip(form.bits & 0xffU);
            break;
        case 6:
            takeCompound(fields, form, depth + 1);
            break;
        case 7:
            takeReference(fields, form);
            break;
        case 8:
            takeEnumeration(fields, form, depth + 1);
            break;
        case 9:
            takeVariableLength(fields, form, depth + 1);
            break;
        case 10:
            takeArray(fields, form, depth + 1);
            break;
        default:
            fields.require(false);
        }
        return form.size;
    }

} // namespace

std::uint64_t takeDatatype(Fields& fields)
{
    return takeNested(fields, 0);
}

} // namespace netlens::hdf5
