#pragma once

#include "base/result.h"
#include "model/architecture.h"
#include "weights/stored_model.h"

#include <optional>
#include <string>

namespace netlens {

/// The configuration whose weights have exactly the stored shapes. Alpha is `alphaHint` if that
/// fits, else an official one, else the roundest number up to 3 that does (many alphas give the
/// same widths). Input size, activation and (but for its layer's name) pooling are not in the
/// shapes and keep their defaults. Errors: WeightsMismatch saying why it is no MobileNetV2.
Result<Config> configFromShapes(
    const StoredModel& model, std::optional<double> alphaHint = std::nullopt);

/// `draft` with the alpha, found as above, whose weights have exactly the stored shapes.
/// @param filters Conv1's. Errors: WeightsMismatch.
Result<Config> withAlpha(
    const StoredModel& model, Config draft, std::int64_t filters, std::optional<double> alphaHint);

/// What the file is and why it does not fit, for logs: "made for alpha 1.4 without top (Conv1 has
/// 48 filters; alpha 1.0 has 32)"; `why` alone when the file is no MobileNetV2.
std::string describeMismatch(
    const StoredModel& model, const Architecture& wanted, const std::string& why);

} // namespace netlens
