#pragma once

#include "image/preprocess.h"
#include "ui/model_choice.h"

namespace netlens {

/// Everything the Model dock sets: one state of the undo stack.
struct Setup {
    ModelChoice model;
    Preprocessing preprocessing;

    friend bool operator==(const Setup&, const Setup&) = default;
};

} // namespace netlens
