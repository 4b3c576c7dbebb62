#pragma once

#include "base/result.h"
#include "engine/activation_ranges.h"
#include "model/architecture.h"
#include "model/precision.h"
#include "tensor/tensor.h"
#include "weights/weight_set.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace netlens {

struct NetworkOptions {
    int batch = 1;
    int threads = 1; ///< that share each step; at most as many as there are processors
    /// Keras layer names whose outputs stay readable after run(). Layers that fusion would swallow
    /// (a convolution under its batch-norm, a ReLU6, an add) are then computed on their own; the
    /// rest of the network stays fused.
    std::vector<std::string> taps {};
    /// Of the convolutions. What can be read is float32 in each.
    Precision precision = Precision::Float32;
    /// For Int8: what calibration found for these weights. Without, the network calibrates itself
    /// on drawn pictures, which takes a while.
    std::shared_ptr<const ActivationRanges> ranges {};
};

/// A MobileNetV2 ready to run: weights folded and packed, primitives created, memory
/// planned. run() allocates nothing of its own and can be called again on the same input.
/// Thread rule: build, run and destroy on one thread.
class Network {
public:
    /// @pre weights are complete for the architecture, whose size is static.
    /// Errors: UnknownLayer (a tap), OutOfMemory, Internal.
    static Result<Network> build(const Architecture& architecture, SharedWeights weights,
        const NetworkOptions& options = {});

    /// Another one of the same, for another thread, which calls this: that thread's to run and
    /// destroy. In float32 the two share the prepared weights. This one may run meanwhile.
    /// Errors: OutOfMemory, Internal.
    Result<Network> twin() const;

    Network(Network&&) noexcept;
    Network& operator=(Network&&) noexcept;
    ~Network();

    /// The input to fill before run(): batch × height × width × channels, NHWC.
    std::span<float> input();
    void run();
    /// run(), telling the milliseconds of each step, in the order of steps().
    /// @pre stepMs has one element for each.
    void runTimed(std::span<double> stepMs);

    /// The model's output, batch first: (N, classes), (N, C) or (N, H, W, C).
    std::span<const float> output() const;
    Shape outputShape() const;
    /// The classifier before its activation, (N, classes); empty without a top.
    std::span<const float> logits() const;
    /// out_relu, (N, H, W, C): what class activation maps are made of.
    std::span<const float> features() const;
    Shape featuresShape() const;
    /// A tapped layer's output and its shape, batch first.
    std::span<const float> tap(std::string_view layer) const;
    Shape tapShape(std::string_view layer) const;

    /// The team's size: as asked, but not more than the machine gives.
    int threads() const;
    /// Bytes held for activations, scratch and prepared weights; a twin's without those it shares.
    std::size_t memoryBytes() const;
    /// The implementation's name per fused step, for the curious and for tests.
    struct StepInfo {
        std::string layers; ///< "block_1_expand + BN + relu"
        std::string implementation; ///< "fused:AVX3", oneDNN's "brgconv:avx512_core"
        std::int64_t macs = 0; ///< multiply-adds of a run, of the whole batch
    };
    std::vector<StepInfo> steps() const;

private:
    struct Impl;
    static Result<Network> make(const Architecture& architecture, SharedWeights weights,
        const NetworkOptions& options, const Impl* original);
    explicit Network(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

/// The instruction set oneDNN will use here ("AVX-512 BF16", "AVX2", …).
std::string instructionSet();

} // namespace netlens
