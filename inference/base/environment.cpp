#include "base/environment.h"

#include <cstdlib>

#include <pwd.h>
#include <unistd.h>

namespace netlens {

const char* environment(const char* name)
{
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0' ? value : nullptr;
}

std::filesystem::path homeFolder()
{
    if (const char* home = environment("HOME"))
        return home;
    const passwd* user = getpwuid(geteuid());
    return user != nullptr ? user->pw_dir : "/";
}

} // namespace netlens
