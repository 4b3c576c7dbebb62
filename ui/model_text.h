#pragma once

#include "service/recognition_service.h"
#include "ui/model_choice.h"

#include <QString>

namespace netlens {

/// "1" → "1.0", "0.35" → "0.35": width multipliers as Keras's file names write them.
QString alphaText(double alpha);

/// "1.0 / 224 · ImageNet", for the status bar.
QString modelName(const ModelState& model);

/// "alpha 1.4 without top", "alpha 1.0 with 10 classes": what a weights file was made for.
QString madeForText(const Config& config);

/// "Keras full model (.h5), Keras 2.4.0, float32, 538,708 parameters": what a weights file is.
QString fileText(const WeightsFileInfo& file);

/// One sentence on why a field is locked; empty for Lock::Free.
/// "The file's own layers: Rescaling → MobileNetV2 → GlobalAveragePooling2D → Dense 5, softmax."
QString extrasText(const Config& config);

QString lockText(Lock lock, ModelField field);

/// Why a cell of the grid cannot be chosen.
QString cellText(const ModelChoice& choice, double alpha, int side);

QString activationText(Activation activation);

/// Keras writes class names with underscores.
QString className(const Labels& labels, int classIndex);

/// Counts as people write them: "3.47 M", "300 M", "59,285".
QString shortCount(double count);

} // namespace netlens
