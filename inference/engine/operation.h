#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace netlens {

/// One prepared step of a network: everything it reads and writes is bound when it is made.
class Operation {
public:
    Operation() = default;
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;
    virtual ~Operation() = default;

    virtual void run() = 0;
    virtual std::string implementation() const = 0;
    /// Bytes of prepared weights and of scratch memory that are this operation's alone.
    virtual std::size_t ownedBytes() const { return 0; }
};

using OwnedOperation = std::unique_ptr<Operation>;

} // namespace netlens
