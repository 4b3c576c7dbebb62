#pragma once

#include <string>
#include <string_view>

namespace netlens {

/// Today's Keras name of a layer that may carry one of the names of 2018, which the official files
/// keep: mobl3_conv_3_expand (also mobl3_conv_expand) -> block_3_expand,
/// bn0_conv_0_bn_project (also bn0_conv_bn_project) -> expanded_conv_project_BN,
/// Logits -> predictions. Any other name comes back unchanged.
std::string currentLayerName(std::string_view name);

} // namespace netlens
