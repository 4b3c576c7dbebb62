#pragma once

#include "app/cli/exit_code.h"

#include <string_view>

namespace netlens::cli {

/// Standard output: results only, each on its way as soon as it is made.
class Results {
public:
    /// False once nothing more can be written. A full disk is reported on standard error; a
    /// reader that has seen enough ("| head") is not an error.
    bool write(std::string_view text);

    /// `code`, unless results were lost.
    ExitCode exitCode(ExitCode code) const;

private:
    bool m_open = true;
    bool m_lost = false;
};

} // namespace netlens::cli
