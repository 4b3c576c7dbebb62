#pragma once

namespace netlens::cli {

/// What the program reports to the shell.
enum class ExitCode {
    Done = 0,
    SomeFailed = 1, ///< some inputs or outputs failed, each named on stderr; the rest is done
    BadCommandLine = 2, ///< unknown option, value that does not parse, missing operand
    NoModel = 3, ///< illegal configuration; weights missing, damaged or made for another model
};

} // namespace netlens::cli
