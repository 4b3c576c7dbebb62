#include "tensor/npy.h"

#include <cstdlib>

/// Any bytes: an error, or a tensor whose values are as many as its shape says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto tensor = netlens::parseNpy({ data, size }, "fuzz");
    if (tensor && tensor->values.size() != netlens::elementCount(tensor->shape))
        std::abort();
    return 0;
}
