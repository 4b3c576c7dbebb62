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
    fs::path installed = program.parent_path().parent_path() / "share/netlens/demo";
    if (!failed && fs::is_directory(installed, failed))
        return installed;
    return NETLENS_SOURCE_DIR "/resources/demo";
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
    std::vector<DemoSample> samples;
    const auto answers = nlohmann::json::parse(stream, nullptr, false);
    if (answers.is_object())
        for (const auto& [name, answer] : answers.items())
            samples.push_back({ demoFolder() / "samples" / name, answer.value("label", ""),
                answer.value("probability", 0.0) });
    if (samples.empty())
        return makeError(ErrorCode::FileUnreadable, list.string(), "no answers in it");
    return samples;
}

} // namespace netlens
