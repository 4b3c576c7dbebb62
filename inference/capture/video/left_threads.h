#pragma once

#include <functional>
#include <thread>

namespace netlens {

/// Lets a thread that cannot be interrupted end by itself. When the program ends first, it ends
/// without what exit() does to global objects, which that thread may be using.
/// @param isDone whether the thread is past its last use of anything; any thread may ask.
void leaveThread(std::thread thread, std::function<bool()> isDone);

} // namespace netlens
