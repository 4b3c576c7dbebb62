#pragma once

#include <string_view>

namespace netlens {

enum class LayerKind {
    Input,
    Conv2D,
    DepthwiseConv2D,
    BatchNormalization,
    ReLU, ///< max_value 6
    ZeroPadding2D,
    Add,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    Dense,

    // Only around the network, in models made by transfer learning.
    Rescaling, ///< x · scale + offset, also the arithmetic preprocess_input becomes in a graph
    Identity, ///< does nothing when predicting: Dropout, RandomFlip, …
    Flatten,
    Activation,
};

/// Keras's class name ("InputLayer", "Conv2D", …).
std::string_view kerasTypeName(LayerKind kind);

} // namespace netlens
