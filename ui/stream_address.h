#pragma once

#include <QString>

namespace netlens {

/// Why a text is no address of a stream.
enum class StreamFault {
    None,
    Empty,
    NoScheme, ///< no "…://" in it
    Scheme, ///< none of rtsp, rtsps, http, https, udp, tcp
    Character, ///< a space or a control character
    NoHost,
    NoPort, ///< udp and tcp have no usual one
    Port, ///< not 1 … 65535
};

/// @param text without spaces around it
StreamFault streamFault(const QString& text);

/// "rtsp://user:password@host/…" without the password; anything else as it is. What is a secret in
/// the path or the query cannot be known and stays.
QString withoutPassword(const QString& url);

} // namespace netlens
