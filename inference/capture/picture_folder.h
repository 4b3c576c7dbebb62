#pragma once

#include "capture/frame_source.h"

#include <string_view>

namespace netlens {

/// How people sort names: runs of digits count as numbers, the rest by its bytes.
bool comesBefore(std::string_view a, std::string_view b);

/// The pictures that lie in a folder, in their natural order; folders inside are left out.
/// A picture that cannot be decoded is VideoDamaged, and the next call goes on behind it.
/// @param rate pictures a second, > 0
/// Errors: SourceNotFound, SourceDenied, NotAVideo (no pictures).
Result<std::unique_ptr<FrameSource>> openPictureFolder(
    const SourceAddress& address, double rate, const std::stop_token& stop = {});

} // namespace netlens
