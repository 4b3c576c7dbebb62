#include "service/computer_state.h"

#include "engine/network.h"

#include <fstream>
#include <string_view>
#include <system_error>
#include <thread>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    std::string firstWord(const fs::path& path)
    {
        std::ifstream file(path);
        std::string word;
        file >> word;
        return word;
    }

    std::string processorModel(const fs::path& root)
    {
        constexpr std::string_view kName = "model name";
        // The first of the processors is enough; a computer may have hundreds.
        constexpr int kMostLines = 30;
        std::ifstream file(root / "proc/cpuinfo");
        std::string line;
        for (int i = 0; i < kMostLines && std::getline(file, line); ++i) {
            const std::size_t colon = line.find(": ");
            if (line.starts_with(kName) && colon != std::string::npos)
                return line.substr(colon + 2);
        }
        return "unknown";
    }

    /// "mains", "battery"; empty for a computer that knows of no power supply.
    std::string supply(const fs::path& root)
    {
        std::string state;
        std::error_code failed;
        for (const auto& entry : fs::directory_iterator(root / "sys/class/power_supply", failed)) {
            // A mouse's battery and a phone that is charged here say nothing about the computer.
            const bool isSource = firstWord(entry.path() / "type") != "Battery"
                && firstWord(entry.path() / "scope") != "Device";
            const std::string online = firstWord(entry.path() / "online");
            if (!isSource || online.empty())
                continue;
            if (online != "0")
                return "mains";
            state = "battery";
        }
        return state;
    }

} // namespace

std::string powerState(const std::filesystem::path& root)
{
    std::string state = supply(root);
    const fs::path frequency = root / "sys/devices/system/cpu/cpu0/cpufreq";
    for (const char* name : { "scaling_governor", "energy_performance_preference" }) {
        const std::string value = firstWord(frequency / name);
        if (!value.empty())
            state += (state.empty() ? "" : " ") + value;
    }
    return state;
}

std::string computerState(const std::filesystem::path& root)
{
    return processorModel(root) + " · " + std::to_string(std::thread::hardware_concurrency())
        + " · " + instructionSet() + " · " + powerState(root);
}

} // namespace netlens
