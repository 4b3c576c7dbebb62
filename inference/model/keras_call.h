#pragma once

#include "base/result.h"
#include "model/config.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace netlens {

/// The arguments of one call of tf.keras.applications.MobileNetV2, as Python would pass them: also
/// the ones that no Config can hold, because Keras has words for them.
struct KerasCall {
    /// A tuple of numbers and None.
    using Extents = std::vector<std::optional<int>>;

    std::optional<Extents> inputShape;
    std::variant<double, std::int64_t, std::string> alpha = 1.0;
    bool includeTop = true;
    std::optional<std::string> weights = "imagenet"; ///< nothing is None
    std::optional<Extents> inputTensor; ///< its height, width and channels
    std::optional<std::string> pooling; ///< an unknown one counts as None
    std::int64_t classes = 1000;
    std::optional<std::string> classifierActivation = "softmax"; ///< None is linear
    /// Any other keyword with the text Python prints for its value.
    std::vector<std::pair<std::string, std::string>> unknown;
};

struct ResolvedCall {
    Config config;
    WeightsChoice weights;
    Validation validation;
};

/// What Keras makes of a call: its checks in its order. Errors: IllegalConfiguration and
/// FileNotFound with Keras's text as detail, LimitExceeded.
/// Source: keras/applications/mobilenet_v2.py (r2.4), MobileNetV2.
Result<ResolvedCall> resolve(const KerasCall& call);

/// The input_shape Keras assumes where only an input tensor is given: it decides which official
/// file is asked for and what the model is called, while the graph takes the tensor's size.
InputShape shapeBesideTensor(const InputShape& tensor, bool includeTop);

} // namespace netlens
