#include "support/hdf5_seal.h"

#include <algorithm>
#include <cstdint>
#include <string>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

/// Damage below a checksum gets no further than the checksum, so two files of three get theirs made
/// right again.
extern "C" std::size_t LLVMFuzzerCustomMutator(
    std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed)
{
    const std::size_t mutated = LLVMFuzzerMutate(data, size, most);
    if (seed % 3 == 0)
        return mutated;
    std::string file(reinterpret_cast<const char*>(data), mutated);
    sealHdf5(file);
    std::copy(file.begin(), file.end(), data);
    return mutated;
}
