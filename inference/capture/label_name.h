#pragma once

#include <cstddef>
#include <string_view>

namespace netlens {

/// Why a label cannot be the name of a folder, on this system or on one the folder is carried to.
enum class LabelFault {
    None,
    Empty,
    TooLong, ///< over kLongestLabel
    NotText, ///< not UTF-8
    Character, ///< one of / \ : * ? " < > |, a control character or one that turns the direction
    Dot, ///< begins or ends with one: hidden, "..", or not the same name on Windows
    Reserved, ///< CON, NUL, COM1, …: devices on Windows, whatever follows a dot
};

/// Bytes. The number, the suffix and what is added while a file is written have to fit behind it
/// into the 255 a name may have.
inline constexpr std::size_t kLongestLabel = 200;

/// Without the spaces around it.
std::string_view trimmedLabel(std::string_view text);

/// @pre label is trimmed.
LabelFault labelFault(std::string_view label);

} // namespace netlens
