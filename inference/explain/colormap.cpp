#include "explain/colormap.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace netlens {

namespace {

    using Rgb = std::array<std::uint8_t, 3>;

    constexpr std::array kColormaps { Colormap::Viridis, Colormap::Turbo, Colormap::Inferno,
        Colormap::Gray, Colormap::Diverging };

    constexpr int kLastEntry = 255;

    std::array<std::uint8_t, 256> ramp()
    {
        std::array<std::uint8_t, 256> levels {};
        std::iota(levels.begin(), levels.end(), std::uint8_t { 0 });
        return levels;
    }

    Palette openCvPalette(cv::ColormapTypes type)
    {
        auto levels = ramp();
        cv::Mat colours;
        cv::applyColorMap(
            cv::Mat(1, static_cast<int>(levels.size()), CV_8UC1, levels.data()), colours, type);
        Palette palette {};
        for (std::size_t i = 0; i < palette.size(); ++i) {
            const auto& bgr = colours.at<cv::Vec3b>(static_cast<int>(i));
            palette[i] = { bgr[2], bgr[1], bgr[0] };
        }
        return palette;
    }

    Palette grayPalette()
    {
        Palette palette {};
        std::ranges::transform(ramp(), palette.begin(), [](std::uint8_t level) {
            return Rgb { level, level, level };
        });
        return palette;
    }

    /// Straight lines from blue to white to red; entries 127 and 128 are both as good as white.
    Palette divergingPalette()
    {
        constexpr std::array<double, 3> kBlue { 33, 102, 172 };
        constexpr std::array<double, 3> kRed { 178, 24, 43 };
        Palette palette {};
        for (std::size_t i = 0; i < palette.size(); ++i) {
            const double signedPosition = 2.0 * static_cast<double>(i) / kLastEntry - 1;
            const auto& end = signedPosition < 0 ? kBlue : kRed;
            for (std::size_t channel = 0; channel < end.size(); ++channel)
                palette[i][channel] = static_cast<std::uint8_t>(
                    std::lround(255 + (end[channel] - 255) * std::abs(signedPosition)));
        }
        return palette;
    }

    /// The map at `target`; bicubic overshoots, which the palette's ends absorb.
    cv::Mat enlarged(const HeatMap& map, Size target, bool showCells)
    {
        // OpenCV has no read-only Mat; resize() only reads its source.
        const cv::Mat cells(map.height, map.width, CV_32FC1, const_cast<float*>(map.values.data()));
        cv::Mat pixels;
        cv::resize(cells, pixels, { target.width, target.height }, 0, 0,
            showCells ? cv::INTER_NEAREST_EXACT : cv::INTER_CUBIC);
        return pixels;
    }

    /// The palette's entry of every value, nearest; what is not a number counts as the low end.
    cv::Mat entries(cv::Mat values, Colormap colormap, ValueRange range)
    {
        if (!(range.high > range.low)) // no extent
            return { values.size(), CV_8UC1,
                cv::Scalar(colormap == Colormap::Diverging ? (kLastEntry + 1) / 2 : 0) };
        // In this order: the conversion wraps what an int cannot hold.
        cv::patchNaNs(values, range.low);
        cv::max(values, range.low, values);
        cv::min(values, range.high, values);
        const double perUnit = kLastEntry / (double { range.high } - double { range.low });
        cv::Mat levels;
        values.convertTo(levels, CV_8UC1, perUnit, -perUnit * range.low);
        return levels;
    }

} // namespace

const Palette& palette(Colormap colormap)
{
    static const std::array<Palette, kColormaps.size()> kPalettes {
        openCvPalette(cv::COLORMAP_VIRIDIS), openCvPalette(cv::COLORMAP_TURBO),
        openCvPalette(cv::COLORMAP_INFERNO), grayPalette(), divergingPalette()
    };
    return kPalettes[static_cast<std::size_t>(colormap)];
}

std::optional<Colormap> colormapFromName(std::string_view name)
{
    const auto found = std::ranges::find(kColormaps, name, colormapName);
    return found == kColormaps.end() ? std::nullopt : std::optional(*found);
}

std::string_view colormapName(Colormap colormap)
{
    switch (colormap) {
    case Colormap::Viridis:
        return "viridis";
    case Colormap::Turbo:
        return "turbo";
    case Colormap::Inferno:
        return "inferno";
    case Colormap::Gray:
        return "gray";
    case Colormap::Diverging:
        return "diverging";
    }
    return {};
}

std::span<const Colormap> allColormaps()
{
    return kColormaps;
}

ValueRange naturalRange(const HeatMap& map, Colormap colormap)
{
    if (colormap != Colormap::Diverging)
        return { 0, std::max(0.0F, map.maximum()) };
    const float reach = std::max(std::abs(map.minimum()), std::abs(map.maximum()));
    return { -reach, reach };
}

Image colorize(const HeatMap& map, Colormap colormap, ValueRange range, Size target, bool showCells)
{
    const cv::Mat levels = entries(enlarged(map, target, showCells), colormap, range);
    const Palette& colours = palette(colormap);
    std::vector<std::uint8_t> rgb(levels.total() * Image::kChannels);
    std::uint8_t* pixel = rgb.data();
    for (const std::uint8_t level : std::span(levels.data, levels.total()))
        pixel = std::ranges::copy(colours[level], pixel).out;
    return { target, std::move(rgb) };
}

Image overlay(const Image& picture, RectF area, const HeatMap& map, Colormap colormap,
    ValueRange range, double opacity, bool showCells)
{
    // The area in whole pixels; it may reach beyond the picture, where nothing is painted.
    const auto left = static_cast<int>(std::lround(area.x));
    const auto top = static_cast<int>(std::lround(area.y));
    const Size size { std::max(1, static_cast<int>(std::lround(area.x + area.width)) - left),
        std::max(1, static_cast<int>(std::lround(area.y + area.height)) - top) };
    const Image colours = colorize(map, colormap, range, size, showCells);

    const int firstX = std::max(0, left);
    const int lastX = std::min(picture.width(), left + size.width);
    const int lastY = std::min(picture.height(), top + size.height);
    const auto source = picture.pixels();
    std::vector<std::uint8_t> rgb(source.begin(), source.end());
    if (firstX >= lastX)
        return picture;
    for (int y = std::max(0, top); y < lastY; ++y) {
        const std::span row(picture.row(y) + std::ptrdiff_t { firstX } * Image::kChannels,
            static_cast<std::size_t>(lastX - firstX) * Image::kChannels);
        const std::uint8_t* colour
            = colours.row(y - top) + std::ptrdiff_t { firstX - left } * Image::kChannels;
        std::ranges::transform(row, std::span(colour, row.size()),
            rgb.begin() + (row.data() - source.data()),
            [opacity](std::uint8_t below, std::uint8_t above) {
                return static_cast<std::uint8_t>(
                    std::lround(below * (1 - opacity) + above * opacity));
            });
    }
    return { picture.size(), std::move(rgb) };
}

} // namespace netlens
