#pragma once

#include "image/image.h"

namespace netlens {

/// The picture turned clockwise, then mirrored left to right. Nothing to do: the same pixels.
/// @param quarterTurns any number
Image turned(const Image& picture, int quarterTurns, bool isMirrored);

} // namespace netlens
