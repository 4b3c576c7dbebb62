#include "engine/primitives.h"

#include "engine/network.h"

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

    constexpr auto kFloat = memory::data_type::f32;
    constexpr auto kForward = dnnl::prop_kind::forward_inference;

    memory::dim dim(std::size_t extent)
    {
        return static_cast<memory::dim>(extent);
    }

    Dims nchw(const MapShape& map)
    {
        return { dim(map.batch), dim(map.channels), dim(map.height), dim(map.width) };
    }

    dnnl::primitive_attr attributes(bool clip)
    {
        dnnl::post_ops after;
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

    convolution_forward::primitive_desc convolutionDescriptor(const dnnl::engine& engine,
        const ConvolutionGeometry& g, bool hasBias, const dnnl::primitive_attr& attr)
    {
        const memory::desc source(nchw(g.in), kFloat, Tag::nhwc);
        const memory::desc result(nchw(g.out), kFloat, Tag::nhwc);
        const Dims kernelDims = g.depthwise
            ? Dims { dim(g.in.channels), 1, 1, g.kernel, g.kernel }
            : Dims { dim(g.out.channels), dim(g.in.channels), g.kernel, g.kernel };
        const memory::desc kernel(kernelDims, kFloat, Tag::any);
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
    memory::desc kerasKernel(const ConvolutionGeometry& g)
    {
        const memory::dim k = g.kernel;
        const memory::dim in = dim(g.in.channels);
        const memory::dim out = dim(g.out.channels);
        if (g.depthwise)
            return { { in, 1, 1, k, k }, kFloat, Dims { 1, in, in, k * in, in } };
        return { { out, in, k, k }, kFloat, Dims { 1, out, k * in * out, in * out } };
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
    memory view(const memory::desc& desc, const float* data) const
    {
        return { desc, engine, const_cast<float*>(data) };
    }

    memory prepared(const memory::desc& from, const float* data, const memory::desc& to)
    {
        memory result(to, engine);
        memory source = view(from, data);
        dnnl::reorder(source, result).execute(stream, source, result);
        stream.wait();
        return result;
    }

    /// What every layer with weights binds: source, destination, weights and scratch.
    template <typename Descriptor>
    std::unique_ptr<Bound> bound(const Descriptor& pd, const dnnl::primitive& primitive,
        std::span<const float> in, std::span<float> out, const memory& weights)
    {
        auto operation = std::make_unique<Bound>(stream, primitive, pd.impl_info_str());
        operation->bind(DNNL_ARG_SRC, view(pd.src_desc(), in.data()));
        operation->bind(DNNL_ARG_DST, view(pd.dst_desc(), out.data()));
        operation->bindWeights(DNNL_ARG_WEIGHTS, weights);
        if (pd.scratchpad_desc().get_size() > 0) {
            scratchUsers.emplace_back(pd.scratchpad_desc(), engine, nullptr);
            operation->bind(DNNL_ARG_SCRATCHPAD, scratchUsers.back());
        }
        return operation;
    }
};

PrimitiveFactory::PrimitiveFactory()
    : m_impl(std::make_unique<Impl>())
{
}

PrimitiveFactory::~PrimitiveFactory() = default;

OwnedOperation PrimitiveFactory::convolution(const ConvolutionGeometry& geometry,
    const FoldedConvolution& weights, std::span<const float> in, std::span<float> out, bool clip)
{
    const bool hasBias = !weights.bias.empty();
    const auto pd = convolutionDescriptor(m_impl->engine, geometry, hasBias, attributes(clip));
    const memory kernel
        = m_impl->prepared(kerasKernel(geometry), weights.kernel.data(), pd.weights_desc());
    auto operation = m_impl->bound(pd, convolution_forward(pd), in, out, kernel);
    if (hasBias)
        operation->bindWeights(
            DNNL_ARG_BIAS, m_impl->prepared(pd.bias_desc(), weights.bias.data(), pd.bias_desc()));
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

std::string instructionSet()
{
    switch (dnnl::get_effective_cpu_isa()) {
    case dnnl::cpu_isa::sse41:
        return "SSE4.1";
    case dnnl::cpu_isa::avx:
        return "AVX";
    case dnnl::cpu_isa::avx2:
        return "AVX2";
    case dnnl::cpu_isa::avx2_vnni:
        return "AVX2 VNNI";
    case dnnl::cpu_isa::avx512_core:
        return "AVX-512";
    case dnnl::cpu_isa::avx512_core_vnni:
        return "AVX-512 VNNI";
    case dnnl::cpu_isa::avx512_core_bf16:
        return "AVX-512 BF16";
    case dnnl::cpu_isa::avx512_core_amx:
        return "AMX";
    default:
        return "other";
    }
}

} // namespace netlens
