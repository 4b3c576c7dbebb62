#pragma once

#include "app/cli/json.h"
#include "app/cli/predictions.h"
#include "capture/label_smoother.h"
#include "model/labels.h"

#include <vector>

namespace netlens::cli {

/// [{"rank", "index", "id", "label", "probability", "logit"}, …]
Json labelsJson(const std::vector<Prediction>& predictions);
/// The same without a logit.
Json labelsJson(const SmoothedLabels& smoothed, const Labels& labels);

} // namespace netlens::cli
