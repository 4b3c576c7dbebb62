#include "weights/global_heap.h"

#include "weights/fields.h"

#include <algorithm>
#include <utility>

namespace netlens::hdf5 {

namespace {

    constexpr std::size_t kCollectionHeader = 16;
    constexpr std::size_t kObjectHeader = 16;
    constexpr std::uint64_t kLargestCollection = 64U << 20U;

} // namespace

bool GlobalHeap::load(std::uint64_t collection)
{
    if (m_loaded == collection)
        return true;
    m_loaded = 0;
    const auto header = m_file.read(collection, kCollectionHeader);
    if (!header)
        return false;
    Fields fields(*header);
    fields.expect("GCOL\1");
    fields.skip(3);
    const std::uint64_t size = fields.number(8);
    if (!fields.ok() || size < kCollectionHeader || size > kLargestCollection)
        return false;
    auto bytes = m_file.read(collection, size);
    if (!bytes)
        return false;
    m_collection = std::move(*bytes);
    m_loaded = collection;
    return true;
}

Result<std::string> GlobalHeap::text(const HeapReference& reference)
{
    if (reference.length == 0)
        return std::string();
    const Error damaged
        = makeError(ErrorCode::WeightsDamaged, {}, "a text in the global heap is damaged");
    if (!load(reference.collection))
        return damaged;
    Fields fields(m_collection);
    fields.skip(kCollectionHeader);
    while (fields.left() >= kObjectHeader) {
        const std::uint64_t index = fields.number(2);
        fields.skip(2 + 4); // references, unused
        const std::uint64_t size = fields.number(8);
        // Object 0 is the free space at the end.
        if (index == 0 || size > fields.left())
            break;
        const Fields::Bytes object = fields.take(size);
        if (index == reference.index) {
            if (size < reference.length)
                break;
            return std::string(object.begin(), object.begin() + reference.length);
        }
        fields.skip(std::min<std::uint64_t>((8 - size % 8) % 8, fields.left()));
    }
    return damaged;
}

} // namespace netlens::hdf5
