#include "weights/demo.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <system_error>

namespace netlens {

namespace fs = std::filesystem;

Config demoConfig()
{
    constexpr int kSide = 96;
    Config config;
    config.alpha = 0.35;
    config.input.height = kSide;
    config.input.width = kSide;
    config.classes = 25;
    return config;
}

fs::path demoFolder()
{
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    fs::path installed = (program.parent_path() / NETLENS_DEMO_FROM_PROGRAMS).lexically_normal();
    if (!failed && fs::is_directory(installed, failed))
        return installed;
    const fs::path sources = NETLENS_DEMO_IN_SOURCES;
    // What is said to be missing is what the user can mend.
    return fs::is_directory(sources, failed) ? sources : installed;
}

fs::path demoWeights()
{
    return demoFolder() / "mobilenet_v2_0.35_96_symbols.h5";
}

Result<std::vector<DemoSample>> demoSamples()
{
    const fs::path list = demoFolder() / "answers.json";
    std::ifstream stream(list);
    if (!stream)
        return makeError(ErrorCode::FileNotFound, list.string());
    const Error unreadable
        = makeError(ErrorCode::FileUnreadable, list.string(), "no answers in it");
    try {
        std::vector<DemoSample> samples;
        const auto answers = nlohmann::json::parse(stream);
        for (const auto& [name, answer] : answers.items())
            samples.push_back({ demoFolder() / "samples" / name,
                answer.at("label").get<std::string>(), answer.at("probability").get<double>() });
        return samples.empty() ? Result<std::vector<DemoSample>>(unreadable) : std::move(samples);
    } catch (const nlohmann::json::exception&) {
        return unreadable;
    }
}

} // namespace netlens
