#include "capture/video_module.h"

#include <dlfcn.h>
#include <system_error>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    constexpr const char* kFileName = "netlens_video.so";

    /// Where the installation that this program is part of has it.
    fs::path installedModule()
    {
        std::error_code failed;
        const fs::path program = fs::read_symlink("/proc/self/exe", failed);
        return (program.parent_path() / NETLENS_MODULES_FROM_PROGRAMS / kFileName)
            .lexically_normal();
    }

    /// In a build that is not installed the bare name finds it: the programs' run path leads there,
    /// and installing takes that path out of them.
    void* openLibrary()
    {
        std::error_code failed;
        const fs::path installed = installedModule();
        const bool isInstalled = fs::exists(installed, failed);
        // dlopen() by another name: the address sanitizer puts itself in dlopen's place, and then
        // its own library's run path counts.
        return ::dlmopen(
            LM_ID_BASE, isInstalled ? installed.c_str() : kFileName, RTLD_NOW | RTLD_LOCAL);
    }

    Result<const VideoModule*> load()
    {
        using Entry = const VideoModule* (*)();
        void* library = openLibrary();
        void* entry = library == nullptr ? nullptr : ::dlsym(library, kVideoModuleEntry);
        if (entry == nullptr) {
            const char* reason = ::dlerror();
            return makeError(ErrorCode::VideoNotHere, {}, reason == nullptr ? "" : reason);
        }
        return reinterpret_cast<Entry>(entry)();
    }

} // namespace

Result<const VideoModule*> videoModule()
{
    static const Result<const VideoModule*> kModule = load();
    return kModule;
}

} // namespace netlens
