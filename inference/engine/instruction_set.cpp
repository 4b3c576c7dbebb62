#include "engine/network.h"
#include "engine/precision_support.h"

#include <oneapi/dnnl/dnnl.hpp>

namespace netlens {

namespace {

    /// What a processor can do for each precision.
    struct Abilities {
        bool runsBFloat16 = false; ///< oneDNN has more than its reference implementation
        bool multipliesBFloat16 = false;
        bool multipliesInt8 = false; ///< VNNI
    };

    Abilities abilities()
    {
        switch (dnnl::get_effective_cpu_isa()) {
        case dnnl::cpu_isa::avx512_core_bf16:
        case dnnl::cpu_isa::avx512_core_amx:
            return { true, true, true };
        case dnnl::cpu_isa::avx512_core_vnni:
            return { true, false, true };
        case dnnl::cpu_isa::avx512_core:
            return { true, false, false };
        case dnnl::cpu_isa::avx2_vnni:
            return { false, false, true };
        case dnnl::cpu_isa::sse41:
        case dnnl::cpu_isa::avx:
        case dnnl::cpu_isa::avx2:
            return {};
        default: // newer than this table
            return { true, true, true };
        }
    }

} // namespace

PrecisionSupport precisionSupport(Precision precision)
{
    const Abilities can = abilities();
    switch (precision) {
    case Precision::Float32:
        return PrecisionSupport::Native;
    case Precision::BFloat16:
        if (!can.runsBFloat16)
            return PrecisionSupport::Unavailable;
        return can.multipliesBFloat16 ? PrecisionSupport::Native : PrecisionSupport::NoFaster;
    case Precision::Int8:
        return can.multipliesInt8 ? PrecisionSupport::Native : PrecisionSupport::NoFaster;
    }
    return PrecisionSupport::Unavailable;
}

int largestInt8Weight()
{
    return abilities().multipliesInt8 ? 127 : 63;
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
