#include "engine/plan.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

namespace netlens {

namespace {

    std::size_t at(int index)
    {
        return static_cast<std::size_t>(index);
    }

    class Lowering {
    public:
        Lowering(const Architecture& architecture, const std::vector<int>& taps)
            : m_layers(architecture.layers)
            , m_consumers(m_layers.size())
            , m_absorbed(m_layers.size(), false)
            , m_origin(m_layers.size())
            , m_classifier(architecture.classifier())
        {
            std::iota(m_origin.begin(), m_origin.end(), 0);
            const std::size_t values = m_layers.size() + 1;
            m_plan.kept.assign(values, false);
            m_plan.formats.resize(values);
            m_plan.shapedAs = m_origin;
            m_plan.shapedAs.push_back(static_cast<int>(m_layers.size()) - 1);
            for (std::size_t i = 0; i < m_layers.size(); ++i)
                for (const int source : m_layers[i].inbound)
                    m_consumers[at(source)].push_back(static_cast<int>(i));
            for (const int tap : taps)
                m_plan.kept[at(tap)] = true;
            m_plan.features = architecture.indexOfLastFeatureMap();
            m_plan.output = static_cast<int>(m_layers.size()) - 1;
            m_plan.kept[0] = true; // so that run() can be called again on the same input
            m_plan.kept[at(m_plan.features)] = true;
            m_plan.kept[at(m_plan.output)] = true;
        }

        Plan run(Blocks blocks) &&
        {
            for (int i = 1; i < static_cast<int>(m_layers.size()); ++i)
                if (!m_absorbed[at(i)])
                    lower(i);
            if (blocks == Blocks::Fused)
                fuseBlocks();
            return std::move(m_plan);
        }

    private:
        // The one layer that reads `layer`, if fusing it there loses no value anyone asked for.
        std::optional<int> follower(int layer, LayerKind kind) const
        {
            const std::vector<int>& readers = m_consumers[at(layer)];
            if (m_plan.kept[at(layer)] || readers.size() != 1
                || m_layers[at(readers[0])].kind != kind)
                return std::nullopt;
            return readers[0];
        }

        void lower(int i)
        {
            const LayerSpec& layer = m_layers[at(i)];
            if (layer.kind == LayerKind::Input)
                return;
            Step step { .layer = i, .source = m_origin[at(layer.inbound[0])], .result = i };
            switch (layer.kind) {
            case LayerKind::Conv2D:
            case LayerKind::DepthwiseConv2D:
                return lowerConvolution(step);
            case LayerKind::ZeroPadding2D:
                if (follower(i, LayerKind::DepthwiseConv2D))
                    return; // absorbed when that convolution is lowered
                step.kind = Step::Kind::ZeroPadding;
                step.padding = layer.padding;
                break;
            case LayerKind::BatchNormalization:
                step.kind = Step::Kind::BatchNormalization;
                break;
            case LayerKind::ReLU:
                step.kind = Step::Kind::Relu6;
                break;
            case LayerKind::Add:
                step.kind = Step::Kind::Add;
                step.source = layer.inbound[1];
                step.addend = layer.inbound[0];
                break;
            case LayerKind::GlobalAveragePooling2D:
                step.kind = Step::Kind::GlobalAverage;
                break;
            case LayerKind::GlobalMaxPooling2D:
                step.kind = Step::Kind::GlobalMax;
                break;
            case LayerKind::Rescaling:
                step.kind = Step::Kind::Rescaling;
                break;
            case LayerKind::Dense:
                return lowerDense(step);
            case LayerKind::Activation:
                step.kind = Step::Kind::Activation;
                break;
            case LayerKind::Identity:
            case LayerKind::Flatten: // the same values in the same order
                if (!m_plan.kept[at(i)]) {
                    m_origin[at(i)] = step.source;
                    return;
                }
                step.kind = Step::Kind::Copy;
                break;
            case LayerKind::Input:
                return;
            }
            m_plan.steps.push_back(step);
        }

        void lowerConvolution(Step step)
        {
            step.kind = Step::Kind::Convolution;
            step.padding = m_layers[at(step.layer)].padding;
            const LayerSpec& before = m_layers[at(step.source)];
            if (before.kind == LayerKind::ZeroPadding2D && !m_plan.kept[at(step.source)]) {
                step.padding = before.padding;
                step.source = before.inbound[0];
            }
            if (const auto norm = follower(step.result, LayerKind::BatchNormalization)) {
                absorb(step, *norm);
                step.batchNorm = *norm;
                if (const auto relu = follower(*norm, LayerKind::ReLU)) {
                    absorb(step, *relu);
                    step.clip = true;
                } else if (const auto sum = follower(*norm, LayerKind::Add)) {
                    absorbAdd(step, *sum);
                }
            }
            m_plan.steps.push_back(step);
        }

        // The sum is made in the skip value's own memory, so that value must not be needed again.
        void absorbAdd(Step& step, int sum)
        {
            const int skip = m_layers[at(sum)].inbound[0];
            const bool skipEndsHere = *std::ranges::max_element(m_consumers[at(skip)]) == sum;
            if (m_plan.kept[at(skip)] || !skipEndsHere)
                return;
            absorb(step, sum);
            step.addend = skip;
        }

        void absorb(Step& step, int layer)
        {
            m_absorbed[at(layer)] = true;
            step.result = layer;
        }

        void lowerDense(Step step)
        {
            const bool linear = m_layers[at(step.layer)].activation == Activation::Linear;
            // The logits outlive their activation; a hidden layer's is applied in place.
            if (step.layer == m_classifier) {
                m_plan.logits = linear ? step.layer : static_cast<int>(m_layers.size());
                m_plan.kept[at(m_plan.logits)] = true;
                step.result = m_plan.logits;
            }
            step.kind = Step::Kind::Dense;
            m_plan.steps.push_back(step);
            if (!linear)
                m_plan.steps.push_back({ .kind = Step::Kind::Activation,
                    .layer = step.layer,
                    .source = step.result,
                    .result = step.layer });
        }

        /// Whether these three steps are a block that nobody wants to look into.
        bool isBlock(std::span<const Step, 3> steps) const
        {
            const Step& expansion = steps[0];
            const Step& depthwise = steps[1];
            const Step& projection = steps[2];
            const auto isFused = [](const Step& step) {
                return step.kind == Step::Kind::Convolution && step.batchNorm >= 0;
            };
            const auto leadsTo = [this](const Step& step, const Step& next) {
                return step.clip && step.result == next.source && !m_plan.kept[at(step.result)]
                    && m_consumers[at(step.result)].size() == 1;
            };
            return std::ranges::all_of(steps, isFused) && leadsTo(expansion, depthwise)
                && leadsTo(depthwise, projection) && !projection.clip
                && m_layers[at(expansion.layer)].kind == LayerKind::Conv2D
                && m_layers[at(depthwise.layer)].kind == LayerKind::DepthwiseConv2D
                && m_layers[at(projection.layer)].kind == LayerKind::Conv2D
                && (projection.addend < 0 || projection.addend == expansion.source);
        }

        void fuseBlocks()
        {
            std::vector<Step> fused;
            const std::span<const Step> steps = m_plan.steps;
            for (std::size_t i = 0; i < steps.size(); ++i) {
                if (i + 3 > steps.size() || !isBlock(steps.subspan(i).first<3>())) {
                    fused.push_back(steps[i]);
                    continue;
                }
                fused.push_back({ .kind = Step::Kind::InvertedResidual,
                    .layer = steps[i].layer,
                    .source = steps[i].source,
                    .result = steps[i + 2].result,
                    .addend = steps[i + 2].addend,
                    .inside = { steps[i], steps[i + 1], steps[i + 2] } });
                i += 2;
            }
            m_plan.steps = std::move(fused);
        }

        const std::vector<LayerSpec>& m_layers;
        std::vector<std::vector<int>> m_consumers;
        std::vector<bool> m_absorbed;
        std::vector<int> m_origin; ///< whose memory holds a layer's output
        std::optional<int> m_classifier;
        Plan m_plan;
    };

} // namespace

Plan makePlan(const Architecture& architecture, const std::vector<int>& taps, Blocks blocks)
{
    return Lowering(architecture, taps).run(blocks);
}

} // namespace netlens
