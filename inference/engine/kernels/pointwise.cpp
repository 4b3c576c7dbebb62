#include "engine/kernels/pointwise.h"

#include "engine/float_block.h"
#include "engine/kernels/packing.h"

#include <algorithm>
#include <string>

namespace netlens {

namespace {

    /// As Keras stores them: (inputs, channels), row by row, and a bias a channel, or none.
    struct MatrixWeights {
        std::span<const float> kernel;
        std::span<const float> bias;
    };

    /// A matrix product over all pixels; for a dense layer the pixels are the batch.
    class Pointwise final : public Operation {
    public:
        Pointwise(const KernelSet& kernels, WeightArena& arena, const MatrixWeights& weights,
            std::size_t channels, std::span<const float> in, std::span<float> out, bool sum,
            bool clip, Team& team)
            : m_kernels(kernels)
            , m_channels(channels)
            , m_out(out)
            , m_team(team)
        {
            const std::size_t inputs = weights.kernel.size() / channels;
            const std::size_t pixels = out.size() / channels;
            const std::size_t padded = kernels.padded(channels);
            const std::size_t before = arena.bytes();
            const float* bias = packVector(kernels, weights.bias, 0, channels, arena);
            const float* packed
                = packMatrix(kernels, { weights.kernel, channels, 0, inputs, 0, channels }, arena);
            m_ownedBytes = arena.bytes() - before;
            m_isWhole = channels % kernels.channelStep == 0;
            if (!m_isWhole) {
                const std::size_t bytes = pixels * padded * sizeof(float);
                m_padded = FloatBlock(bytes);
                m_ownedBytes += bytes;
            }
            m_matrix = { packed, 1, inputs, m_isWhole ? channels : padded };
            m_product = { .matrix = &m_matrix,
                .bias = bias,
                .addend = sum ? out.data() : nullptr,
                .clip = clip,
                .in = { in.data() },
                .inStride = inputs,
                .out = m_isWhole ? out.data() : m_padded.at(0),
                .outStride = m_matrix.channels,
                .pixels = pixels,
                .panelEnd = kernels.panelsFor(channels).count };
        }

        void run() override
        {
            // All tasks read all pixels, and each weight is read by one.
            const std::size_t tasks = m_team.threads();
            m_team.run(tasks, [&](std::size_t t) {
                MatrixProduct share = m_product;
                share.panelBegin = m_product.panelEnd * t / tasks;
                share.panelEnd = m_product.panelEnd * (t + 1) / tasks;
                multiply(share);
            });
            if (!m_isWhole)
                for (std::size_t p = 0; p < m_product.pixels; ++p)
                    std::copy_n(m_padded.at(0) + p * m_product.outStride, m_channels,
                        m_out.data() + p * m_channels);
        }
        std::string implementation() const override { return "pointwise:" + m_kernels.name; }
        std::size_t ownedBytes() const override { return m_ownedBytes; }

    private:
        void multiply(MatrixProduct product) const
        {
            WeightsAhead ahead;
            product.ahead = &ahead;
            const Parts panels = m_kernels.panelsFor(m_matrix.channels);
            const std::size_t end = product.panelEnd;
            for (std::size_t panel = product.panelBegin; panel < end; ++panel) {
                ahead.follow(m_matrix.weights
                    + panels.begin(panel + 1) * m_kernels.lanes * m_matrix.inputs());
                product.panelBegin = panel;
                product.panelEnd = panel + 1;
                m_kernels.multiply(product);
            }
        }

        KernelSet m_kernels;
        std::size_t m_channels;
        std::span<float> m_out;
        Team& m_team;
        std::size_t m_ownedBytes = 0;
        bool m_isWhole = true; ///< the kernels can write out's channels as they are
        FloatBlock m_padded; ///< out with padded channels, where they cannot
        PanelMatrix m_matrix;
        MatrixProduct m_product;
    };

} // namespace

OwnedOperation makePointwise(const KernelSet& kernels, WeightArena& arena,
    const ConvolutionGeometry& geometry, const FoldedConvolution& weights,
    std::span<const float> in, std::span<float> out, bool sum, bool clip, Team& team)
{
    return std::make_unique<Pointwise>(kernels, arena,
        MatrixWeights { weights.kernel, weights.bias }, geometry.out.channels, in, out, sum, clip,
        team);
}

OwnedOperation makeDense(const KernelSet& kernels, WeightArena& arena,
    std::span<const float> kernel, std::span<const float> bias, std::size_t batch,
    std::span<const float> in, std::span<float> out, Team& team)
{
    return std::make_unique<Pointwise>(kernels, arena, MatrixWeights { kernel, bias },
        out.size() / batch, in, out, false, false, team);
}

} // namespace netlens
