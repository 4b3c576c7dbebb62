#include "image/encoder.h"

#include "base/file.h"
#include "image/picture_module.h"

#include <span>
#include <vector>

namespace netlens {

namespace {

    constexpr int kNoQuality = 0; ///< PNG keeps every bit

    Result<std::vector<std::uint8_t>> encode(
        const Image& picture, PictureModule::Format format, int quality)
    {
        const auto module = pictureModule();
        if (!module)
            return module.error();
        return (*module)->encode(picture, format, quality);
    }

} // namespace

Result<std::vector<std::uint8_t>> encodeJpeg(const Image& picture, int quality)
{
    return encode(picture, PictureModule::Format::Jpeg, quality);
}

Result<void> writePng(const std::filesystem::path& path, const Image& picture)
{
    const auto bytes = encode(picture, PictureModule::Format::Png, kNoQuality);
    if (!bytes)
        return makeError(bytes.error().code, path.string(), bytes.error().detail);
    auto file = AtomicFile::create(path);
    if (!file)
        return file.error();
    if (auto written = file->write(std::as_bytes(std::span(*bytes))); !written)
        return written;
    return file->commit();
}

} // namespace netlens
