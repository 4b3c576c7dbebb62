#include "engine/low_operations.h"

#include "engine/precision_support.h"
#include "engine/quantisation.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace netlens {

namespace {

    TypedData typed(const FormattedValue& value)
    {
        return { value.data, value.format.type };
    }

} // namespace

OwnedOperation makeLowConvolution(PrimitiveFactory& primitives, const ConvolutionGeometry& geometry,
    FoldedConvolution weights, FormattedValue in, FormattedValue out, bool sum, bool clip)
{
    if (in.format.type == ValueFormat::Type::BFloat16) {
        if (geometry.depthwise)
            roundKeepingSums(weights.kernel, geometry.in.channels);
        return primitives.convolution(geometry, weights, typed(in), typed(out), sum, clip);
    }
    weights.bias.resize(geometry.out.channels);
    const QuantisedConvolution quantised = quantise(weights, geometry.depthwise, in.format.scale,
        out.format.scale, largestInt8Weight(), in.mean);
    return primitives.convolution(geometry, quantised, typed(in), typed(out), sum, clip);
}

OwnedOperation makeConversion(
    PrimitiveFactory& primitives, const MapShape& map, FormattedValue in, FormattedValue out)
{
    const std::vector<float>& from = in.format.scale;
    const std::vector<float>& to = out.format.scale;
    std::vector<float> factors(std::max(from.size(), to.size()), 1);
    for (std::size_t c = 0; c < factors.size(); ++c)
        factors[c] = (from.empty() ? 1 : from[c]) / (to.empty() ? 1 : to[c]);
    if (std::ranges::adjacent_find(factors, std::ranges::not_equal_to()) == factors.end())
        factors.resize(std::min<std::size_t>(factors.size(), 1)); // one for all is faster
    return primitives.conversion(map, typed(in), typed(out), factors);
}

} // namespace netlens
