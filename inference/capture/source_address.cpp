#include "capture/source_address.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

namespace netlens {

namespace {

    constexpr std::array<std::string_view, 6> kSchemes { "rtsp", "rtsps", "http", "https", "udp",
        "tcp" };
    constexpr std::string_view kSeparator = "://";

    std::string lower(std::string_view text)
    {
        std::string small(text);
        std::ranges::transform(small, small.begin(), [](char letter) {
            return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        });
        return small;
    }

    /// The scheme in small letters when it is one of kSchemes, else nothing.
    std::string schemeOf(std::string_view text)
    {
        const std::size_t end = text.find(kSeparator);
        if (end == std::string_view::npos)
            return {};
        const std::string scheme = lower(text.substr(0, end));
        return std::ranges::find(kSchemes, scheme) == kSchemes.end() ? std::string() : scheme;
    }

    /// Four digits: more is no device Linux could have.
    bool isSmallNumber(std::string_view text)
    {
        constexpr std::size_t kMostDigits = 4;
        return !text.empty() && text.size() <= kMostDigits
            && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    }

    bool isDevice(std::string_view text)
    {
        constexpr std::string_view kVideo = "/dev/video";
        return text.starts_with("/dev/v4l/")
            || (text.starts_with(kVideo) && isSmallNumber(text.substr(kVideo.size())));
    }

    /// Messages and logs show the address: without the password.
    std::string withoutPassword(const std::string& url)
    {
        const std::size_t start = url.find(kSeparator) + kSeparator.size();
        const std::size_t host = url.rfind('@', url.find_first_of("/?#", start));
        if (host == std::string::npos || host < start)
            return {};
        const std::size_t colon = url.find(':', start);
        if (colon == std::string::npos || colon > host)
            return {};
        return url.substr(0, colon) + url.substr(host);
    }

} // namespace

SourceAddress parseSourceAddress(std::string_view text)
{
    using Kind = SourceAddress::Kind;
    if (isSmallNumber(text)) {
        const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size() - 1);
        return { Kind::Camera, "/dev/video" + std::string(text.substr(zeros)) };
    }
    if (isDevice(text))
        return { Kind::Camera, std::string(text) };
    if (const std::string scheme = schemeOf(text); !scheme.empty()) {
        std::string url = scheme + std::string(text.substr(scheme.size()));
        std::string name = withoutPassword(url);
        return { Kind::Stream, std::move(url), std::move(name) };
    }
    std::error_code ignored;
    const bool isFolder = std::filesystem::is_directory(std::string(text), ignored);
    return { isFolder ? Kind::Pictures : Kind::VideoFile, std::string(text) };
}

} // namespace netlens
