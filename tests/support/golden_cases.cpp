#include "support/golden_cases.h"

#include "weights/weights_file.h"

using namespace netlens;

std::vector<std::filesystem::path> GoldenCase::weightsFiles() const
{
    std::vector<std::filesystem::path> files;
    for (const auto& [title, relative] : json.at("weights_files").items())
        files.push_back((folder / relative.get<std::string>()).lexically_normal());
    return files;
}

Config GoldenCase::config() const
{
    const auto side = [&](std::size_t axis) {
        const nlohmann::json& extent = json.at("model_input_shape")[axis];
        return extent.is_null() ? InputShape::kDynamic : extent.get<int>();
    };
    Config config;
    config.alpha = json.at("alpha");
    config.input = { side(0), side(1), side(2) };
    config.includeTop = json.at("include_top");
    if (!json.at("classes").is_null())
        config.classes = json.at("classes");
    if (json.at("pooling") == "avg")
        config.pooling = Pooling::Avg;
    if (json.at("pooling") == "max")
        config.pooling = Pooling::Max;
    if (config.includeTop)
        config.classifierActivation = json.at("activation").is_null()
            ? Activation::Linear
            : *activationFromName(json.at("activation").get<std::string>());
    return config;
}

Config GoldenCase::config(const std::filesystem::path& weightsFile) const
{
    if (!isNested())
        return config();
    const auto info = inspectWeights(weightsFile);
    if (!info)
        throw std::runtime_error(info.error().detail);
    if (!info->config)
        throw std::runtime_error(info->notMobileNet);
    return *info->config;
}

std::optional<std::int64_t> GoldenCase::classCount() const
{
    if (!json.at("head_classes").is_null())
        return json.at("head_classes").get<std::int64_t>();
    if (json.at("include_top"))
        return json.at("classes").get<std::int64_t>();
    return std::nullopt;
}

std::vector<GoldenCase> goldenCases()
{
    const auto folder = sharedData("data/goldens");
    std::vector<GoldenCase> cases;
    if (!folder)
        return cases;
    const nlohmann::json manifest = readJson(*folder / "manifest.json");
    for (const nlohmann::json& entry : manifest.at("cases"))
        cases.push_back(
            { entry, *folder / entry.value("dir", entry.at("name").get<std::string>()) });
    return cases;
}

GoldenCase goldenCase(const std::string& name)
{
    for (GoldenCase& golden : goldenCases())
        if (golden.name() == name)
            return golden;
    throw std::runtime_error("no golden case " + name);
}
