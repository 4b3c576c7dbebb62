#pragma once

#include "base/error.h"

#include <QString>

namespace netlens {

/// An Error in the user's language.
struct ErrorText {
    QString what; ///< one sentence for a window: "cat.jpg: this is not a picture…"
    QString problem; ///< the same without the subject, for programs that print it themselves
    QString advice; ///< one sentence: what to do next
    QString detail; ///< the Error's own English detail (numbers, Keras's text); may be empty
};

ErrorText describeError(const Error& error);

} // namespace netlens
