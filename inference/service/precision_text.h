#pragma once

#include "model/precision.h"

#include <QString>

namespace netlens {

/// What people read about a precision on this computer.
struct PrecisionText {
    QString name; ///< "float32", "bfloat16", "8-bit integers"
    QString sentence; ///< what it brings here, or why it cannot be chosen
    bool canBeChosen = true;
};

PrecisionText describePrecision(Precision precision);

} // namespace netlens
