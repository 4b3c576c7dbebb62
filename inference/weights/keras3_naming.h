#pragma once

#include "model/architecture.h"

#include <string>
#include <string_view>
#include <vector>

namespace netlens {

/// The Keras 3 whose files are written.
inline constexpr const char* kKeras3Version = "3.16.0";

/// "ZeroPadding2D" -> "zero_padding2d", "ReLU" -> "re_lu".
/// Source: keras/src/utils/naming.py, to_snake_case.
std::string snakeCase(std::string_view className);

/// The layer's name in a model of Keras 3: the one it has here, except for an input that Keras
/// named itself ("input_1" -> "input_layer").
std::string keras3LayerName(const LayerSpec& layer);

/// For every layer the group below /layers that holds it: its class, and from the second layer of
/// a class on a number ("conv2d", "conv2d_1", …).
std::vector<std::string> keras3GroupNames(const Architecture& architecture);

} // namespace netlens
