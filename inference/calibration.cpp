#include "calibration.h"

#include "base/content_hash.h"
#include "engine/calibration_pictures.h"
#include "engine/range_meter.h"
#include "image/decoder.h"
#include "image/may_be_picture.h"
#include "image/preprocess.h"
#include "ranges_cache.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    // 64 pictures of this size take two seconds at alpha 1.
    constexpr int kLargestSide = 512;

    Error unusable(const std::string& folder, const std::string& why)
    {
        return makeError(ErrorCode::CalibrationUnusable, folder, why);
    }

    /// Everything that is added decides, and so does the order.
    class Key {
    public:
        void addText(std::string_view text) { add(std::span(text)); }
        template <typename Number> void addNumber(Number number) { add(std::span(&number, 1)); }
        template <typename Number> void addNumbers(const std::vector<Number>& numbers)
        {
            add(std::span(numbers));
        }
        std::uint64_t value() const { return m_value; }

    private:
        template <typename Elements> void add(Elements elements)
        {
            m_value = contentHash(std::as_bytes(elements), m_value);
        }

        std::uint64_t m_value = 0;
    };

    void addLayer(Key& key, const LayerSpec& layer)
    {
        key.addText(layer.name);
        key.addText(layer.type());
        key.addNumbers(layer.inbound);
        for (const int number : { layer.height, layer.width, layer.kernel, layer.stride,
                 layer.padding.top, layer.padding.bottom, layer.padding.left, layer.padding.right,
                 static_cast<int>(layer.kind), static_cast<int>(layer.activation) })
            key.addNumber(number);
        key.addNumber(layer.channels);
        key.addNumber(layer.epsilon);
        key.addNumbers(layer.scale);
        key.addNumbers(layer.offset);
    }

    /// Of what decides the ranges. A picture counts as unchanged while its size and time are.
    std::uint64_t keyOf(
        const Architecture& table, const WeightSet& weights, const std::vector<fs::path>& pictures)
    {
        Key key;
        for (const LayerSpec& layer : table.layers)
            addLayer(key, layer);
        for (const auto& [name, tensors] : weights.layers) {
            key.addText(name);
            for (const Tensor& tensor : tensors)
                key.addNumbers(tensor.values);
        }
        for (const fs::path& picture : pictures) {
            std::error_code ignored;
            key.addText(picture.filename().native());
            key.addNumber(fs::file_size(picture, ignored));
            key.addNumber(fs::last_write_time(picture, ignored).time_since_epoch().count());
        }
        return key.value();
    }

    Result<MeasuredRanges> measureDrawn(const Architecture& table, const SharedWeights& weights)
    {
        auto ranges = measureRanges(table, weights);
        if (!ranges)
            return ranges.error();
        return MeasuredRanges { std::move(*ranges) };
    }

    /// As Classifier looks at pictures, one after the other.
    Result<MeasuredRanges> measurePictures(const Architecture& table, const SharedWeights& weights,
        const std::vector<fs::path>& pictures)
    {
        auto meter = RangeMeter::create(table, weights);
        if (!meter)
            return meter.error();
        const bool takesRaw = table.config.takesRawPixels();
        const InputShape& shape = table.config.input;
        const Size input { shape.width, shape.height };
        const Preprocessing how;
        const DecodeOptions options {
            .ignoreExif = how.ignoreExif, .target = input, .usedFraction = usedFraction(how.fit)
        };
        MeasuredRanges measured;
        for (const fs::path& path : pictures) {
            const auto picture = decodePicture(path, options);
            if (!picture || picture->tensor) {
                ++measured.passedOver;
                continue;
            }
            toNetworkInput(fitPicture(*picture, input, how).image, shape.channels, meter->input(),
                takesRaw ? PixelRange::Bytes : PixelRange::MinusOneToOne);
            meter->measure();
        }
        meter->measureInput(takesRaw ? 0.0F : -1.0F, takesRaw ? 255.0F : 1.0F);
        measured.ranges = meter->ranges();
        return measured;
    }

    Result<std::vector<fs::path>> picturesFor(
        const Architecture& architecture, const std::string& folder)
    {
        const int channels = architecture.config.input.channels;
        if (!folder.empty() && channels != 1 && channels != 3 && channels != 4)
            return unusable(folder,
                "a picture has 1, 3 or 4 channels, this network's input has "
                    + std::to_string(channels));
        return folder.empty() ? std::vector<fs::path>() : calibrationPictures(folder);
    }

    Calibration calibrationOf(
        MeasuredRanges measured, std::size_t pictures, const std::string& folder)
    {
        Calibration calibration;
        calibration.ranges = std::make_shared<const ActivationRanges>(std::move(measured.ranges));
        calibration.passedOver = static_cast<int>(measured.passedOver);
        if (measured.passedOver > 0)
            calibration.warnings.push_back(std::to_string(measured.passedOver) + " of the "
                + std::to_string(pictures) + " pictures in " + folder
                + " could not be read; calibration does without");
        return calibration;
    }

} // namespace

Result<std::vector<fs::path>> calibrationPictures(const std::string& folder)
{
    std::error_code failed;
    std::vector<fs::path> found;
    fs::directory_iterator entry(folder, failed);
    for (; !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
        std::error_code ignored;
        const bool isHidden = entry->path().filename().native().starts_with('.');
        if (!isHidden && entry->is_regular_file(ignored) && mayBePicture(entry->path()))
            found.push_back(entry->path());
    }
    if (failed)
        return unusable(folder, failed.message());
    if (found.empty())
        return unusable(folder, "there are no pictures directly in it");
    std::ranges::sort(found);
    const std::size_t count = std::min(found.size(), kMostCalibrationPictures);
    std::vector<fs::path> picked;
    for (std::size_t i = 0; i < count; ++i)
        picked.push_back(std::move(found[i * found.size() / count]));
    return picked;
}

Result<Calibration> calibrate(
    const Architecture& architecture, const SharedWeights& weights, const std::string& folder)
{
    const auto pictures = picturesFor(architecture, folder);
    if (!pictures)
        return pictures.error();
    const Architecture table
        = calibrationTable(architecture, folder.empty() ? kDrawnSide : kLargestSide);
    const std::uint64_t key = keyOf(table, *weights, *pictures);
    const RangesCache cache;
    auto kept = cache.find(key, table);
    if (kept && kept->passedOver < std::max(pictures->size(), std::size_t { 1 }))
        return calibrationOf(*std::move(kept), pictures->size(), folder);
    auto measured = folder.empty() ? measureDrawn(table, weights)
                                   : measurePictures(table, weights, *pictures);
    if (!measured)
        return measured.error();
    if (!folder.empty() && measured->passedOver == pictures->size())
        return unusable(
            folder, "none of its " + std::to_string(pictures->size()) + " pictures could be read");
    cache.keep(key, *measured);
    return calibrationOf(*std::move(measured), pictures->size(), folder);
}

} // namespace netlens
