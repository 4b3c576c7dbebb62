#pragma once

#include "image/image.h"

namespace netlens {

/// The whole picture at another size: for the eye, in a fifth of the time that resample() takes for
/// the network. Halved while that suffices, then between the nearest four.
/// @pre neither is empty.
Image scaleForScreen(const Image& picture, Size target);

} // namespace netlens
