#include "weights/header_messages.h"

#include "weights/attribute_messages.h"
#include "weights/dataspace_message.h"
#include "weights/datatype_message.h"
#include "weights/layout_message.h"
#include "weights/link_messages.h"

#include <algorithm>

namespace netlens::hdf5 {

namespace {

    Error unsupported(std::string what)
    {
        return makeError(ErrorCode::WeightsUnsupported, {}, std::move(what));
    }
    Error damaged(std::string what)
    {
        return makeError(ErrorCode::WeightsDamaged, {}, std::move(what));
    }

    unsigned numberOf(MessageType type)
    {
        return static_cast<unsigned>(type);
    }

    /// IV.A.2.e and f
    void takeFillValue(Fields& fields, ObjectFacts& facts)
    {
        const std::uint64_t version = fields.number(1);
        bool given = false;
        if (version == 3) {
            const std::uint64_t flags = fields.number(1);
            fields.require((flags & 0xc0U) == 0 && (flags & 0x30U) != 0x30U);
            given = (flags & 0x20U) != 0;
        } else {
            fields.require(version == 1 || version == 2);
            fields.skip(2); // when space is taken, when the value is written
            given = fields.number(1) != 0;
        }
        if (!given)
            return;
        constexpr std::uint64_t kUndefined = 0xffffffffU;
        const std::uint64_t bytes = fields.number(4);
        if (bytes == 0 || (version < 3 && bytes == kUndefined))
            return;
        fields.skip(bytes);
        facts.fillBytes.push_back(bytes);
    }

    void takeOldFillValue(Fields& fields, ObjectFacts& facts)
    {
        const std::uint64_t bytes = fields.number(4);
        fields.skip(bytes);
        if (bytes > 0)
            facts.fillBytes.push_back(bytes);
    }

    /// IV.A.2.t
    void takeTreeSizes(Fields& fields, ObjectFacts& facts)
    {
        fields.require(fields.number(1) == 0); // version
        const TreeSizes sizes { fields.number(2), fields.number(2), fields.number(2) };
        fields.require(arePlausible(sizes));
        facts.treeSizes = sizes;
    }

    Result<void> check(const HeaderMessage& message, Fields& fields, ObjectFacts& facts)
    {
        switch (message.type) {
        case MessageType::Dataspace:
            facts.space = takeDataspace(fields);
            return {};
        case MessageType::LinkInfo:
            takeLinkInfo(fields, facts);
            return {};
        case MessageType::Datatype:
            facts.elementBytes = takeDatatype(fields);
            return {};
        case MessageType::OldFillValue:
            takeOldFillValue(fields, facts);
            return {};
        case MessageType::FillValue:
            takeFillValue(fields, facts);
            return {};
        case MessageType::Link:
            return checkLink(fields);
        case MessageType::ExternalFiles:
            return unsupported("its values are kept in other files");
        case MessageType::Layout:
            return checkLayout(fields, facts);
        case MessageType::GroupInfo:
            takeGroupInfo(fields);
            return {};
        case MessageType::Filters:
            return checkFilters(fields, facts);
        case MessageType::Attribute:
            return checkAttribute(fields);
        case MessageType::Comment:
            fields.text();
            return {};
        case MessageType::OldModificationTime:
            fields.skip(16);
            return {};
        case MessageType::SymbolTable:
            facts.symbolTable = SymbolTable { fields.number(8), fields.number(8) };
            return {};
        case MessageType::ModificationTime:
            fields.skip(8);
            return {};
        case MessageType::TreeSizes:
            takeTreeSizes(fields, facts);
            return {};
        case MessageType::AttributeInfo:
            return checkAttributeInfo(fields);
        case MessageType::ReferenceCount:
            fields.skip(5);
            return {};
        case MessageType::Nothing:
        case MessageType::Continuation:
            return {};
        }
        return unsupported(
            "an object header with a message of type " + std::to_string(numberOf(message.type)));
    }

    const char* nameOf(MessageType type)
    {
        switch (type) {
        case MessageType::Dataspace:
            return "dataspace";
        case MessageType::Datatype:
            return "datatype";
        case MessageType::OldFillValue:
        case MessageType::FillValue:
            return "fill value";
        case MessageType::LinkInfo:
        case MessageType::Link:
            return "link";
        case MessageType::Layout:
            return "layout";
        case MessageType::Filters:
            return "filters";
        case MessageType::Attribute:
        case MessageType::AttributeInfo:
            return "attribute";
        default:
            return "bookkeeping";
        }
    }

    bool mayRepeat(MessageType type)
    {
        return type == MessageType::Link || type == MessageType::Attribute;
    }

    /// What one message says of the values, another must agree with: libhdf5 copies by the one
    /// into memory reserved by the other.
    bool agree(const ObjectFacts& facts)
    {
        const auto isElement = [&](std::uint64_t bytes) { return bytes == facts.elementBytes; };
        if (!std::ranges::all_of(facts.fillBytes, isElement))
            return false;
        if (!facts.chunks)
            return true;
        const Chunks& chunks = *facts.chunks;
        return facts.space && chunks.extents.size() == facts.space->largest.size() + 1
            && isElement(chunks.extents.back())
            && (chunks.index != ChunkIndex::Only
                || chunks.onlyIsFiltered == !facts.filters.empty());
    }

} // namespace

Result<ObjectFacts> checkMessages(const ObjectHeader& header)
{
    ObjectFacts facts;
    std::uint64_t seen = 0;
    for (const HeaderMessage& message : header.messages) {
        Fields fields(message.bytes);
        if (message.shared)
            return unsupported("an object header with shared messages");
        if (auto checked = check(message, fields, facts); !checked)
            return checked.error();
        const std::uint64_t bit = std::uint64_t { 1 } << numberOf(message.type);
        fields.require(mayRepeat(message.type) || (seen & bit) == 0);
        seen |= bit;
        if (!fields.ok())
            return damaged(std::string("a damaged ") + nameOf(message.type) + " message");
    }
    if (!agree(facts))
        return damaged("datatype, shape, fill value and chunks contradict each other");
    return facts;
}

} // namespace netlens::hdf5
