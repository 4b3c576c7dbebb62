#include "app/cli/results.h"

#include "app/cli/messages.h"

#include <cerrno>
#include <string>
#include <system_error>

#include <unistd.h>

namespace netlens::cli {

bool Results::write(std::string_view text)
{
    while (m_open && !text.empty()) {
        const ssize_t written = ::write(STDOUT_FILENO, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            m_open = false;
            m_lost = errno != EPIPE;
            if (m_lost)
                complain(std::string("standard output: ") + std::generic_category().message(errno)
                    + "; the results are incomplete");
        }
    }
    return m_open;
}

ExitCode Results::exitCode(ExitCode code) const
{
    return m_lost && code == ExitCode::Done ? ExitCode::SomeFailed : code;
}

} // namespace netlens::cli
