#include "weights/chunk_storage.h"

#include "weights/checksum.h"
#include "weights/fields.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <utility>
#include <vector>

namespace netlens::hdf5 {

namespace {

    constexpr std::size_t kMostNodes = 16384;
    // Many times the largest tensor of any Keras MobileNetV2: one chunk may be listed many times.
    constexpr std::uint64_t kMostUnpacked = 1U << 30U;
    constexpr std::uint64_t kChecksum = 4;

    class ChunkReader {
    public:
        ChunkReader(RawFile& file, const ObjectFacts& facts, std::uint64_t nodeK)
            : m_file(file)
            , m_chunks(*facts.chunks)
            , m_largest(facts.space->largest)
            , m_filters(facts.filters)
            , m_nodeK(nodeK)
        {
        }

        /// Undoes the filters as libhdf5 will, last one first.
        bool check(const StoredChunk& chunk)
        {
            if (!m_file.holds(chunk.address, chunk.bytes))
                return false;
            std::uint64_t bytes = chunk.bytes;
            bool inflated = false;
            for (std::size_t i = m_filters.size(); i-- > 0;) {
                if ((chunk.skippedFilters >> i & 1U) != 0 || m_filters[i] == kShuffle)
                    continue;
                if (m_filters[i] == kFletcher32) {
                    if (bytes < kChecksum)
                        return false;
                    bytes -= kChecksum;
                } else if (!std::exchange(inflated, true)) {
                    bytes = inflatedBytes(chunk.address, bytes);
                } else {
                    return false;
                }
            }
            return bytes == m_chunks.bytes;
        }

        /// @param level nothing at the root, which may have any.
        bool readNode(std::uint64_t address, std::optional<std::uint64_t> level)
        {
            constexpr std::uint64_t kPrefix = 24;
            if (!m_file.claim(address) || ++m_nodes > kMostNodes)
                return false;
            const std::uint64_t keyBytes = 8 + 8 * m_chunks.extents.size();
            const auto bytes
                = m_file.read(address, kPrefix + 2 * m_nodeK * (keyBytes + 8) + keyBytes);
            if (!bytes)
                return false;
            Fields fields(*bytes);
            fields.expect("TREE\1");
            const std::uint64_t own = fields.number(1);
            const std::uint64_t entries = fields.number(2);
            fields.skip(8 + 8); // siblings
            fields.require(entries <= 2 * m_nodeK && own == level.value_or(own));
            for (std::uint64_t i = 0; i < entries && fields.ok(); ++i) {
                StoredChunk chunk;
                chunk.bytes = fields.number(4);
                chunk.skippedFilters = fields.number(4);
                for (const std::uint64_t extent : m_chunks.extents)
                    fields.require(fields.number(8) % extent == 0);
                chunk.address = fields.number(8);
                fields.require(
                    fields.ok() && (own > 0 ? readNode(chunk.address, own - 1) : check(chunk)));
            }
            return fields.ok();
        }

        /// Without pages, as libhdf5 makes it for up to a thousand chunks.
        bool readFixedArray(std::uint64_t address)
        {
            const std::uint64_t filtered = m_filters.empty() ? 0 : 1;
            const std::size_t sizeBytes
                = std::min<std::size_t>(8, 1 + (std::bit_width(m_chunks.bytes) + 7U) / 8);
            const std::uint64_t entryBytes = filtered == 0 ? 8 : 8 + sizeBytes + 4;
            const auto header = m_file.read(address, 28);
            if (!header || !m_file.claim(address))
                return false;
            Fields fields(*header);
            fields.expect(std::string_view("FAHD\0", 5));
            fields.require(fields.number(1) == filtered && fields.number(1) == entryBytes);
            const std::uint64_t pageBits = fields.number(1);
            const std::uint64_t entries = fields.number(8);
            const std::uint64_t block = fields.number(8);
            fields.require(pageBits < 16 && entries <= std::uint64_t { 1 } << pageBits);
            if (!fields.ok() || !hasChecksum(*header) || entries == 0 || entries != chunkCount())
                return false;
            return block == kNowhere || readArrayBlock(block, entries, entryBytes);
        }

    private:
        bool readArrayBlock(std::uint64_t address, std::uint64_t entries, std::uint64_t entryBytes)
        {
            constexpr std::uint64_t kPrefix = 4 + 1 + 1 + 8;
            const auto bytes = m_file.read(address, kPrefix + entries * entryBytes + kChecksum);
            if (!bytes || !m_file.claim(address) || !hasChecksum(*bytes))
                return false;
            Fields fields(*bytes);
            fields.expect(std::string_view("FADB\0", 5));
            fields.skip(1 + 8); // whether filtered, the header
            for (std::uint64_t i = 0; i < entries && fields.ok(); ++i) {
                StoredChunk chunk { fields.number(8), m_chunks.bytes };
                if (entryBytes > 8) {
                    chunk.bytes = fields.number(entryBytes - 8 - 4);
                    chunk.skippedFilters = fields.number(4);
                }
                fields.require(chunk.address == kNowhere || check(chunk));
            }
            return fields.ok();
        }

        /// 0 when there are too many to count, or no end of them.
        std::uint64_t chunkCount() const
        {
            constexpr std::uint64_t kMost = 65536;
            std::uint64_t count = 1;
            for (std::size_t axis = 0; axis < m_largest.size(); ++axis) {
                const std::uint64_t extent = m_chunks.extents[axis];
                const std::uint64_t along
                    = m_largest[axis] / extent + (m_largest[axis] % extent != 0 ? 1 : 0);
                if (along > kMost)
                    return 0;
                count = std::min(count * along, kMost + 1);
            }
            return count <= kMost ? count : 0;
        }

        /// 0 when it is not what zlib packs, or far more than a chunk.
        std::uint64_t inflatedBytes(std::uint64_t address, std::uint64_t packedBytes)
        {
            m_unpacked += m_chunks.bytes;
            auto packed = m_file.read(address, packedBytes);
            z_stream stream {};
            if (!packed || m_unpacked > kMostUnpacked || inflateInit(&stream) != Z_OK)
                return 0;
            stream.next_in = packed->data();
            stream.avail_in = static_cast<uInt>(packed->size());
            int status = Z_OK;
            while (status == Z_OK && stream.total_out <= m_chunks.bytes + kChecksum) {
                stream.next_out = m_scratch.data();
                stream.avail_out = static_cast<uInt>(m_scratch.size());
                status = inflate(&stream, Z_SYNC_FLUSH);
            }
            inflateEnd(&stream);
            return status == Z_STREAM_END ? stream.total_out : 0;
        }

        RawFile& m_file;
        const Chunks& m_chunks;
        const std::vector<std::uint64_t>& m_largest;
        const std::vector<std::uint64_t>& m_filters;
        std::uint64_t m_nodeK;
        std::size_t m_nodes = 0;
        std::uint64_t m_unpacked = 0;
        std::vector<std::uint8_t> m_scratch = std::vector<std::uint8_t>(65536);
    };

} // namespace

Result<void> checkChunkStorage(RawFile& file, const ObjectFacts& facts, std::uint64_t nodeK)
{
    const Chunks& chunks = *facts.chunks;
    ChunkReader reader(file, facts, nodeK);
    bool sound = true;
    if (chunks.index == ChunkIndex::Only)
        sound = chunks.only.address == kNowhere || reader.check(chunks.only);
    else if (chunks.address != kNowhere)
        sound = chunks.index == ChunkIndex::Tree ? reader.readNode(chunks.address, std::nullopt)
                                                 : reader.readFixedArray(chunks.address);
    if (sound)
        return {};
    return makeError(ErrorCode::WeightsDamaged, {}, "damaged chunks");
}

} // namespace netlens::hdf5
