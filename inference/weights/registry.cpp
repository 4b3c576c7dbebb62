#include "weights/registry.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <system_error>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    // keras/applications/mobilenet_v2.py, the table in the module's docstring.
    constexpr std::array kOfficial {
        OfficialWeights { 1.4, 224, 582, 6.06, 75.0, 92.5 },
        OfficialWeights { 1.3, 224, 509, 5.34, 74.4, 92.1 },
        OfficialWeights { 1.0, 224, 300, 3.47, 71.8, 91.0 },
        OfficialWeights { 1.0, 192, 221, 3.47, 70.7, 90.1 },
        OfficialWeights { 1.0, 160, 154, 3.47, 68.8, 89.0 },
        OfficialWeights { 1.0, 128, 99, 3.47, 65.3, 86.9 },
        OfficialWeights { 1.0, 96, 56, 3.47, 60.3, 83.2 },
        OfficialWeights { 0.75, 224, 209, 2.61, 69.8, 89.6 },
        OfficialWeights { 0.75, 192, 153, 2.61, 68.7, 88.9 },
        OfficialWeights { 0.75, 160, 107, 2.61, 66.4, 87.3 },
        OfficialWeights { 0.75, 128, 69, 2.61, 63.2, 85.3 },
        OfficialWeights { 0.75, 96, 39, 2.61, 58.8, 81.6 },
        OfficialWeights { 0.5, 224, 97, 1.95, 65.4, 86.4 },
        OfficialWeights { 0.5, 192, 71, 1.95, 63.9, 85.4 },
        OfficialWeights { 0.5, 160, 50, 1.95, 61.0, 83.2 },
        OfficialWeights { 0.5, 128, 32, 1.95, 57.7, 80.8 },
        OfficialWeights { 0.5, 96, 18, 1.95, 51.2, 75.8 },
        OfficialWeights { 0.35, 224, 59, 1.66, 60.3, 82.9 },
        OfficialWeights { 0.35, 192, 43, 1.66, 58.2, 81.2 },
        OfficialWeights { 0.35, 160, 30, 1.66, 55.7, 79.1 },
        OfficialWeights { 0.35, 128, 20, 1.66, 50.8, 75.0 },
        OfficialWeights { 0.35, 96, 11, 1.66, 45.5, 70.4 },
    };

    fs::path homeFolder()
    {
        if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
            return home;
        const passwd* user = getpwuid(geteuid());
        return user != nullptr ? user->pw_dir : "/";
    }

} // namespace

std::span<const OfficialWeights> officialWeights()
{
    return kOfficial;
}

const OfficialWeights* findOfficial(double alpha, int rows)
{
    const auto found = std::ranges::find_if(kOfficial, [=](const OfficialWeights& weights) {
        return weights.alpha == alpha && weights.rows == rows;
    });
    return found == kOfficial.end() ? nullptr : &*found;
}

std::filesystem::path kerasModelsFolder()
{
    const char* keras = std::getenv("KERAS_HOME");
    const bool chosen = keras != nullptr && *keras != '\0';
    return (chosen ? fs::path(keras) : homeFolder() / ".keras") / "models";
}

std::optional<std::filesystem::path> findOfficialFile(const std::string& fileName)
{
    std::error_code failed;
    fs::path path = kerasModelsFolder() / fileName;
    if (fs::is_regular_file(path, failed))
        return path;
    return std::nullopt;
}

} // namespace netlens
