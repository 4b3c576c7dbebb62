#pragma once

#include "service/recognition_service.h"

#include <string>

namespace netlens {

/// The picture a script is to look at.
struct ScriptPicture {
    std::string path; ///< empty: there is none, or it is no file; the script then names a stand-in
    int reduction = 1; ///< of the decoded picture: a script reads it in full, and says so
    bool isTensor = false; ///< a .npy file with the network's own input
};

/// A Python script that does in Keras what this program does: the same model, the picture prepared
/// with Pillow to the same bytes, the `top` most probable classes or the features. It needs
/// TensorFlow, NumPy and Pillow 9.1, and runs as it is.
/// Not the same: random weights (they have other random numbers), large JPEG pictures that were
/// decoded reduced, and 16-bit pictures (Pillow clips what is scaled here).
std::string kerasCode(
    const ModelState& model, const Preprocessing& how, const ScriptPicture& picture, int top);

} // namespace netlens
