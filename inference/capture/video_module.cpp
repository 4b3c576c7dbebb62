#include "capture/video_module.h"

#include "base/module.h"

namespace netlens {

namespace {

    Result<const VideoModule*> load()
    {
        using Entry = const VideoModule* (*)();
        const auto entry
            = loadModule("netlens_video.so", kVideoModuleEntry, ErrorCode::VideoNotHere);
        if (!entry)
            return entry.error();
        return reinterpret_cast<Entry>(*entry)();
    }

} // namespace

Result<const VideoModule*> videoModule()
{
    static const Result<const VideoModule*> kModule = load();
    return kModule;
}

} // namespace netlens
