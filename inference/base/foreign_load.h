#pragma once

namespace netlens {

/// Milliseconds that the processors have worked for other programs than this one since the computer
/// was started, in steps of ten; 0 where the system does not tell.
double foreignWorkMs();

} // namespace netlens
