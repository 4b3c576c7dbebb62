#include "image/may_be_picture.h"

#include "image/decoder.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace netlens {

namespace {

    // The last are pictures that cannot be decoded here: a folder of them must not look complete.
    constexpr std::array<std::string_view, 15> kSuffixes { ".jpg", ".jpeg", ".jpe", ".jfif", ".png",
        ".webp", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".heif", ".avif", ".jp2", ".jxl" };

    bool hasPictureName(const std::filesystem::path& path)
    {
        std::string suffix = path.extension().string();
        std::ranges::transform(suffix, suffix.begin(),
            [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
        return std::ranges::find(kSuffixes, suffix) != kSuffixes.end();
    }

    bool hasPictureHeader(const std::filesystem::path& path)
    {
        // Enough for the size fields of every format but a JPEG with large metadata in front, which
        // then needs a name that says what it is.
        constexpr std::size_t kHeaderBytes = std::size_t { 64 } * 1024;
        std::vector<char> bytes(kHeaderBytes);
        std::ifstream file(path, std::ios::binary);
        file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        std::vector<std::uint8_t> header(bytes.begin(), bytes.begin() + file.gcount());
        return readPictureHeader(header).has_value();
    }

} // namespace

bool mayBePicture(const std::filesystem::path& path)
{
    return hasPictureName(path) || hasPictureHeader(path);
}

} // namespace netlens
