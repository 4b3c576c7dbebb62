#include "capture/frame_source.h"
#include "capture/picture_folder.h"
#include "capture/video_module.h"

#include <algorithm>

namespace netlens {

namespace {

    constexpr double kPicturesASecond = 1;

    /// A zero byte would cut the name short for the system; control characters in a URL would
    /// become lines of the request.
    bool isReadable(const SourceAddress& address)
    {
        if (address.kind != SourceAddress::Kind::Stream)
            return !address.location.empty() && address.location.find('\0') == std::string::npos;
        return std::ranges::none_of(address.location, [](char letter) {
            const auto code = static_cast<unsigned char>(letter);
            constexpr unsigned char kDelete = 0x7F;
            return code <= ' ' || code == kDelete;
        });
    }

} // namespace

Result<std::unique_ptr<FrameSource>> openSource(
    const SourceAddress& address, std::stop_token stop, const OpenLimits& limits)
{
    if (!isReadable(address))
        return makeError(
            ErrorCode::SourceNotFound, address.shownName(), "this cannot be a name or an address");
    if (address.kind == SourceAddress::Kind::Screen)
        return makeError(
            ErrorCode::NotAvailable, address.shownName(), "only a window has pictures of it");
    if (address.kind == SourceAddress::Kind::Pictures) {
        const double rate = address.format ? address.format->rate : 0;
        return openPictureFolder(address, rate > 0 ? rate : kPicturesASecond, stop);
    }
    const auto module = videoModule();
    if (!module)
        return makeError(module.error().code, address.shownName(), module.error().detail);
    return (*module)->open(address, std::move(stop), limits);
}

} // namespace netlens
