#include "weights/symbol_table.h"

#include "weights/fields.h"

#include <algorithm>

namespace netlens::hdf5 {

namespace {

    // Far above any Keras model this program could run.
    constexpr std::size_t kMostNodes = 16384;
    constexpr std::uint64_t kLargestHeap = 64U << 20U;

    class SymbolTableReader {
    public:
        SymbolTableReader(RawFile& file, const TreeSizes& sizes)
            : m_file(file)
            , m_sizes(sizes)
        {
        }

        bool readHeap(std::uint64_t address)
        {
            constexpr std::uint64_t kPrefix = 32;
            const auto prefix = m_file.read(address, kPrefix);
            if (!prefix)
                return false;
            Fields fields(*prefix);
            fields.expect(std::string_view("HEAP\0", 5));
            fields.skip(3);
            const std::uint64_t bytes = fields.number(8);
            const std::uint64_t free = fields.number(8);
            const std::uint64_t content = fields.number(8);
            if (!fields.ok() || bytes > kLargestHeap || !m_file.claim(address)
                || !m_file.claim(content))
                return false;
            auto read = m_file.read(content, bytes);
            if (!read)
                return false;
            m_names = std::move(*read);
            return followFreeList(free);
        }

        /// @param level nothing at the root, which may have any.
        bool readNode(std::uint64_t address, std::optional<std::uint64_t> level)
        {
            constexpr std::uint64_t kPrefix = 24;
            if (!m_file.claim(address) || ++m_nodes > kMostNodes)
                return false;
            const std::uint64_t entryBytes = 16;
            const auto bytes
                = m_file.read(address, kPrefix + 2 * m_sizes.groupNodeK * entryBytes + 8);
            if (!bytes)
                return false;
            Fields fields(*bytes);
            fields.expect(std::string_view("TREE\0", 5)); // signature, type
            const std::uint64_t own = fields.number(1);
            const std::uint64_t entries = fields.number(2);
            fields.skip(8 + 8); // siblings
            fields.require(entries <= 2 * m_sizes.groupNodeK && own == level.value_or(own));
            if (entries > 0)
                fields.require(isName(fields.number(8)));
            for (std::uint64_t i = 0; i < entries && fields.ok(); ++i) {
                const std::uint64_t child = fields.number(8);
                fields.require(isName(fields.number(8)));
                fields.require(own > 0 ? readNode(child, own - 1) : readSymbols(child));
            }
            return fields.ok();
        }

    private:
        bool isName(std::uint64_t offset) const
        {
            return offset < m_names.size()
                && std::find(
                       m_names.begin() + static_cast<std::ptrdiff_t>(offset), m_names.end(), 0)
                != m_names.end();
        }

        /// Each block lies in the heap whole, and no list is longer than the heap has room for.
        bool followFreeList(std::uint64_t block) const
        {
            constexpr std::uint64_t kEnd = 1;
            constexpr std::uint64_t kSmallest = 16;
            for (std::uint64_t room = m_names.size(); block != kEnd; room -= kSmallest) {
                if (room < kSmallest || block > m_names.size() - kSmallest)
                    return false;
                Fields fields(Fields::Bytes(m_names).subspan(block));
                const std::uint64_t next = fields.number(8);
                const std::uint64_t bytes = fields.number(8);
                if (bytes > m_names.size() - block)
                    return false;
                block = next;
            }
            return true;
        }

        bool readSymbols(std::uint64_t address)
        {
            constexpr std::uint64_t kPrefix = 8;
            constexpr std::uint64_t kEntry = 40;
            constexpr std::uint64_t kSoftLink = 2;
            if (!m_file.claim(address) || ++m_nodes > kMostNodes)
                return false;
            const auto bytes = m_file.read(address, kPrefix + 2 * m_sizes.groupLeafK * kEntry);
            if (!bytes)
                return false;
            Fields fields(*bytes);
            fields.expect("SNOD\1");
            fields.skip(1);
            const std::uint64_t entries = fields.number(2);
            fields.require(entries <= 2 * m_sizes.groupLeafK);
            for (std::uint64_t i = 0; i < entries && fields.ok(); ++i) {
                fields.require(isName(fields.number(8)));
                fields.skip(8); // object header
                const std::uint64_t kind = fields.number(4);
                fields.skip(4);
                const std::uint64_t target = fields.number(4);
                fields.skip(12);
                fields.require(kind != kSoftLink || isName(target));
            }
            return fields.ok();
        }

        RawFile& m_file;
        const TreeSizes& m_sizes;
        RawFile::Bytes m_names;
        std::size_t m_nodes = 0;
    };

} // namespace

Result<void> checkSymbolTable(RawFile& file, const SymbolTable& table, const TreeSizes& sizes)
{
    SymbolTableReader reader(file, sizes);
    if (reader.readHeap(table.heap) && reader.readNode(table.tree, std::nullopt))
        return {};
    return makeError(ErrorCode::WeightsDamaged, {}, "a damaged table of links");
}

} // namespace netlens::hdf5
