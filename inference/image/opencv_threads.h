#pragma once

namespace netlens {

/// OpenCV works in the thread that calls it, here and in the modules. By itself it hands parts of a
/// resize or a conversion to threads and waits, which takes long when others keep the processors
/// busy. Thread rule: call before other threads do.
void keepOpenCvToItsCaller();

} // namespace netlens
