#pragma once

#include <pthread.h>

namespace netlens {

/// What debuggers and `top -H` call the thread that calls this. @param name 15 letters at most
inline void nameThread(const char* name)
{
    ::pthread_setname_np(::pthread_self(), name);
}

} // namespace netlens
