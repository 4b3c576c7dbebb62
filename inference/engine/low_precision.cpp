#include "engine/low_precision.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace netlens {

namespace {

    std::size_t at(int index)
    {
        return static_cast<std::size_t>(index);
    }

    // Every channel of a linear bottleneck gets a scale from its own range, with room for what
    // calibration has not seen; a channel that hardly stirred there is not trusted. On 200
    // photographs no room of 1.3 to 1.8 and no floor to 0.6 stood out (with biases left as they
    // were).
    constexpr float kRoom = 1.3F;
    constexpr float kFloor = 0.2F; ///< of the widest channel's range

    ValueFormat signedFormat(const std::vector<float>& range)
    {
        const float widest = std::max(std::ranges::max(range), 1e-9F);
        ValueFormat format { ValueFormat::Type::Signed8, range };
        for (float& scale : format.scale)
            scale = std::max(kRoom * scale, kFloor * widest) / 127;
        return format;
    }

    /// A picture has the same range everywhere, and no more.
    ValueFormat inputFormat(const std::vector<float>& range)
    {
        const float widest = std::max(std::ranges::max(range), 1e-9F);
        return { ValueFormat::Type::Signed8, std::vector<float>(range.size(), widest / 127) };
    }

    /// ReLU6 says it all. A range of its own for every channel cost accuracy.
    ValueFormat clippedFormat(std::int64_t channels)
    {
        return { ValueFormat::Type::Unsigned8,
            std::vector<float>(static_cast<std::size_t>(channels), 6.0F / 255) };
    }

    bool isPooling(LayerKind kind)
    {
        return kind == LayerKind::GlobalAveragePooling2D || kind == LayerKind::GlobalMaxPooling2D;
    }

    class Rewriting {
    public:
        Rewriting(Plan& plan, const Architecture& architecture, Precision precision,
            const ActivationRanges& ranges)
            : m_plan(plan)
            , m_layers(architecture.layers)
            , m_precision(precision)
            , m_ranges(ranges)
        {
        }

        void run()
        {
            chooseFormats();
            for (Step& step : std::exchange(m_plan.steps, {})) {
                if (isLowered(step))
                    convert(step);
                m_plan.steps.push_back(std::move(step));
            }
        }

    private:
        /// What oneDNN computes: convolutions, and dense layers of a vector, which are convolutions
        /// of one cell. Other operations know float32 only.
        bool isLowered(const Step& step) const
        {
            if (step.kind == Step::Kind::Dense)
                return layerOf(step.source).isVector
                    && (m_precision == Precision::BFloat16 || isClipped(origin(step.source)));
            return step.kind == Step::Kind::Convolution;
        }

        void chooseFormats()
        {
            std::vector<bool> low(m_plan.kept.size(), false);
            for (const Step& step : m_plan.steps)
                low[at(step.result)]
                    = step.kind == Step::Kind::Convolution && !m_plan.kept[at(step.result)];
            for (const Step& step : m_plan.steps) {
                if (isLowered(step))
                    continue;
                low[at(step.source)] = false;
                if (step.addend >= 0)
                    low[at(step.addend)] = false;
            }
            for (std::size_t value = 0; value < low.size(); ++value)
                if (low[value])
                    m_plan.formats[value] = lowFormat(static_cast<int>(value));
            shareScales();
        }

        const LayerSpec& layerOf(int value) const
        {
            return m_layers[at(m_plan.shapedAs[at(value)])];
        }

        /// The layer whose values `value` holds, perhaps fewer or with zeros added.
        const LayerSpec& origin(int value) const
        {
            const LayerSpec* layer = &layerOf(value);
            while (layer->kind == LayerKind::ZeroPadding2D || layer->kind == LayerKind::Identity
                || layer->kind == LayerKind::Flatten || isPooling(layer->kind))
                layer = &m_layers[at(layer->inbound[0])];
            return *layer;
        }

        static bool isClipped(const LayerSpec& layer) { return layer.kind == LayerKind::ReLU; }

        ValueFormat lowFormat(int value) const
        {
            if (m_precision == Precision::BFloat16)
                return { ValueFormat::Type::BFloat16 };
            const LayerSpec& layer = origin(value);
            if (isClipped(layer))
                return clippedFormat(layerOf(value).channels);
            const std::vector<float>& range = m_ranges.at(layer.name).largest;
            return layer.holdsPixels() ? inputFormat(range) : signedFormat(range);
        }

        /// Sums are made in place: what is added up counts in the same steps.
        void shareScales()
        {
            const auto isSum = [this](const Step& step) {
                return step.addend >= 0 && formatOf(step.addend).type == formatOf(step.result).type
                    && !formatOf(step.result).scale.empty();
            };
            for (std::size_t i = m_plan.steps.size(); i-- > 0;) {
                const Step& step = m_plan.steps[i];
                if (!isSum(step))
                    continue;
                std::vector<float>& scale = formatOf(step.addend).scale;
                std::ranges::transform(scale, formatOf(step.result).scale, scale.begin(),
                    [](float a, float b) { return std::max(a, b); });
            }
            for (const Step& step : m_plan.steps)
                if (isSum(step))
                    formatOf(step.result) = formatOf(step.addend);
        }

        ValueFormat& formatOf(int value) { return m_plan.formats[at(value)]; }

        /// Mean of each channel of `value` over the calibration pictures; empty if not measured.
        std::vector<float> meanOf(int value) const
        {
            const auto known = m_ranges.find(origin(value).name);
            return known == m_ranges.end() ? std::vector<float>() : known->second.mean;
        }

        void convert(Step& step)
        {
            // A dense layer reads what was pooled or flattened: other means.
            if (m_layers[at(step.layer)].kind == LayerKind::Conv2D)
                step.sourceMean = meanOf(step.source);
            if (formatOf(step.source).isFloat32())
                step.source = converted(step.source, lowFormat(step.source));
            if (step.addend >= 0 && formatOf(step.addend) != formatOf(step.result))
                step.addend = converted(step.addend, formatOf(step.result));
        }

        /// The value that holds `value` in that format, made by a step put in here at its first
        /// use. A sum in place may use it up: it is then the last to read it.
        int converted(int value, const ValueFormat& format)
        {
            const auto known = std::ranges::find_if(m_converted, [&](const auto& conversion) {
                return conversion.source == value && formatOf(conversion.result) == format;
            });
            if (known != m_converted.end())
                return known->result;
            const int result = static_cast<int>(m_plan.kept.size());
            const int layer = m_plan.shapedAs[at(value)];
            m_plan.kept.push_back(false);
            m_plan.shapedAs.push_back(layer);
            m_plan.formats.push_back(format);
            m_converted.push_back({ .kind = Step::Kind::Conversion,
                .layer = layer,
                .source = value,
                .result = result });
            m_plan.steps.push_back(m_converted.back());
            return result;
        }

        Plan& m_plan;
        const std::vector<LayerSpec>& m_layers;
        Precision m_precision;
        const ActivationRanges& m_ranges;
        std::vector<Step> m_converted; ///< the conversions put in so far
    };

} // namespace

void lowerPrecision(Plan& plan, const Architecture& architecture, Precision precision,
    const ActivationRanges& ranges)
{
    assert(precision != Precision::Float32);
    Rewriting(plan, architecture, precision, ranges).run();
}

} // namespace netlens
