#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

using Bytes = std::vector<std::uint8_t>;

/// Pixels for a test picture: `samples` interleaved values a pixel, in the file's own order.
struct Raster {
    int width = 0;
    int height = 0;
    int samples = 3;
    std::vector<std::uint8_t> values;
};

/// @param value (x, y, sample) → 0..255.
Raster makeRaster(
    int width, int height, int samples, const std::function<int(int, int, int)>& value);
/// A smooth RGB picture without symmetry: every orientation of it differs.
Raster gradientRaster(int width, int height);

/// Encodes 1 (grey), 3 (RGB) or 4 (RGBA) samples. @param suffix ".jpg", ".png", ".webp", ".bmp".
/// JPEG at quality 95, WebP lossless.
Bytes encodePicture(const std::string& suffix, const Raster& raster);
/// A grey PNG of 16 bits, each value 257 times the raster's.
Bytes encodeGrey16Png(const Raster& grey);

/// An uncompressed TIFF, 8 bits a sample, 4 samples meaning a separate alpha.
/// @param orientation written into its directory.
Bytes makeTiff(const Raster& raster, int orientation = 1);

/// A GIF of one frame (raster: 1 sample, palette indices below 4) on a canvas.
/// The palette is black, red, green, blue. @param transparent an index, or −1.
struct GifLayout {
    int canvasWidth = 0;
    int canvasHeight = 0;
    int left = 0;
    int top = 0;
    bool interlaced = false;
    int transparent = -1;
};
Bytes makeGif(const Raster& frame, const GifLayout& layout);

/// The file with an EXIF block that carries nothing but an orientation.
/// Recognises JPEG, PNG and (simple) WebP by content.
Bytes withOrientation(const Bytes& file, int orientation, bool bigEndian = false);
