#pragma once

#include "explain/class_activation.h"
#include "frame_stamp.h"
#include "image/decoder.h"
#include "image/preprocess.h"
#include "model/labels.h"
#include "tensor/tensor.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace netlens {

struct Timings {
    double decodeMs = 0;
    double preprocessMs = 0;
    double inferMs = 0;
    double explainMs = 0;
};

/// One picture's answer, complete in itself: the picture, what the network saw of it, its output
/// and the map that explains it. Immutable once made; crosses threads as shared_ptr<const>.
struct Recognition {
    std::uint64_t id = 0; ///< of the request; rises
    std::string name; ///< the file's path, or what the picture was called
    DecodedPicture picture;
    FittedPicture seen; ///< the network's input and where it came from
    /// With a top: `output` after the activation and `logits` before it, (classes).
    /// Without: the feature vector (C) or feature map (H, W, C) in `output`, `logits` empty.
    Tensor output;
    std::vector<float> logits;
    std::shared_ptr<const Labels> labels; ///< one per class; empty without a top
    HeatMap map; ///< of map.classIndex; class-free (−1) without a top
    Timings timings;
    std::optional<FrameStamp> frame {}; ///< of moving pictures

    bool hasClasses() const { return !logits.empty(); }
};

using SharedRecognition = std::shared_ptr<const Recognition>;

} // namespace netlens
