#include "weights/object_header.h"

#include "weights/checksum.h"

#include <algorithm>

namespace netlens::hdf5 {

namespace {

    // A Keras header has a handful of blocks, and a model's layer names in a few attributes of 64
    // KB.
    constexpr std::size_t kMostBlocks = 1024;
    constexpr std::uint64_t kLargestHeader = 16U << 20U;
    constexpr std::uint64_t kLargestPrefix = 4 + 1 + 1 + 16 + 4 + 8;
    constexpr std::size_t kChecksum = 4;

    struct Continuation {
        std::uint64_t address = 0;
        std::uint64_t bytes = 0; ///< signature and checksum of version 2 included
    };

    /// What comes before the messages, and how many bytes of them.
    struct Content {
        std::uint64_t prefix = 0;
        std::uint64_t bytes = 0;
    };

    class HeaderReader {
    public:
        explicit HeaderReader(RawFile& file)
            : m_file(file)
        {
        }

        bool read(std::uint64_t address)
        {
            if (!m_file.claim(address))
                return false;
            const auto first = readPrefix(address);
            if (!first || !readBlock(address, *first))
                return false;
            // Blocks may lead to more blocks.
            std::size_t done = 0;
            while (done < m_continuations.size())
                if (!readContinuation(Continuation(m_continuations[done++])))
                    return false;
            return true;
        }

        ObjectHeader header;

    private:
        std::optional<Content> readPrefix(std::uint64_t address)
        {
            const auto bytes = m_file.read(address,
                std::min(kLargestPrefix, m_file.size() - std::min(m_file.size(), address)));
            if (!bytes || bytes->empty())
                return std::nullopt;
            Fields fields(*bytes);
            m_version = bytes->front() == 'O' ? 2 : 1;
            const std::uint64_t size = m_version == 2 ? prefixV2(fields) : prefixV1(fields);
            if (!fields.ok())
                return std::nullopt;
            return Content { bytes->size() - fields.left(), size };
        }

        static std::uint64_t prefixV1(Fields& fields)
        {
            fields.require(fields.number(1) == 1);
            fields.skip(1 + 2 + 4); // reserved, number of messages, reference count
            const std::uint64_t size = fields.number(4);
            fields.skip(4);
            return size;
        }

        std::uint64_t prefixV2(Fields& fields)
        {
            fields.expect("OHDR\2");
            const std::uint64_t flags = fields.number(1);
            fields.require(flags <= 0x3fU);
            m_ordered = (flags & 0x04U) != 0;
            fields.skip((flags & 0x20U) != 0 ? 16 : 0); // times
            fields.skip((flags & 0x10U) != 0 ? 4 : 0); // when attributes become dense
            return fields.number(std::size_t { 1 } << (flags & 0x03U));
        }

        bool readContinuation(const Continuation& block)
        {
            if (m_version == 1)
                return readBlock(block.address, { 0, block.bytes });
            constexpr std::string_view kSignature = "OCHK";
            const std::uint64_t around = kSignature.size() + kChecksum;
            return block.bytes >= around
                && readBlock(block.address, { kSignature.size(), block.bytes - around })
                && std::equal(kSignature.begin(), kSignature.end(), header.blocks.back().begin());
        }

        bool readBlock(std::uint64_t address, const Content& content)
        {
            m_total += content.bytes;
            if (content.bytes > kLargestHeader || m_total > kLargestHeader)
                return false;
            const std::uint64_t checksum = m_version == 1 ? 0 : kChecksum;
            auto bytes = m_file.read(address, content.prefix + content.bytes + checksum);
            if (!bytes || (m_version == 2 && !hasChecksum(*bytes)))
                return false;
            header.blocks.push_back(std::move(*bytes));
            Fields whole(header.blocks.back());
            whole.skip(content.prefix);
            return readMessages(Fields(whole.take(content.bytes)));
        }

        bool readMessages(Fields fields)
        {
            const std::size_t prefix = m_version == 1 ? 8 : m_ordered ? 6 : 4;
            // Version 2 may leave a gap too small for a message.
            while (fields.ok() && fields.left() >= (m_version == 1 ? 1 : prefix))
                readMessage(fields);
            return fields.ok();
        }

        void readMessage(Fields& fields)
        {
            HeaderMessage message;
            message.type = static_cast<MessageType>(fields.number(m_version == 1 ? 2 : 1));
            const std::uint64_t size = fields.number(2);
            message.shared = (fields.number(1) & 0x02U) != 0;
            fields.skip(m_version == 1 ? 3 : m_ordered ? 2 : 0);
            message.bytes = fields.take(size);
            if (message.type == MessageType::Continuation)
                addContinuation(fields, message.bytes);
            else if (message.type != MessageType::Nothing)
                header.messages.push_back(message);
        }

        void addContinuation(Fields& fields, Fields::Bytes bytes)
        {
            Fields content(bytes);
            const Continuation block { content.number(8), content.number(8) };
            fields.require(content.ok() && block.bytes > 0 && m_file.claim(block.address)
                && m_continuations.size() < kMostBlocks);
            m_continuations.push_back(block);
        }

        RawFile& m_file;
        int m_version = 1;
        bool m_ordered = false; ///< the order in which attributes were made is kept
        std::uint64_t m_total = 0;
        std::vector<Continuation> m_continuations;
    };

} // namespace

Result<ObjectHeader> readObjectHeader(RawFile& file, std::uint64_t address)
{
    HeaderReader reader(file);
    if (!reader.read(address))
        return makeError(ErrorCode::WeightsDamaged, {}, "a damaged object header");
    return std::move(reader.header);
}

} // namespace netlens::hdf5
