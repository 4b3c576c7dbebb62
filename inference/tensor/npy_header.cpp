#include "tensor/npy_header.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace netlens {

namespace {

    constexpr std::string_view kMagic = "\x93NUMPY";
    constexpr std::size_t kMaxRank = 32; // NumPy's own limit
    constexpr std::size_t kAlignment = 64;

    Error malformed(std::string detail)
    {
        return makeError(ErrorCode::TensorMalformed, {}, std::move(detail));
    }

    std::string_view trimmed(std::string_view text)
    {
        const std::size_t first = text.find_first_not_of(" \t\n");
        return first == std::string_view::npos ? std::string_view {} : text.substr(first);
    }

    /// The text behind `'key':` of the header's Python dictionary.
    std::optional<std::string_view> valueOf(std::string_view dictionary, std::string_view key)
    {
        for (const char quote : { '\'', '"' }) {
            const std::string quoted = quote + std::string(key) + quote;
            const std::size_t at = dictionary.find(quoted);
            if (at == std::string_view::npos)
                continue;
            const std::string_view rest = trimmed(dictionary.substr(at + quoted.size()));
            if (rest.starts_with(':'))
                return trimmed(rest.substr(1));
        }
        return std::nullopt;
    }

    /// "'<f4'" and the like.
    bool readType(std::string_view text, NpyHeader& header)
    {
        if (text.size() < 5 || (text[0] != '\'' && text[0] != '"') || text[4] != text[0])
            return false;
        static constexpr std::string_view kKnown[]
            = { "f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1" };
        const std::string_view orders = "<>|=";
        if (orders.find(text[1]) == std::string_view::npos
            || std::ranges::find(kKnown, text.substr(2, 2)) == std::end(kKnown))
            return false;
        header.bigEndian = text[1] == '>';
        header.kind = text[2];
        header.itemBytes = static_cast<std::size_t>(text[3] - '0');
        return true;
    }

    /// "(1, 224, 224, 3)", "(5,)", "()".
    std::optional<Shape> readShape(std::string_view text)
    {
        if (!text.starts_with('('))
            return std::nullopt;
        Shape shape;
        text = trimmed(text.substr(1));
        while (!text.starts_with(')')) {
            std::int64_t extent = 0;
            const auto [end, trouble]
                = std::from_chars(text.data(), text.data() + text.size(), extent);
            if (trouble != std::errc {} || extent < 1 || shape.size() == kMaxRank)
                return std::nullopt;
            shape.push_back(extent);
            text = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
            if (text.starts_with(','))
                text = trimmed(text.substr(1));
            else if (!text.starts_with(')'))
                return std::nullopt;
        }
        return shape;
    }

    /// Whether the shape's values take exactly `bytes`, in arithmetic that cannot overflow.
    bool fills(const Shape& shape, std::size_t itemBytes, std::size_t bytes)
    {
        if (bytes % itemBytes != 0)
            return false;
        const auto available = static_cast<std::int64_t>(bytes / itemBytes);
        std::int64_t count = 1;
        for (const std::int64_t extent : shape) {
            if (extent > available / count)
                return false;
            count *= extent;
        }
        return count == available;
    }

    /// The dictionary's text; nothing unless all of it is there.
    std::optional<std::string_view> dictionaryIn(std::string_view text)
    {
        if (!text.starts_with(kMagic) || text.size() < 10)
            return std::nullopt;
        const auto byteAt = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
        const std::uint8_t major = byteAt(6);
        const std::size_t lengthBytes = major == 1 ? 2 : 4;
        const std::size_t start = 8 + lengthBytes;
        if (major < 1 || major > 3 || text.size() < start)
            return std::nullopt;
        std::size_t length = 0;
        for (std::size_t i = 0; i < lengthBytes; ++i)
            length |= std::size_t { byteAt(8 + i) } << (8 * i);
        if (length > text.size() - start)
            return std::nullopt;
        return text.substr(start, length);
    }

} // namespace

Result<NpyHeader> parseNpyHeader(std::span<const std::uint8_t> bytes)
{
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const auto dictionary = dictionaryIn(text);
    if (!dictionary)
        return malformed("no NumPy header");
    NpyHeader header;
    header.valuesOffset
        = static_cast<std::size_t>(dictionary->data() + dictionary->size() - text.data());

    const auto type = valueOf(*dictionary, "descr");
    if (!type || !readType(*type, header))
        return malformed(
            "unsupported element type " + std::string(type.value_or("").substr(0, 20)));
    const auto order = valueOf(*dictionary, "fortran_order");
    if (!order || !order->starts_with("False"))
        return malformed("not in C order");
    const auto shape = valueOf(*dictionary, "shape");
    auto extents = shape ? readShape(*shape) : std::nullopt;
    if (!extents)
        return malformed("unreadable shape");
    header.shape = std::move(*extents);
    const std::size_t valueBytes = bytes.size() - header.valuesOffset;
    if (!fills(header.shape, header.itemBytes, valueBytes))
        return malformed("shape " + toString(header.shape) + " does not take the file's "
            + std::to_string(valueBytes) + " bytes of values");
    return header;
}

std::string npyHeaderFor(const Shape& shape)
{
    std::string dictionary
        = "{'descr': '<f4', 'fortran_order': False, 'shape': " + toString(shape) + ", }";
    constexpr std::size_t kBefore = 10; // magic, version, length
    const std::size_t unpadded = kBefore + dictionary.size() + 1;
    dictionary.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
    dictionary += '\n';
    std::string header(kMagic);
    header += '\x01';
    header += '\0';
    header += static_cast<char>(dictionary.size() & 0xFF);
    header += static_cast<char>(dictionary.size() >> 8);
    return header + dictionary;
}

} // namespace netlens
