#include "capture/video/ffmpeg_messages.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <dlfcn.h>
#include <string_view>
#include <utility>

#include <opencv2/core/utils/logger.hpp>

namespace netlens {

namespace {

    constexpr int kErrorLevel = 16; // AV_LOG_ERROR
    constexpr int kWarningLevel = 24;
    constexpr std::size_t kMostKept = 400;

    std::string& messages()
    {
        thread_local std::string kept;
        return kept;
    }

    void keep(void* /*context*/, int level, const char* format, std::va_list values)
    {
        // "HTTP error 404" is a warning.
        const bool isHttp = std::string_view(format).starts_with("HTTP error");
        if (level > (isHttp ? kWarningLevel : kErrorLevel))
            return;
        std::array<char, 256> line {};
        std::vsnprintf(line.data(), line.size(), format, values);
        std::string text(line.data());
        std::ranges::replace_if(
            text, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
        text.resize(text.find_last_not_of(' ') + 1);
        std::string& kept = messages();
        // A decoder complains about a broken frame many times; the first words tell why.
        if (text.empty() || kept.size() + text.size() > kMostKept)
            return;
        kept += (kept.empty() ? "" : "; ") + text;
    }

} // namespace

void keepFfmpegMessages()
{
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    using Callback = void (*)(void*, int, const char*, std::va_list);
    using SetCallback = void (*)(Callback);
    // videoio links libavutil, but has no header for it; the global scope does not know it.
    Dl_info self {};
    if (::dladdr(reinterpret_cast<const void*>(&keepFfmpegMessages), &self) == 0)
        return;
    void* module = ::dlopen(self.dli_fname, RTLD_NOW | RTLD_NOLOAD);
    if (module == nullptr)
        return;
    if (void* entry = ::dlsym(module, "av_log_set_callback"))
        reinterpret_cast<SetCallback>(entry)(keep);
    ::dlclose(module);
}

std::string takeFfmpegMessages()
{
    return std::exchange(messages(), {});
}

} // namespace netlens
