#pragma once

#include "model/config.h"
#include "model/layer_kind.h"
#include "tensor/tensor.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace netlens {

struct Padding {
    int top = 0;
    int bottom = 0;
    int left = 0;
    int right = 0;

    friend bool operator==(const Padding&, const Padding&) = default;
};

/// One weight tensor a layer owns, in Keras's order and layout.
struct WeightSpec {
    std::string name; ///< "kernel", "depthwise_kernel", "gamma", "beta", "moving_mean", …
    Shape shape; ///< HWIO, HWC1, (in, out) or (channels)
    bool trainable = true;

    std::int64_t count() const { return static_cast<std::int64_t>(elementCount(shape)); }
};

/// One Keras layer. Height and width are InputShape::kDynamic in a dynamic model.
struct LayerSpec {
    std::string name; ///< Keras's, r2.4 ("block_1_expand", "global_average_pooling2d")
    LayerKind kind = LayerKind::Input;
    std::vector<int> inbound; ///< indices of the layers it reads
    int height = 0; ///< of the output; 1 × 1 for vectors
    int width = 0;
    std::int64_t channels = 0;
    bool isVector = false; ///< output shape is (batch, channels)

    int kernel = 1; ///< side of the square window (convolutions)
    int stride = 1;
    Padding padding; ///< actual zeros added by this layer (convolution "same" or ZeroPadding2D)
    bool same = false; ///< Keras's padding argument, "same" or "valid" (convolutions)
    Activation activation = Activation::Linear; ///< Dense and Activation
    double epsilon = 1e-3; ///< BatchNormalization
    std::vector<double> scale; ///< Rescaling: one, or one per channel
    std::vector<double> offset; ///< Rescaling: as many
    std::string typeName; ///< Keras's class where kind does not say it ("Dropout")

    std::vector<WeightSpec> weights;
    std::int64_t macs = 0; ///< multiply-adds for one picture; 0 in a dynamic model

    std::int64_t parameterCount() const;
    /// Whether its output are the picture's values, which may be scaled.
    bool holdsPixels() const { return kind == LayerKind::Input || kind == LayerKind::Rescaling; }
    /// Keras's class name.
    std::string_view type() const { return typeName.empty() ? kerasTypeName(kind) : typeName; }
};

/// The layers of one MobileNetV2 in Keras's model.layers order. `inbound` always points back.
struct Architecture {
    Config config;
    std::string name; ///< "mobilenetv2_1.00_224"
    std::vector<LayerSpec> layers;

    std::int64_t parameterCount() const;
    std::int64_t trainableCount() const;
    std::int64_t macs() const;
    /// Index of the layer of that name; nothing if there is none.
    std::optional<int> find(std::string_view layer) const;
    int indexOfLastFeatureMap() const; ///< out_relu
    /// The last Dense layer, whose output before its activation are the logits; nothing without.
    std::optional<int> classifier() const;
    /// Whether some window is larger than what it looks at, so that nothing is left of a picture.
    bool vanishes() const;
};

/// Keras's _make_divisible(v, 8): nearest multiple of 8, never under 90 % of v.
std::int64_t makeDivisible(double value);

/// The layer table of a configuration. Never fails: call validate() first for configurations
/// that come from outside. `rows` is what Keras puts in the name (validate() says which);
/// without it the height is used ("None" when dynamic).
/// Source: keras/applications/mobilenet_v2.py (r2.4), Sandler et al. 2018, table 2.
Architecture describe(const Config& config, std::optional<int> rows = std::nullopt);

/// The same weights and names for a runtime size: the table of a dynamic model (height or width
/// kDynamic) at height × width, with the padding Keras's dynamic graph uses (stride-2 blocks
/// always pad bottom and right, so odd sizes round down where a static model rounds up).
Architecture atSize(const Architecture& dynamic, int height, int width);

} // namespace netlens
