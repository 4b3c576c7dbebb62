#include "tensor/npy.h"

#include "base/file.h"
#include "tensor/npy_header.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <new>

namespace netlens {

namespace {

    static_assert(std::endian::native == std::endian::little, "values are copied as stored");

    constexpr std::uintmax_t kMaxBytes = std::uintmax_t { 8 } << 30;

    float fromHalf(std::uint16_t half)
    {
        const float sign = (half & 0x8000U) != 0 ? -1.0F : 1.0F;
        const int exponent = (half >> 10) & 0x1F;
        const int fraction = half & 0x3FF;
        if (exponent == 0)
            return sign * std::ldexp(static_cast<float>(fraction), -24);
        if (exponent == 31)
            return fraction == 0 ? sign * INFINITY : NAN;
        return sign * std::ldexp(static_cast<float>(fraction + 0x400), exponent - 25);
    }

    float asFloat(float value)
    {
        return value;
    }
    template <typename T> float asFloat(T value)
    {
        return static_cast<float>(value);
    }

    struct Half {
        std::uint16_t bits;
    };
    float asFloat(Half value)
    {
        return fromHalf(value.bits);
    }

    struct Truth {
        std::uint8_t byte;
    };
    float asFloat(Truth value)
    {
        return value.byte != 0 ? 1.0F : 0.0F;
    }

    template <typename T>
    void convert(std::span<const std::uint8_t> stored, bool swapped, std::vector<float>& out)
    {
        for (std::size_t i = 0; i < out.size(); ++i) {
            std::uint8_t bytes[sizeof(T)];
            std::memcpy(bytes, stored.data() + i * sizeof(T), sizeof(T));
            if (swapped)
                std::reverse(std::begin(bytes), std::end(bytes));
            out[i] = asFloat(std::bit_cast<T>(bytes));
        }
    }

    void convert(
        const NpyHeader& header, std::span<const std::uint8_t> stored, std::vector<float>& out)
    {
        const bool swapped = header.bigEndian;
        const auto as = [&]<typename T>(T) { convert<T>(stored, swapped, out); };
        switch (header.kind) {
        case 'f':
            return header.itemBytes == 2 ? as(Half {})
                : header.itemBytes == 4  ? as(float {})
                                         : as(double {});
        case 'i':
            return header.itemBytes == 1 ? as(std::int8_t {})
                : header.itemBytes == 2  ? as(std::int16_t {})
                : header.itemBytes == 4  ? as(std::int32_t {})
                                         : as(std::int64_t {});
        case 'u':
            return header.itemBytes == 1 ? as(std::uint8_t {})
                : header.itemBytes == 2  ? as(std::uint16_t {})
                : header.itemBytes == 4  ? as(std::uint32_t {})
                                         : as(std::uint64_t {});
        default:
            return as(Truth {});
        }
    }

} // namespace

Result<Tensor> parseNpy(std::span<const std::uint8_t> bytes, const std::string& name)
{
    Result<NpyHeader> header = parseNpyHeader(bytes);
    if (!header)
        return makeError(header.error().code, name, header.error().detail);
    try {
        Tensor tensor { header->shape, std::vector<float>(elementCount(header->shape)) };
        convert(*header, bytes.subspan(header->valuesOffset), tensor.values);
        return tensor;
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory, name, toString(header->shape));
    }
}

Result<Tensor> readNpy(const std::filesystem::path& path)
{
    const auto bytes = readFile(path, kMaxBytes);
    if (!bytes)
        return bytes.error();
    return parseNpy(*bytes, path.string());
}

Result<void> writeNpy(
    const std::filesystem::path& path, const Shape& shape, std::span<const float> values)
{
    assert(values.size() == elementCount(shape));
    Result<AtomicFile> file = AtomicFile::create(path);
    if (!file)
        return file.error();
    const std::string header = npyHeaderFor(shape);
    if (const auto written = file->write(std::as_bytes(std::span(header))); !written)
        return written.error();
    if (const auto written = file->write(std::as_bytes(values)); !written)
        return written.error();
    return file->commit();
}

} // namespace netlens
