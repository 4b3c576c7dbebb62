#pragma once

#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <unordered_set>
#include <vector>

namespace netlens::hdf5 {

/// The bytes of an HDF5 file as they lie there, for looking at structures before libhdf5 does.
/// Addresses count from the signature, which may stand at 0, 512, 1024, 2048 … of the file
/// (HDF5 File Format Specification 3.0, II.A).
class RawFile {
public:
    using Bytes = std::vector<std::uint8_t>;

    /// Errors: WeightsDamaged (cannot be opened, no signature).
    static Result<RawFile> open(const std::filesystem::path& path);
    RawFile(RawFile&& other) noexcept;
    RawFile& operator=(RawFile&&) = delete;
    ~RawFile();

    /// How many bytes there are from the signature on.
    std::uint64_t size() const { return m_size; }
    /// What lies behind is no longer part of the file.
    /// @pre bytes <= size()
    void endAt(std::uint64_t bytes) { m_size = bytes; }
    bool holds(std::uint64_t address, std::uint64_t bytes) const;

    /// Whether nobody has claimed the address yet. Each structure must belong to one object:
    /// libhdf5 keeps it as it decoded it for the first, so that a second would read it by the wrong
    /// measures.
    bool claim(std::uint64_t address) { return m_claimed.insert(address).second; }

    /// Exactly that many bytes; nothing when the file does not have them.
    std::optional<Bytes> read(std::uint64_t address, std::uint64_t bytes);

private:
    explicit RawFile(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    bool findSignature();
    bool fill(std::uint8_t* to, std::uint64_t address, std::uint64_t bytes) const;

    int m_descriptor;
    std::uint64_t m_base = 0;
    std::uint64_t m_size = 0;
    std::unordered_set<std::uint64_t> m_claimed;
    // Structures lie close together: one system call reads several.
    Bytes m_window;
    std::uint64_t m_windowAt = 0;
};

} // namespace netlens::hdf5
