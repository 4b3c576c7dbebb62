#pragma once

#include "recognition.h"

#include <string>

namespace netlens {

/// What was recognised, for programs: the picture's name and size, the model, the most probable
/// classes with logits, and of a frame its number, its time and the smoothed classes.
/// @param model as the window calls it
std::string recognitionJson(const Recognition& recognition, const std::string& model, int top);

} // namespace netlens
