#include "weights/weights_file.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

using namespace netlens;

/// Any bytes as a .keras archive: an error, or a file that tells what it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::filesystem::path path = std::filesystem::temp_directory_path()
        / ("fuzz_archive_" + std::to_string(getpid()) + ".keras");
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    const auto info = inspectWeights(path);
    std::filesystem::remove(path);
    if (info && !info->config && info->notMobileNet.empty())
        std::abort();
    return 0;
}
