#include "capture/label_name.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace netlens {

namespace {

    /// Takes the next character off the text; nothing where it is not UTF-8.
    std::optional<char32_t> takeCharacter(std::string_view& text)
    {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
        const unsigned first = byte(0);
        const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        constexpr std::array<char32_t, 5> kSmallest { 0, 0, 0x80, 0x800, 0x10000 };
        if (length > text.size() || (length > 1 && first < 0xc2) || first > 0xf4)
            return std::nullopt;
        char32_t character = length == 1 ? first : first & (0x7fU >> length);
        for (std::size_t i = 1; i < length; ++i) {
            if ((byte(i) & 0xc0U) != 0x80U)
                return std::nullopt;
            character = character << 6 | (byte(i) & 0x3fU);
        }
        const bool isSurrogate = character >= 0xd800 && character <= 0xdfff;
        if (character < kSmallest[length] || character > 0x10ffff || isSurrogate)
            return std::nullopt;
        text.remove_prefix(length);
        return character;
    }

    bool isForbidden(char32_t character)
    {
        const bool isControl = character < 0x20 || (character >= 0x7f && character < 0xa0);
        const bool isLineEnd = character == 0x2028 || character == 0x2029;
        // What turns the direction of writing can make one name look like another.
        const bool turns = character == 0x200e || character == 0x200f
            || (character >= 0x202a && character <= 0x202e)
            || (character >= 0x2066 && character <= 0x2069) || character == 0xfeff;
        constexpr std::u32string_view kSeparators = U"/\\:*?\"<>|";
        return isControl || isLineEnd || turns
            || kSeparators.find(character) != std::u32string_view::npos;
    }

    bool isReserved(std::string_view label)
    {
        std::string name(label.substr(0, label.find('.')));
        name.erase(name.find_last_not_of(' ') + 1);
        for (char& letter : name)
            letter
                = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
        constexpr std::array<std::string_view, 4> kDevices { "CON", "PRN", "AUX", "NUL" };
        const bool isPort = name.size() == 4 && (name.starts_with("COM") || name.starts_with("LPT"))
            && name[3] >= '0' && name[3] <= '9';
        return isPort || std::ranges::find(kDevices, name) != kDevices.end();
    }

} // namespace

std::string_view trimmedLabel(std::string_view text)
{
    constexpr std::string_view kSpaces = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kSpaces);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

LabelFault labelFault(std::string_view label)
{
    if (label.empty())
        return LabelFault::Empty;
    if (label.size() > kLongestLabel)
        return LabelFault::TooLong;
    for (std::string_view rest = label; !rest.empty();) {
        const auto character = takeCharacter(rest);
        if (!character)
            return LabelFault::NotText;
        if (isForbidden(*character))
            return LabelFault::Character;
    }
    if (label.front() == '.' || label.back() == '.')
        return LabelFault::Dot;
    return isReserved(label) ? LabelFault::Reserved : LabelFault::None;
}

} // namespace netlens
