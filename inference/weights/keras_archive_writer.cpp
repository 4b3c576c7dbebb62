#include "weights/keras3_config.h"
#include "weights/keras3_naming.h"
#include "weights/layout_writers.h"
#include "weights/zip_file.h"

#include <nlohmann/json.hpp>

#include <array>
#include <ctime>
#include <span>

namespace netlens {

namespace {

    FileBytes bytesOf(const std::string& text)
    {
        const auto bytes = std::as_bytes(std::span(text));
        return { bytes.begin(), bytes.end() };
    }

    /// "2026-11-23@02:45:32"
    std::string timeNow()
    {
        const std::time_t now = std::time(nullptr);
        std::tm local {};
        localtime_r(&now, &local);
        std::array<char, 32> text {};
        return { text.data(),
            std::strftime(text.data(), text.size(), "%Y-%m-%d@%H:%M:%S", &local) };
    }

    std::string metadata()
    {
        return nlohmann::ordered_json {
            { "keras_version", kKeras3Version }, { "date_saved", timeNow() }
        }.dump();
    }

    /// Without layers that only train: what they were set to is not known.
    Architecture forPrediction(const Architecture& given)
    {
        Config config = given.config;
        for (std::vector<ExtraLayer>* extras : { &config.before, &config.after })
            std::erase_if(
                *extras, [](const ExtraLayer& layer) { return layer.kind == LayerKind::Identity; });
        if (config == given.config)
            return given;
        Architecture architecture = describe(config);
        architecture.name = given.name;
        return architecture;
    }

} // namespace

Result<FileBytes> kerasArchiveFile(const Architecture& architecture, const WeightSet& weights)
{
    const Architecture written = forPrediction(architecture);
    const auto config = keras3ModelConfig(written);
    if (!config)
        return config.error();
    auto weightsFile = keras3WeightsFile(written, weights);
    if (!weightsFile)
        return weightsFile;
    // In Keras's order.
    const std::array<ZipMember, 3> members { {
        { "metadata.json", bytesOf(metadata()) },
        { "config.json", bytesOf(*config) },
        { "model.weights.h5", std::move(*weightsFile) },
    } };
    return zipFile(members);
}

} // namespace netlens
