#pragma once

#include "base/result.h"
#include "weights/fields.h"
#include "weights/raw_file.h"

#include <cstdint>
#include <vector>

namespace netlens::hdf5 {

enum class MessageType : std::uint16_t {
    Nothing = 0x00,
    Dataspace = 0x01,
    LinkInfo = 0x02,
    Datatype = 0x03,
    OldFillValue = 0x04,
    FillValue = 0x05,
    Link = 0x06,
    ExternalFiles = 0x07,
    Layout = 0x08,
    GroupInfo = 0x0a,
    Filters = 0x0b,
    Attribute = 0x0c,
    Comment = 0x0d,
    OldModificationTime = 0x0e,
    Continuation = 0x10,
    SymbolTable = 0x11,
    ModificationTime = 0x12,
    TreeSizes = 0x13,
    AttributeInfo = 0x15,
    ReferenceCount = 0x16,
};

struct HeaderMessage {
    MessageType type = MessageType::Nothing; ///< any number, named above or not
    bool shared = false; ///< a reference to what is kept elsewhere
    Fields::Bytes bytes;
};

struct ObjectHeader {
    std::vector<RawFile::Bytes> blocks; ///< what the messages' bytes point into
    std::vector<HeaderMessage> messages;
};

/// All messages of an object header, version 1 or 2, those in its continuation blocks included;
/// each lies whole within its block. Fill bytes and the continuations themselves are left out.
/// Format: HDF5 File Format Specification 3.0, IV.A.1. Errors: WeightsDamaged.
Result<ObjectHeader> readObjectHeader(RawFile& file, std::uint64_t address);

} // namespace netlens::hdf5
