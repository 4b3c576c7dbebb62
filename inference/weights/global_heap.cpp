#include "weights/global_heap.h"

#include <hdf5.h>
#include <unistd.h>

#include <cstring>
#include <span>

namespace netlens::hdf5 {

namespace {

    constexpr std::size_t kCollectionHeader = 16;
    constexpr std::size_t kObjectHeader = 16;
    constexpr std::uintmax_t kLargestCollection = 64U << 20U;

    std::uint64_t littleEndian(std::span<const unsigned char> bytes)
    {
        std::uint64_t value = 0;
        for (std::size_t i = bytes.size(); i > 0; --i)
            value = value << 8U | bytes[i - 1];
        return value;
    }

} // namespace

GlobalHeap::GlobalHeap(const Handle& object, std::uintmax_t fileBytes)
    : m_fileBytes(fileBytes)
{
    const Handle file(H5Iget_file_id(object.get()));
    const Handle creation(H5Fget_create_plist(file.get()));
    hsize_t userBlock = 0;
    void* descriptor = nullptr;
    if (H5Pget_userblock(creation.get(), &userBlock) < 0
        || H5Fget_vfd_handle(file.get(), H5P_DEFAULT, &descriptor) < 0)
        return;
    m_base = userBlock;
    m_descriptor = *static_cast<const int*>(descriptor);
}

bool GlobalHeap::read(std::uint64_t address, std::size_t bytes)
{
    if (address > m_fileBytes || m_base + address > m_fileBytes
        || bytes > m_fileBytes - m_base - address)
        return false;
    m_collection.resize(bytes);
    std::size_t done = 0;
    while (done < bytes) {
        const ssize_t got = pread(m_descriptor, m_collection.data() + done, bytes - done,
            static_cast<off_t>(m_base + address + done));
        if (got <= 0)
            return false;
        done += static_cast<std::size_t>(got);
    }
    return true;
}

bool GlobalHeap::load(std::uint64_t collection)
{
    if (m_loaded == collection)
        return true;
    m_loaded = 0;
    if (!read(collection, kCollectionHeader) || std::memcmp(m_collection.data(), "GCOL\1", 5) != 0)
        return false;
    const std::uint64_t size = littleEndian(std::span(m_collection).subspan(8, 8));
    if (size < kCollectionHeader || size > kLargestCollection || !read(collection, size))
        return false;
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
    auto rest = std::span(std::as_const(m_collection)).subspan(kCollectionHeader);
    while (rest.size() >= kObjectHeader) {
        const std::uint64_t index = littleEndian(rest.first(2));
        const std::uint64_t size = littleEndian(rest.subspan(8, 8));
        rest = rest.subspan(kObjectHeader);
        // Object 0 is the free space at the end.
        if (index == 0 || size > rest.size())
            break;
        if (index == reference.index) {
            if (size < reference.length)
                break;
            const auto bytes = rest.first(reference.length);
            return std::string(bytes.begin(), bytes.end());
        }
        rest = rest.subspan(std::min<std::size_t>((size + 7) / 8 * 8, rest.size()));
    }
    return damaged;
}

} // namespace netlens::hdf5
