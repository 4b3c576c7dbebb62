#include "app/cli/fetch_progress.h"

#include "app/cli/messages.h"
#include "model/config.h"

#include <cmath>
#include <cstdio>

#include <unistd.h>

namespace netlens::cli {

namespace {

    // Carriage return, and erase to the end of the line.
    constexpr const char* kLineStart = "\r\033[K";

    /// "0.35_96.h5": the line has to fit in a terminal of 80 columns, or it could not be taken
    /// back.
    std::string shortName(const std::string& fileName)
    {
        const std::size_t last = fileName.rfind("kernels_");
        return last == std::string::npos ? fileName : fileName.substr(last + 8);
    }

    std::string megabytes(double bytes)
    {
        return pythonFloat(std::round(bytes / 1e5) / 10);
    }

    std::string receivedText(const StoreProgress& progress)
    {
        const auto received = static_cast<double>(progress.received);
        std::string text = megabytes(received);
        if (const double total = static_cast<double>(progress.total.value_or(0)); total > 0)
            text = std::to_string(static_cast<int>(received / total * 100)) + " %  " + text + " of "
                + megabytes(total);
        text += " MB";
        if (progress.bytesPerSecond > 0)
            text += "  " + megabytes(progress.bytesPerSecond) + " MB/s";
        return text;
    }

} // namespace

std::string progressText(const StoreProgress& progress)
{
    std::string name = shortName(progress.fileName) + "  ";
    switch (progress.stage) {
    case StoreProgress::Stage::Waiting:
        return name + "another program is downloading it; waiting";
    case StoreProgress::Stage::Connecting:
        return name + "connecting";
    case StoreProgress::Stage::Receiving:
        return name + receivedText(progress);
    case StoreProgress::Stage::Pausing:
        return name + "the connection broke; trying again";
    case StoreProgress::Stage::Verifying:
        return name + "verifying";
    }
    return name;
}

FetchProgress::FetchProgress()
    : m_isTerminal(isatty(STDERR_FILENO) == 1)
{
}

FetchProgress::~FetchProgress()
{
    if (m_isTerminal && m_stage)
        std::fputs(kLineStart, stderr);
}

void FetchProgress::show(const StoreProgress& progress)
{
    const bool isNew = m_stage != progress.stage;
    m_stage = progress.stage;
    if (m_isTerminal)
        std::fputs((kLineStart + progressText(progress)).c_str(), stderr);
    else if (isNew && progress.stage == StoreProgress::Stage::Waiting)
        complain(progress.fileName + ": another program is downloading it; waiting");
}

} // namespace netlens::cli
