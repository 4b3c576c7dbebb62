#pragma once

#include "capture/label_log.h"
#include "service/live_service.h"
#include "service/recognition_service.h"

#include <string>

namespace netlens {

/// What frames are recognised with, for the head of a log: model, weights, smoothing, source. Names
/// and numbers are for programs; the source is named without what an address may hide.
/// @param name the model as the window calls it @param smoothing seconds @param threshold 0 … 1
LabelLog::Configuration recordingConfiguration(const ModelState& model, const std::string& name,
    const LiveState& live, double smoothing, double threshold);

} // namespace netlens
