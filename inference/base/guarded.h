#pragma once

#include "base/result.h"

#include <exception>
#include <new>
#include <string>

namespace netlens {

/// What `call` returns, or the exception it threw as an error: for threads, which have nobody to
/// throw to. Errors: the call's, OutOfMemory, Internal.
template <typename Call>
auto guarded(const std::string& subject, const Call& call) -> decltype(call())
{
    try {
        return call();
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory, subject);
    } catch (const std::exception& error) {
        return makeError(ErrorCode::Internal, subject, error.what());
    }
}

} // namespace netlens
