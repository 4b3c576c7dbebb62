#include "base/content_hash.h"
#include "ranges_file.h"

#include <cmath>
#include <cstdlib>
#include <cstring>

using namespace netlens;

namespace {

Architecture smallTable()
{
    Config config;
    config.alpha = 0.1;
    config.input = { 32, 32, 3 };
    config.includeTop = false;
    return describe(config);
}

} // namespace

/// Any bytes under the right checksum and key, which would keep a fuzzer out: nothing, or a range
/// for each channel of the layers.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const Architecture table = smallTable();
    constexpr std::size_t kKeyAt = 12;
    std::vector<std::uint8_t> file(data, data + size);
    std::uint64_t key = 0;
    if (size >= kKeyAt + sizeof key)
        std::memcpy(&key, file.data() + kKeyAt, sizeof key);
    if (size >= sizeof key) {
        const std::size_t content = size - sizeof key;
        const std::uint64_t hash = contentHash(std::as_bytes(std::span(file).first(content)));
        std::memcpy(file.data() + content, &hash, sizeof hash);
    }
    const auto measured = decodeRanges(std::as_bytes(std::span(file)), key, table);
    if (!measured)
        return 0;
    const ActivationRanges expected = emptyRanges(table);
    for (const auto& [name, range] : measured->ranges) {
        if (range.largest.size() != expected.at(name).largest.size()
            || range.mean.size() != expected.at(name).mean.size())
            std::abort();
        for (const float value : range.largest)
            if (!std::isfinite(value) || value < 0)
                std::abort();
        for (const float value : range.mean)
            if (!std::isfinite(value))
                std::abort();
    }
    if (measured->ranges.size() != expected.size())
        std::abort();
    return 0;
}
