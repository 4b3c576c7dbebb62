#include "weights/dense_links.h"

#include "weights/checksum.h"
#include "weights/fields.h"
#include "weights/link_messages.h"

#include <algorithm>
#include <array>
#include <vector>

namespace netlens::hdf5 {

namespace {

    // What libhdf5 gives every group's heap and index.
    constexpr std::uint64_t kIdBytes = 7;
    constexpr std::uint64_t kLargestObject = 4096;
    constexpr std::uint64_t kBlocksInRow = 4;
    constexpr std::uint64_t kSmallestBlock = 512;
    constexpr std::uint64_t kLargestBlock = 65536;
    constexpr std::uint64_t kDirectRows = 9; ///< the last of blocks of the largest size
    constexpr std::uint64_t kBlockPrefix = 4 + 1 + 8 + 4 + 4;
    constexpr std::uint64_t kNodeBytes = 512;
    constexpr std::uint64_t kRecordBytes = 4 + kIdBytes;

    /// Of a row in the doubling table.
    std::uint64_t blockBytes(std::uint64_t row)
    {
        return row == 0 ? kSmallestBlock : kSmallestBlock << (row - 1);
    }

    class DenseLinksReader {
    public:
        explicit DenseLinksReader(RawFile& file)
            : m_file(file)
        {
        }

        Result<void> readHeap(std::uint64_t address)
        {
            constexpr std::uint64_t kHeaderBytes = 146;
            const auto bytes = m_file.read(address, kHeaderBytes);
            if (!bytes || !m_file.claim(address))
                return damaged();
            Fields fields(*bytes);
            fields.expect(std::string_view("FRHP\0", 5));
            if (!fields.ok() || !hasChecksum(*bytes))
                return damaged();
            fields.require(fields.number(2) == kIdBytes && fields.number(2) == 0); // no filters
            fields.require(fields.number(1) == 2); // blocks have checksums
            fields.require(fields.number(4) == kLargestObject);
            fields.skip(8); // next large object
            fields.require(fields.number(8) == kNowhere); // large objects
            fields.skip(8 + 8 + 8 * 8); // free space, statistics
            fields.require(fields.number(2) == kBlocksInRow);
            fields.require(fields.number(8) == kSmallestBlock);
            fields.require(fields.number(8) == kLargestBlock);
            fields.require(fields.number(2) == 32 && fields.number(2) == 1); // bits, first rows
            const std::uint64_t root = fields.number(8);
            const std::uint64_t rows = fields.number(2);
            if (!fields.ok() || rows > kDirectRows)
                return makeError(
                    ErrorCode::WeightsUnsupported, {}, "links in an unusual dense storage");
            if (rows == 0) {
                m_blocks.push_back({ root, kSmallestBlock });
                return readBlocks();
            }
            return readTable(root, rows) ? readBlocks() : damaged();
        }

        Result<void> readNames(std::uint64_t address)
        {
            const auto bytes = m_file.read(address, 38);
            if (!bytes || !m_file.claim(address))
                return damaged();
            Fields fields(*bytes);
            fields.expect(std::string_view("BTHD\0\5", 6));
            fields.require(fields.number(4) == kNodeBytes && fields.number(2) == kRecordBytes);
            const std::uint64_t depth = fields.number(2);
            fields.require(fields.number(1) == 100 && fields.number(1) == 40); // split, merge
            const std::uint64_t root = fields.number(8);
            const std::uint64_t records = fields.number(2);
            const std::uint64_t all = fields.number(8);
            if (!fields.ok() || depth > 2 || !hasChecksum(*bytes))
                return damaged();
            if (root != kNowhere || records > 0)
                if (auto node = readNode(root, records, depth); !node)
                    return node;
            return m_links == all ? Result<void>() : damaged();
        }

    private:
        struct Block {
            std::uint64_t address = kNowhere;
            std::uint64_t bytes = 0;
            std::uint64_t start = 0; ///< among the heap's offsets
            RawFile::Bytes content = {};
        };

        static Error damaged()
        {
            return makeError(ErrorCode::WeightsDamaged, {}, "damaged links in dense storage");
        }

        bool readTable(std::uint64_t address, std::uint64_t rows)
        {
            const auto bytes = m_file.read(address, 4 + 1 + 8 + 4 + rows * kBlocksInRow * 8 + 4);
            if (!bytes || !m_file.claim(address))
                return false;
            Fields fields(*bytes);
            fields.expect(std::string_view("FHIB\0", 5));
            fields.skip(8); // the heap
            fields.require(fields.number(4) == 0);
            std::uint64_t start = 0;
            for (std::uint64_t i = 0; i < rows * kBlocksInRow; ++i) {
                const std::uint64_t size = blockBytes(i / kBlocksInRow);
                m_blocks.push_back({ fields.number(8), size, start });
                start += size;
            }
            return fields.ok() && hasChecksum(*bytes);
        }

        /// libhdf5 finds a link by the offset the block itself says it has. The checksum stands
        /// before the links and is made as if it were zero.
        static bool isBlock(const Block& block, RawFile::Bytes bytes)
        {
            Fields fields(bytes);
            fields.expect(std::string_view("FHDB\0", 5));
            fields.skip(8); // the heap
            fields.require(fields.number(4) == block.start);
            const std::uint64_t stored = fields.number(4);
            if (!fields.ok())
                return false;
            std::ranges::fill(std::span(bytes).subspan(kBlockPrefix - 4, 4), 0);
            return stored == checksum(bytes);
        }

        Result<void> readBlocks()
        {
            for (Block& block : m_blocks) {
                if (block.address == kNowhere)
                    continue;
                auto bytes = m_file.read(block.address, block.bytes);
                if (!bytes || !m_file.claim(block.address) || !isBlock(block, *bytes))
                    return damaged();
                block.content = std::move(*bytes);
            }
            return {};
        }

        /// The levels fall by one from node to node.
        Result<void> readNode(std::uint64_t address, std::uint64_t records, std::uint64_t depth)
        {
            constexpr std::array<std::uint64_t, 3> kMostRecords { 45, 24, 21 };
            constexpr std::array<std::uint64_t, 3> kTotalBytes { 0, 0, 2 };
            const auto bytes = m_file.read(address, kNodeBytes);
            if (!bytes || !m_file.claim(address) || records > kMostRecords[depth])
                return damaged();
            Fields fields(*bytes);
            fields.expect(
                depth == 0 ? std::string_view("BTLF\0\5", 6) : std::string_view("BTIN\0\5", 6));
            for (std::uint64_t i = 0; i < records && fields.ok(); ++i) {
                fields.skip(4); // hash of the name
                if (auto link = readLink(Fields(fields.take(kIdBytes))); !link)
                    return link;
            }
            for (std::uint64_t i = 0; depth > 0 && i <= records && fields.ok(); ++i) {
                const std::uint64_t child = fields.number(8);
                const std::uint64_t childRecords = fields.number(1);
                fields.skip(kTotalBytes[depth]);
                if (auto node = readNode(child, childRecords, depth - 1); !node)
                    return node;
            }
            const std::size_t nodeBytes = bytes->size() - fields.left() + 4;
            return fields.ok() && hasChecksum(std::span(*bytes).first(nodeBytes)) ? Result<void>()
                                                                                  : damaged();
        }

        Result<void> readLink(Fields id)
        {
            ++m_links;
            id.require(id.number(1) == 0); // kept in the heap's blocks
            const std::uint64_t offset = id.number(4);
            const std::uint64_t bytes = id.number(2);
            const auto holds = [&](const Block& block) {
                return offset >= block.start + kBlockPrefix && offset < block.start + block.bytes;
            };
            const auto block = std::find_if(m_blocks.begin(), m_blocks.end(), holds);
            if (!id.ok() || block == m_blocks.end() || block->content.empty()
                || bytes > block->start + block->bytes - offset)
                return damaged();
            Fields fields(Fields::Bytes(block->content).subspan(offset - block->start, bytes));
            if (auto link = checkLink(fields); !link)
                return link;
            return fields.ok() ? Result<void>() : damaged();
        }

        RawFile& m_file;
        std::vector<Block> m_blocks;
        std::uint64_t m_links = 0;
    };

} // namespace

Result<void> checkDenseLinks(RawFile& file, const DenseLinks& links)
{
    DenseLinksReader reader(file);
    if (auto heap = reader.readHeap(links.heap); !heap)
        return heap;
    return reader.readNames(links.names);
}

} // namespace netlens::hdf5
