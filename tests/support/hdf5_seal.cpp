#include "support/hdf5_seal.h"

#include "weights/checksum.h"

#include <cstdint>
#include <vector>

namespace {

constexpr std::size_t kNone = std::string::npos;

std::uint64_t number(const std::string& file, std::size_t at, std::size_t bytes)
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;)
        value
            = value << 8U | (at + i < file.size() ? static_cast<unsigned char>(file[at + i]) : 0U);
    return value;
}

/// @param at where the checksum goes; it may lie among the bytes it is made of.
void seal(std::string& file, std::size_t from, std::uint64_t bytes, std::size_t at)
{
    if (bytes > file.size() || from > file.size() - bytes || at > file.size() - 4)
        return;
    file.replace(at, 4, 4, '\0');
    const std::string block = file.substr(from, bytes);
    const std::uint32_t sum
        = netlens::hdf5::checksum(std::vector<std::uint8_t>(block.begin(), block.end()));
    for (std::size_t i = 0; i < 4; ++i)
        file[at + i] = static_cast<char>(sum >> 8 * i & 0xffU);
}

/// The checksum stands behind what it is made of.
void seal(std::string& file, std::size_t from, std::uint64_t bytes)
{
    seal(file, from, bytes, from + bytes);
}

void sealHeader(std::string& file, std::size_t at)
{
    const std::uint64_t flags = number(file, at + 5, 1);
    const std::size_t sizeAt
        = 6U + ((flags & 0x20U) != 0 ? 16U : 0U) + ((flags & 0x10U) != 0 ? 4U : 0U);
    const std::size_t sizeBytes = std::size_t { 1 } << (flags & 3U);
    const std::uint64_t size = number(file, at + sizeAt, sizeBytes);
    if (size < file.size())
        seal(file, at, sizeAt + sizeBytes + size);
}

/// Only the message that leads to a continuation says how long it is.
void sealContinuation(std::string& file, std::size_t at)
{
    std::string address;
    for (std::size_t i = 0; i < 8; ++i)
        address += static_cast<char>(at >> 8 * i & 0xffU);
    const std::size_t message = file.find(address);
    const std::uint64_t size = message == kNone ? 0 : number(file, message + 8, 8);
    if (size > 8 && size < file.size())
        seal(file, at, size - 4);
}

/// With the root of a tree of names, which has no more levels in a small file.
void sealTree(std::string& file, std::size_t at)
{
    seal(file, at, 34);
    const std::uint64_t root = number(file, at + 16, 8);
    if (root < file.size())
        seal(file, root, 6 + number(file, at + 10, 2) * number(file, at + 24, 2));
}

template <typename Seal>
void sealEach(std::string& file, const char* signature, const Seal& sealOne)
{
    for (std::size_t at = file.find(signature); at != kNone; at = file.find(signature, at + 4))
        sealOne(file, at);
}

} // namespace

void sealHdf5(std::string& file)
{
    if (file.size() > 48 && file[8] >= 2)
        seal(file, 0, 44);
    sealEach(file, "OHDR", sealHeader);
    sealEach(file, "OCHK", sealContinuation);
    sealEach(file, "BTHD", sealTree);
    sealEach(file, "FRHP", [](std::string& all, std::size_t at) { seal(all, at, 142); });
    sealEach(file, "FAHD", [](std::string& all, std::size_t at) { seal(all, at, 24); });
    sealEach(file, "FHDB", [](std::string& all, std::size_t at) { seal(all, at, 512, at + 17); });
}
