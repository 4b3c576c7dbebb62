#include "base/foreign_load.h"

#include <fstream>
#include <string>

#include <ctime>
#include <unistd.h>

namespace netlens {

namespace {

    double ownWorkMs()
    {
        constexpr double kMsPerSecond = 1e3;
        constexpr double kNsPerMs = 1e6;
        timespec used {};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        return kMsPerSecond * static_cast<double>(used.tv_sec)
            + static_cast<double>(used.tv_nsec) / kNsPerMs;
    }

} // namespace

double foreignWorkMs()
{
    constexpr double kMsPerSecond = 1e3;
    std::ifstream file("/proc/stat");
    std::string name;
    long long user = 0;
    long long nice = 0;
    long long system = 0;
    long long idle = 0;
    if (!(file >> name >> user >> nice >> system >> idle) || name != "cpu")
        return 0;
    const auto ticks = static_cast<double>(user + nice + system);
    return kMsPerSecond * ticks / static_cast<double>(sysconf(_SC_CLK_TCK)) - ownWorkMs();
}

} // namespace netlens
