#pragma once

#include "base/result.h"

#include <string>

namespace netlens {

struct CameraFacts {
    std::string name; ///< the driver's, "HD Webcam: HD Webcam"
};

/// Looks whether a device can be filmed with now. Nothing is changed and nothing stays open.
/// Errors: SourceNotFound, SourceDenied, SourceBusy (another program films with it), NotAVideo (no
/// camera, or one of a camera's devices that has no pictures).
Result<CameraFacts> examineCamera(const std::string& path);

/// Whether the device still answers; false when it was unplugged.
bool isCameraThere(const std::string& path);

} // namespace netlens
