#pragma once

#include "image/decoder.h"
#include "image/image.h"
#include "image/resample.h"

#include <span>

namespace netlens {

enum class Fit {
    Stretch, ///< whole picture to the input, aspect ignored (what Keras's load_img does)
    Crop, ///< centred square of side round(0.875 · min(W, H)); for a non-square input the largest
          ///< centred rectangle of its aspect, × 0.875
    Pad, ///< whole picture, aspect kept, centred on mid grey (128)
};

struct Preprocessing {
    Fit fit = Fit::Stretch;
    ResampleKernel kernel = ResampleKernel::Bilinear;
    bool ignoreExif = false;

    friend bool operator==(const Preprocessing&, const Preprocessing&) = default;
};

/// Share of the picture's shorter side that `fit` looks at.
double usedFraction(Fit fit);

/// The picture as the network sees it, and where it came from.
struct FittedPicture {
    Image image; ///< RGB8 at the network's input size
    RectF source; ///< the part of the picture used, in that picture's pixels
    RectF target; ///< where that part lies in the input (smaller than the input only for Pad)
};

/// @pre picture is not null, input is not empty.
FittedPicture fitPicture(const Image& picture, Size input, const Preprocessing& how);
/// The same for a picture that may have been decoded reduced: what is used is decided at full
/// size, so that a reduced picture gives the same frame (fitting the reduced picture itself would
/// round differently, which doubles the error of the reduction), and its pixels are means
/// already, which the kernel makes up for (resample()). source is in pixels of picture.image.
FittedPicture fitPicture(const DecodedPicture& picture, Size input, const Preprocessing& how);

/// Where `fit` would look, without resampling; source in pixels of a picture of that size.
RectF fitSource(Size picture, Size input, Fit fit);
RectF fitTarget(Size picture, Size input, Fit fit);

/// What values a network's input takes.
enum class PixelRange {
    MinusOneToOne,
    Bytes, ///< 0–255 as they are: the network scales by itself
};

/// Keras's preprocess_input mode "tf", x / 127.5 - 1 in float32, or the raw values; NHWC.
/// channels 3: RGB; 1: luma (Pillow's "L": (19595 R + 38470 G + 7471 B + 32768) >> 16);
/// 4: RGB and an opaque alpha of 255.
/// @pre out.size() == width · height · channels and channels is 1, 3 or 4.
/// Source: keras/applications/imagenet_utils.py.
void toNetworkInput(const Image& picture, int channels, std::span<float> out,
    PixelRange range = PixelRange::MinusOneToOne);

} // namespace netlens
