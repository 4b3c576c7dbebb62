#include "engine/kernels/inverted_residual.h"

#include "engine/float_block.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace netlens {

namespace {

    // Pixels projected at once: enough for whole tiles, few enough to stay in the first cache.
    constexpr std::size_t kProjectedPixels = 56;
    // A group's three rows and weights stay in the second cache, its sums are read back seldom.
    // Measured at alpha 1.0, 224: 48 channels take 4 % longer, 192 as long.
    constexpr std::size_t kGroupChannels = 96;
    // With fewer rows for each thread, the rows that two threads would both expand cost more than
    // adding up their groups.
    constexpr std::size_t kFewRows = 14;

    std::size_t at(int index)
    {
        return static_cast<std::size_t>(index);
    }

    /// Rows of the output and groups of channels: what one task makes.
    struct Share {
        std::size_t rowBegin = 0; ///< rows count through all pictures of the batch
        std::size_t rowEnd = 0;
        std::size_t groupBegin = 0;
        std::size_t groupEnd = 0;
    };

    /// What a task needs for itself. Everything is zero at first and what is padding stays so.
    struct Scratch {
        FloatBlock block;
        float* padded = nullptr; ///< three rows of the block's input with Conv1's padding
        float* ring = nullptr; ///< three rows of expanded channels with the depthwise padding
        float* zeros = nullptr; ///< a row of either
        float* depthwise = nullptr; ///< (projected pixels, channels of a group)
        WeightsAhead ahead;
        float* partial = nullptr; ///< like out: the sum of this task's groups
    };

    class InvertedResidual final : public Operation {
    public:
        InvertedResidual(KernelSet kernels, WeightArena& arena, const BlockSpec& spec,
            std::span<const float> in, std::span<float> out, Team& team);

        void run() override;
        std::string implementation() const override { return "fused:" + m_kernels.name; }
        std::size_t ownedBytes() const override { return m_ownedBytes; }

    private:
        void prepareScratch();
        void runShare(const Share& share, Scratch& scratch, float* out, bool isFirst);
        void runRows(const BlockGroup& group, std::size_t picture, std::size_t begin,
            std::size_t end, Scratch& scratch, float* out, const float* bias, const float* addend);
        void expandRow(
            const BlockGroup& group, const float* picture, std::size_t row, Scratch& scratch);

        KernelSet m_kernels;
        ConvolutionGeometry m_expansion;
        ConvolutionGeometry m_depthwise;
        ConvolutionGeometry m_projection;
        bool m_residual;
        const float* m_in;
        std::span<float> m_out;
        Team& m_team;

        bool m_splitGroups = false; ///< among the tasks; else the rows are split
        BlockWeights m_weights;
        std::size_t m_ringRow = 0; ///< floats
        std::size_t m_paddedRow = 0; ///< floats
        std::size_t m_rowsAtOnce = 1;
        std::size_t m_ownedBytes = 0;
        std::vector<Scratch> m_scratch; ///< per task
    };

    InvertedResidual::InvertedResidual(KernelSet kernels, WeightArena& arena, const BlockSpec& spec,
        std::span<const float> in, std::span<float> out, Team& team)
        : m_kernels(std::move(kernels))
        , m_expansion(spec.expansion.geometry)
        , m_depthwise(spec.depthwise.geometry)
        , m_projection(spec.projection.geometry)
        , m_residual(spec.residual)
        , m_in(in.data())
        , m_out(out)
        , m_team(team)
    {
        const std::size_t tasks = team.threads();
        const std::size_t expanded = m_expansion.out.channels;
        const std::size_t rows = m_projection.out.batch * m_projection.out.height;
        m_splitGroups
            = tasks > 1 && m_kernels.vectorsFor(expanded) >= tasks && rows < kFewRows * tasks;
        m_weights = packBlock(m_kernels, spec,
            m_splitGroups ? std::min(kGroupChannels, expanded / tasks) : kGroupChannels, arena);
        m_ownedBytes = m_weights.bytes;
        prepareScratch();
    }

    void InvertedResidual::prepareScratch()
    {
        const ConvolutionGeometry& d = m_depthwise;
        const std::size_t stride = at(d.stride);
        const std::size_t columns
            = std::max(at(d.padding.left) + d.in.width, (d.out.width - 1) * stride + 3);
        m_ringRow = columns * m_weights.groupChannels;
        const ConvolutionGeometry& e = m_expansion;
        if (e.kernel > 1)
            m_paddedRow = e.in.channels
                * std::max(at(e.padding.left) + e.in.width,
                    (e.out.width - 1) * at(e.stride) + at(e.kernel));
        m_rowsAtOnce = std::max<std::size_t>(1, kProjectedPixels / d.out.width);
        const auto rounded = [](std::size_t floats) { return (floats + 15) / 16 * 16; };
        const std::size_t padded = rounded(3 * m_paddedRow);
        const std::size_t ring = rounded(3 * m_ringRow);
        const std::size_t zeros = rounded(std::max(m_ringRow, m_paddedRow));
        const std::size_t depthwise = rounded(m_rowsAtOnce * d.out.width * m_weights.groupChannels);
        const std::size_t partial = m_splitGroups ? rounded(m_out.size()) : 0;
        for (std::size_t t = 0; t < m_team.threads(); ++t) {
            Scratch s;
            const std::size_t bytes = (padded + ring + zeros + depthwise + partial) * sizeof(float);
            s.block = FloatBlock(bytes);
            m_ownedBytes += bytes;
            s.padded = s.block.at(0);
            s.ring = s.padded + padded;
            s.zeros = s.ring + ring;
            s.depthwise = s.zeros + zeros;
            s.partial = s.depthwise + depthwise;
            m_scratch.push_back(std::move(s));
        }
    }

    void InvertedResidual::run()
    {
        const std::size_t rows = m_projection.out.batch * m_projection.out.height;
        const std::size_t groups = m_weights.groups.size();
        const std::size_t tasks = m_scratch.size();
        m_team.run(tasks, [&](std::size_t t) {
            const Share share = m_splitGroups
                ? Share { 0, rows, groups * t / tasks, groups * (t + 1) / tasks }
                : Share { rows * t / tasks, rows * (t + 1) / tasks, 0, groups };
            const bool isPartial = m_splitGroups && t > 0;
            runShare(
                share, m_scratch[t], isPartial ? m_scratch[t].partial : m_out.data(), !isPartial);
        });
        for (std::size_t t = 1; m_splitGroups && t < tasks; ++t)
            m_kernels.add(m_scratch[t].partial, m_out);
    }

    void InvertedResidual::runShare(const Share& share, Scratch& scratch, float* out, bool isFirst)
    {
        const std::size_t height = m_projection.out.height;
        for (std::size_t g = share.groupBegin; g < share.groupEnd; ++g) {
            scratch.ahead.follow(m_weights.groups[g].end);
            // The first group starts from the bias and what the block passes by.
            const bool starts = g == share.groupBegin;
            const float* bias = starts && isFirst ? m_weights.bias : m_weights.noBias;
            const float* addend = !starts ? out : m_residual && isFirst ? m_in : nullptr;
            for (std::size_t row = share.rowBegin; row < share.rowEnd;) {
                const std::size_t picture = row / height;
                const std::size_t end = std::min(share.rowEnd, (picture + 1) * height);
                runRows(m_weights.groups[g], picture, row - picture * height,
                    end - picture * height, scratch, out, bias, addend);
                row = end;
            }
        }
    }

    /// Rows [begin, end) of the output for one picture and one group.
    void InvertedResidual::runRows(const BlockGroup& group, std::size_t picture, std::size_t begin,
        std::size_t end, Scratch& scratch, float* out, const float* bias, const float* addend)
    {
        using Row = std::ptrdiff_t;
        const MapShape& from = m_depthwise.in;
        const MapShape& to = m_depthwise.out;
        const auto stride = static_cast<Row>(m_depthwise.stride);
        const auto height = static_cast<Row>(from.height);
        const float* in = m_in + picture * m_expansion.in.cells() * m_expansion.in.channels;
        const auto top = [&](std::size_t y) {
            return static_cast<Row>(y) * stride - static_cast<Row>(m_depthwise.padding.top);
        };
        Row expanded = std::max<Row>(0, top(begin)); // rows before this one are in the ring
        for (std::size_t y = begin; y < end; y += m_rowsAtOnce) {
            const std::size_t rows = std::min(m_rowsAtOnce, end - y);
            for (std::size_t r = 0; r < rows; ++r) {
                DepthwiseRow work { .taps = group.taps,
                    .vectors = group.channels / m_kernels.lanes,
                    .columnStride = m_weights.groupChannels,
                    .stride = at(m_depthwise.stride),
                    .out = scratch.depthwise + r * to.width * m_weights.groupChannels,
                    .pixels = to.width };
                for (Row i = 0; i < 3; ++i) {
                    const Row row = top(y + r) + i;
                    const bool outside = row < 0 || row >= height;
                    for (; !outside && expanded <= row; ++expanded)
                        expandRow(group, in, static_cast<std::size_t>(expanded), scratch);
                    work.rows[static_cast<std::size_t>(i)] = outside
                        ? scratch.zeros
                        : scratch.ring + static_cast<std::size_t>(row % 3) * m_ringRow;
                }
                m_kernels.depthwise(work);
            }
            const std::size_t place
                = (picture * to.height + y) * to.width * m_projection.out.channels;
            m_kernels.multiply({ .matrix = &group.projection,
                .bias = bias,
                .addend = addend == nullptr ? nullptr : addend + place,
                .in = { scratch.depthwise },
                .inStride = m_weights.groupChannels,
                .out = out + place,
                .outStride = m_projection.out.channels,
                .pixels = rows * to.width,
                .ahead = &scratch.ahead,
                .panelEnd = m_kernels.panelsFor(m_projection.out.channels).count });
        }
    }

    void InvertedResidual::expandRow(
        const BlockGroup& group, const float* picture, std::size_t row, Scratch& scratch)
    {
        const ConvolutionGeometry& e = m_expansion;
        const std::size_t inRow = e.in.width * e.in.channels;
        MatrixProduct product { .matrix = &group.expansion,
            .bias = group.expansionBias,
            .clip = true,
            .inStride = at(e.stride) * e.in.channels,
            .out = scratch.ring + row % 3 * m_ringRow
                + at(m_depthwise.padding.left) * m_weights.groupChannels,
            .outStride = m_weights.groupChannels,
            .pixels = e.out.width,
            .ahead = &scratch.ahead,
            .panelEnd = m_kernels.panelsFor(group.channels).count };
        if (e.kernel == 1) {
            product.in[0] = picture + row * inRow;
        } else {
            for (std::size_t i = 0; i < at(e.kernel); ++i) {
                const std::size_t from = row * at(e.stride) + i - at(e.padding.top);
                float* padded = scratch.padded + i * m_paddedRow;
                product.in[i] = from < e.in.height ? padded : scratch.zeros;
                if (from < e.in.height)
                    std::copy_n(
                        picture + from * inRow, inRow, padded + at(e.padding.left) * e.in.channels);
            }
        }
        m_kernels.multiply(product);
    }

} // namespace

OwnedOperation makeInvertedResidual(const KernelSet& kernels, WeightArena& arena,
    const BlockSpec& spec, std::span<const float> in, std::span<float> out, Team& team)
{
    return std::make_unique<InvertedResidual>(kernels, arena, spec, in, out, team);
}

} // namespace netlens
