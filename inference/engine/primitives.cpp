#include "engine/primitives.h"

#include <oneapi/dnnl/dnnl.hpp>
#include <oneapi/dnnl/dnnl_version.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace netlens {

namespace {

    using dnnl::convolution_forward;
    using dnnl::memory;
    using Dims = memory::dims;
    using Tag = memory::format_tag;

    using DataType = memory::data_type;

    constexpr auto kFloat = DataType::f32;
    constexpr int kChannels = 1 << 1; ///< mask of scales: one for each element of dimension 1
    constexpr auto kForward = dnnl::prop_kind::forward_inference;

    memory::dim dim(std::size_t extent)
    {
        return static_cast<memory::dim>(extent);
    }

    Dims nchw(const MapShape& map)
    {
        return { dim(map.batch), dim(map.channels), dim(map.height), dim(map.width) };
    }

    DataType dataType(ValueFormat::Type type)
    {
        switch (type) {
        case ValueFormat::Type::Float32:
            return DataType::f32;
        case ValueFormat::Type::BFloat16:
            return DataType::bf16;
        case ValueFormat::Type::Signed8:
            return DataType::s8;
        case ValueFormat::Type::Unsigned8:
            return DataType::u8;
        }
        return kFloat;
    }

    dnnl::primitive_attr attributes(bool sum, bool clip)
    {
        dnnl::post_ops after;
        if (sum)
            after.append_sum(1.0F);
        if (clip) {
#if DNNL_VERSION_MAJOR >= 3
            after.append_eltwise(dnnl::algorithm::eltwise_clip, 0.0F, 6.0F);
#else
            after.append_eltwise(1.0F, dnnl::algorithm::eltwise_clip, 0.0F, 6.0F);
#endif
        }
        dnnl::primitive_attr attr;
        attr.set_post_ops(after);
        attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
        return attr;
    }

    struct ConvolutionTypes {
        DataType source = kFloat;
        DataType kernel = kFloat;
        DataType result = kFloat;
    };

    convolution_forward::primitive_desc convolutionDescriptor(const dnnl::engine& engine,
        const ConvolutionGeometry& g, const ConvolutionTypes& types, bool hasBias,
        const dnnl::primitive_attr& attr)
    {
        const memory::desc source(nchw(g.in), types.source, Tag::nhwc);
        const memory::desc result(nchw(g.out), types.result, Tag::nhwc);
        const Dims kernelDims = g.depthwise
            ? Dims { dim(g.in.channels), 1, 1, g.kernel, g.kernel }
            : Dims { dim(g.out.channels), dim(g.in.channels), g.kernel, g.kernel };
        const memory::desc kernel(kernelDims, types.kernel, Tag::any);
        const memory::desc bias
            = hasBias ? memory::desc({ dim(g.out.channels) }, kFloat, Tag::x) : memory::desc();
        const Dims strides { g.stride, g.stride };
        const Dims before { g.padding.top, g.padding.left };
        const Dims after { g.padding.bottom, g.padding.right };
        constexpr auto algorithm = dnnl::algorithm::convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
        return { engine, kForward, algorithm, source, kernel, bias, result, strides, before, after,
            attr };
#else
        return { convolution_forward::desc(
                     kForward, algorithm, source, kernel, bias, result, strides, before, after),
            attr, engine };
#endif
    }

    /// Keras's HWIO (or HWC1) as strides over oneDNN's dimension order.
    memory::desc kerasKernel(const ConvolutionGeometry& g, DataType type)
    {
        const memory::dim k = g.kernel;
        const memory::dim in = dim(g.in.channels);
        const memory::dim out = dim(g.out.channels);
        if (g.depthwise)
            return { { in, 1, 1, k, k }, type, Dims { 1, in, in, k * in, in } };
        return { { out, in, k, k }, type, Dims { 1, out, k * in * out, in * out } };
    }

    /// A primitive with its arguments bound. The argument array is made once, so that run() builds
    /// no map of them.
    class Bound final : public Operation {
    public:
        Bound(dnnl::stream stream, dnnl::primitive primitive, std::string implementation)
            : m_stream(std::move(stream))
            , m_primitive(std::move(primitive))
            , m_implementation(std::move(implementation))
        {
        }

        void bind(int argument, const memory& value)
        {
            m_memories.push_back(value);
            m_arguments.push_back({ argument, value.get() });
        }
        void bindWeights(int argument, const memory& value)
        {
            bind(argument, value);
            m_ownedBytes += value.get_desc().get_size();
        }

        void run() override
        {
            dnnl::error::wrap_c_api(dnnl_primitive_execute(m_primitive.get(), m_stream.get(),
                                        static_cast<int>(m_arguments.size()), m_arguments.data()),
                "oneDNN could not execute a prepared primitive");
        }
        std::string implementation() const override { return m_implementation; }
        std::size_t ownedBytes() const override { return m_ownedBytes; }

    private:
        dnnl::stream m_stream;
        dnnl::primitive m_primitive;
        std::string m_implementation;
        std::vector<memory> m_memories; // keeps alive what m_arguments points to
        std::vector<dnnl_exec_arg_t> m_arguments;
        std::size_t m_ownedBytes = 0;
    };

} // namespace

struct PrimitiveFactory::Impl {
    dnnl::engine engine { dnnl::engine::kind::cpu, 0 };
    dnnl::stream stream { engine };
    memory scratch;
    std::vector<memory> scratchUsers;

    // oneDNN takes non-const pointers for what it only reads.
    memory view(const memory::desc& desc, const void* data) const
    {
        return { desc, engine, const_cast<void*>(data) };
    }

    memory prepared(const memory::desc& from, const void* data, const memory::desc& to)
    {
        memory result(to, engine);
        memory source = view(from, data);
        dnnl::reorder(source, result).execute(stream, source, result);
        stream.wait();
        return result;
    }

    /// @param kernel in Keras's layout. @param bias may be empty.
    std::unique_ptr<Bound> bound(const convolution_forward::primitive_desc& pd,
        const memory::desc& kernelDesc, const void* kernel, std::span<const float> bias,
        TypedData in, TypedData out)
    {
        auto operation
            = std::make_unique<Bound>(stream, convolution_forward(pd), pd.impl_info_str());
        operation->bind(DNNL_ARG_SRC, view(pd.src_desc(), in.data));
        operation->bind(DNNL_ARG_DST, view(pd.dst_desc(), out.data));
        operation->bindWeights(DNNL_ARG_WEIGHTS, prepared(kernelDesc, kernel, pd.weights_desc()));
        if (!bias.empty())
            operation->bindWeights(
                DNNL_ARG_BIAS, prepared(pd.bias_desc(), bias.data(), pd.bias_desc()));
        bindScratch(*operation, pd.scratchpad_desc());
        return operation;
    }

#if DNNL_VERSION_MAJOR >= 3
    void bindScales(Bound& operation, int argument, const std::vector<float>& scales)
    {
        const memory::desc desc({ dim(scales.size()) }, kFloat, Tag::x);
        operation.bindWeights(DNNL_ARG_ATTR_SCALES | argument, prepared(desc, scales.data(), desc));
    }
#endif

    void bindScratch(Bound& operation, const memory::desc& desc)
    {
        if (desc.get_size() == 0)
            return;
        scratchUsers.emplace_back(desc, engine, nullptr);
        operation.bind(DNNL_ARG_SCRATCHPAD, scratchUsers.back());
    }
};

PrimitiveFactory::PrimitiveFactory()
    : m_impl(std::make_unique<Impl>())
{
}

PrimitiveFactory::~PrimitiveFactory() = default;

OwnedOperation PrimitiveFactory::convolution(const ConvolutionGeometry& geometry,
    const FoldedConvolution& weights, TypedData in, TypedData out, bool sum, bool clip)
{
    const DataType source = dataType(in.type);
    const auto pd = convolutionDescriptor(m_impl->engine, geometry,
        { source, source, dataType(out.type) }, !weights.bias.empty(), attributes(sum, clip));
    return m_impl->bound(
        pd, kerasKernel(geometry, kFloat), weights.kernel.data(), weights.bias, in, out);
}

OwnedOperation PrimitiveFactory::convolution(const ConvolutionGeometry& geometry,
    const QuantisedConvolution& weights, TypedData in, TypedData out, bool sum, bool clip)
{
    dnnl::primitive_attr attr = attributes(sum, clip && out.type == ValueFormat::Type::Float32);
    std::vector<float> bias = weights.bias;
#if DNNL_VERSION_MAJOR >= 3
    attr.set_scales_mask(DNNL_ARG_WEIGHTS, geometry.depthwise ? 3 : 1);
#else
    attr.set_output_scales(kChannels, weights.multiplier);
    for (std::size_t c = 0; c < bias.size(); ++c)
        bias[c] /= weights.multiplier[c]; // it is added before the scale
#endif
    const auto pd = convolutionDescriptor(m_impl->engine, geometry,
        { dataType(in.type), DataType::s8, dataType(out.type) }, true, attr);
    auto operation = m_impl->bound(
        pd, kerasKernel(geometry, DataType::s8), weights.kernel.data(), bias, in, out);
#if DNNL_VERSION_MAJOR >= 3
    m_impl->bindScales(*operation, DNNL_ARG_WEIGHTS, weights.multiplier);
#endif
    return operation;
}

OwnedOperation PrimitiveFactory::conversion(
    const MapShape& map, TypedData in, TypedData out, const std::vector<float>& factors)
{
    const bool isPerChannel = factors.size() > 1;
    const auto described = [&](ValueFormat::Type type) {
        return isPerChannel ? memory::desc(nchw(map), dataType(type), Tag::nhwc)
                            : memory::desc({ dim(map.count()) }, dataType(type), Tag::x);
    };
    const memory::desc from = described(in.type);
    const memory::desc to = described(out.type);
    dnnl::primitive_attr attr;
    attr.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    const int mask = isPerChannel ? kChannels : 0;
#if DNNL_VERSION_MAJOR >= 3
    if (!factors.empty())
        attr.set_scales_mask(DNNL_ARG_SRC, mask);
#else
    if (!factors.empty())
        attr.set_output_scales(mask, factors);
#endif
    const dnnl::reorder::primitive_desc pd(m_impl->engine, from, m_impl->engine, to, attr);
    auto operation = std::make_unique<Bound>(m_impl->stream, dnnl::reorder(pd), pd.impl_info_str());
    operation->bind(DNNL_ARG_FROM, m_impl->view(from, in.data));
    operation->bind(DNNL_ARG_TO, m_impl->view(to, out.data));
#if DNNL_VERSION_MAJOR >= 3
    if (!factors.empty())
        m_impl->bindScales(*operation, DNNL_ARG_SRC, factors);
#endif
    m_impl->bindScratch(*operation, pd.scratchpad_desc());
    return operation;
}

std::size_t PrimitiveFactory::bindScratch()
{
    std::size_t largest = 0;
    memory::desc desc;
    for (const memory& user : m_impl->scratchUsers) {
        if (user.get_desc().get_size() > largest) {
            desc = user.get_desc();
            largest = desc.get_size();
        }
    }
    if (largest > 0) {
        m_impl->scratch = memory(desc, m_impl->engine);
        for (memory& user : m_impl->scratchUsers)
            user.set_data_handle(m_impl->scratch.get_data_handle());
    }
    return largest;
}

} // namespace netlens
