#include "app/process_setup.h"

#include "image/opencv_threads.h"

#include <clocale>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include <fcntl.h>
#include <langinfo.h>
#include <unistd.h>

namespace netlens {

void prepareProcess()
{
    for (const int stream : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO }) {
        // open() takes the lowest free number: the stream itself. Writing to what was closed
        // stays an error, because the replacement for an output is opened for reading.
        if (fcntl(stream, F_GETFD) == -1)
            (void)open("/dev/null", O_RDONLY);
    }

    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);

    // For streams, and here because no thread may read the environment meanwhile: a playlist that a
    // server sends must not lead to files of this computer ("tcp" allows it; no file ends in
    // ".none"). The other option is OpenCV's own, which this takes the place of.
    setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", "allowed_extensions;none|rtsp_flags;prefer_tcp", 0);

    std::setlocale(LC_CTYPE, "");
    if (std::string_view(nl_langinfo(CODESET)) != "UTF-8")
        setenv("LC_ALL", "C.UTF-8", 1);

    keepOpenCvToItsCaller();
}

void ensurePassiveWaiting(char* const arguments[])
{
    constexpr const char* kPolicy = "OMP_WAIT_POLICY";
    if (std::getenv(kPolicy) != nullptr)
        return;
    setenv(kPolicy, "passive", 1);
    execv("/proc/self/exe", arguments);
}

void keepDecimalPoint()
{
    std::setlocale(LC_NUMERIC, "C");
}

} // namespace netlens
