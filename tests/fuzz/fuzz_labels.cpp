#include "model/labels.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

using namespace netlens;

/// Any bytes as class names: an error, or names that are all there.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::filesystem::path path = std::filesystem::temp_directory_path()
        / ("fuzz_labels_" + std::to_string(getpid()) + ".txt");
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    const auto labels = readLabels(path);
    std::filesystem::remove(path);
    if (labels && labels->empty())
        std::abort();
    return 0;
}
