#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QNetworkReply>

#include <cstdint>
#include <optional>
#include <string>

namespace netlens {

inline constexpr int kHttpOk = 200;
inline constexpr int kHttpPartialContent = 206;
inline constexpr int kHttpFirstError = 400;
inline constexpr int kHttpProxyLogin = 407;
inline constexpr int kHttpRangeNotSatisfiable = 416;

/// Whether a server that answers so may answer otherwise in a moment.
bool isPassing(int httpStatus);

/// An error below HTTP: what it is to the user, and whether it may pass.
struct NetworkTrouble {
    ErrorCode code = ErrorCode::DownloadBroken;
    bool isPassing = true;
};
NetworkTrouble troubleOf(QNetworkReply::NetworkError error);

/// "bytes 100-199/1000" and, of a 416, "bytes */1000"; nothing where it does not say.
struct ContentRange {
    std::optional<std::uint64_t> first;
    std::optional<std::uint64_t> total;
};
ContentRange contentRange(const QNetworkReply& reply);
std::optional<std::uint64_t> announcedLength(const QNetworkReply& reply);

/// What the server knows this version of the file by, fit for If-Range: a strong ETag, else the
/// date of its last change; empty when there is neither.
QByteArray validatorOf(const QNetworkReply& reply);

/// What a kept part remembers about its origin.
struct DownloadNote {
    QByteArray url;
    QByteArray validator;

    std::string text() const;
    static DownloadNote parse(const std::string& text);
};

} // namespace netlens
