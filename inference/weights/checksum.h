#pragma once

#include <cstdint>
#include <span>

namespace netlens::hdf5 {

/// Of a structure in the forms HDF5 1.8 brought: Bob Jenkins's lookup3 with a start of 0.
/// Format: HDF5 File Format Specification 3.0, "Checksum" of each structure;
/// https://burtleburtle.net/bob/c/lookup3.c, hashlittle.
std::uint32_t checksum(std::span<const std::uint8_t> bytes);

/// Whether the last four bytes are the checksum of those before them.
bool hasChecksum(std::span<const std::uint8_t> bytes);

} // namespace netlens::hdf5
