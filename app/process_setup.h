#pragma once

namespace netlens {

/// What both programs need of their process before anything else runs. Call first in main().
///
/// Closed standard streams are opened on /dev/null (a file opened later must not become standard
/// output), a reader that goes away and a file over the allowed size are errors of write() instead
/// of signals, FFmpeg's options are set, OpenCV starts no threads of its own, and text is UTF-8
/// whatever the locale (Qt insists on it and would say so on every start).
void prepareProcess();

/// Makes OpenMP threads that wait sleep instead of spin. libgomp reads OMP_WAIT_POLICY when it is
/// loaded, before main() runs, so the program sets it and starts itself again in place (same
/// process). Returns when the policy is already set, or when starting again does not work.
///
/// Call before reading standard input, and only when more than one thread is wanted: two spinning
/// threads on a busy two-core machine turned 2.7 ms a picture into 400 ms (sleeping: 5.6 ms),
/// while loading the libraries twice costs about 90 ms once.
void ensurePassiveWaiting(char* const arguments[]);

/// Numbers are read and written with a decimal point by every library in the process. Call after
/// the Qt application object has been made, which adopts the user's locale.
void keepDecimalPoint();

} // namespace netlens
