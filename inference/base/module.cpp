#include "base/module.h"

#include <dlfcn.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    /// Where the installation that this program is part of has it.
    fs::path installedModule(const char* file)
    {
        std::error_code failed;
        const fs::path program = fs::read_symlink("/proc/self/exe", failed);
        return (program.parent_path() / NETLENS_MODULES_FROM_PROGRAMS / file).lexically_normal();
    }

    /// In a build that is not installed the bare name finds it: the programs' run path leads there,
    /// and installing takes that path out of them.
    void* openLibrary(const char* file)
    {
        std::error_code failed;
        const fs::path installed = installedModule(file);
        const bool isInstalled = fs::exists(installed, failed);
        // dlopen() by another name: the address sanitizer puts itself in dlopen's place, and then
        // its own library's run path counts.
        return ::dlmopen(LM_ID_BASE, isInstalled ? installed.c_str() : file, RTLD_NOW | RTLD_LOCAL);
    }

    /// Another version may have been installed since this program was started; what it means by its
    /// types is not known here.
    bool isOurs(void* library)
    {
        using Version = const char* (*)();
        void* version = ::dlsym(library, kModuleVersion);
        return version != nullptr
            && std::string_view(reinterpret_cast<Version>(version)()) == NETLENS_VERSION;
    }

} // namespace

Result<void*> loadModule(const char* file, const char* entry, ErrorCode missing)
{
    void* library = openLibrary(file);
    if (library != nullptr && !isOurs(library))
        return makeError(missing, {}, std::string(file) + " is not of version " NETLENS_VERSION);
    void* found = library == nullptr ? nullptr : ::dlsym(library, entry);
    if (found != nullptr)
        return found;
    const char* reason = ::dlerror();
    return makeError(missing, {}, reason == nullptr ? "" : reason);
}

} // namespace netlens
