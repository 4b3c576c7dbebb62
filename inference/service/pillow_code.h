#pragma once

#include "service/keras_code.h"

#include <string>
#include <string_view>
#include <vector>

/// The parts of a Python script.
namespace netlens::script {

using Lines = std::vector<std::string>;

std::string pythonText(std::string_view text); ///< in quotes
std::string pythonPath(const std::string& path); ///< absolute, in quotes

/// From the picture's file to `x`, the network's input: what decodePicture(), fitPicture() and
/// toNetworkInput() do, with Pillow and, unless the model scales pixels itself, preprocess_input.
Lines pillowCode(const Config& config, const Preprocessing& how, const ScriptPicture& picture);

} // namespace netlens::script
