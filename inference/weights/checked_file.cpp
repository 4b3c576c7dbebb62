#include "weights/checked_file.h"

#include "weights/chunk_storage.h"
#include "weights/dense_links.h"
#include "weights/header_messages.h"
#include "weights/object_header.h"
#include "weights/superblock.h"
#include "weights/symbol_table.h"

namespace netlens::hdf5 {

Result<CheckedFile> CheckedFile::open(const std::filesystem::path& path)
{
    auto raw = RawFile::open(path);
    if (!raw)
        return raw.error();
    const auto superblock = readSuperblock(*raw);
    if (!superblock)
        return superblock.error();
    CheckedFile file(std::move(*raw), superblock->sizes);
    if (superblock->extension != kNowhere) {
        const auto extension = file.readObject(superblock->extension);
        if (!extension)
            return extension.error();
        file.m_sizes = extension->treeSizes.value_or(file.m_sizes);
    }
    if (auto root = file.requireSound(superblock->rootHeader); !root)
        return root.error();
    return file;
}

Result<ObjectFacts> CheckedFile::readObject(std::uint64_t header)
{
    const auto messages = readObjectHeader(m_raw, header);
    if (!messages)
        return messages.error();
    return checkMessages(*messages);
}

Result<void> CheckedFile::checkObject(std::uint64_t header)
{
    const auto facts = readObject(header);
    if (!facts)
        return facts.error();
    if (facts->symbolTable)
        if (auto links = checkSymbolTable(m_raw, *facts->symbolTable, m_sizes); !links)
            return links;
    if (facts->denseLinks)
        if (auto links = checkDenseLinks(m_raw, *facts->denseLinks); !links)
            return links;
    if (facts->chunks)
        return checkChunkStorage(m_raw, *facts, m_sizes.chunkNodeK);
    return {};
}

Result<void> CheckedFile::requireSound(std::uint64_t header)
{
    const auto known = m_verdicts.find(header);
    return known != m_verdicts.end()
        ? known->second
        : m_verdicts.emplace(header, checkObject(header)).first->second;
}

} // namespace netlens::hdf5
