#include "weights/registry.h"

#include "base/environment.h"
#include "model/architecture.h"
#include "weights/weights_file.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <new>
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

    constexpr const char* kKerasUrl
        = "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/";

    struct KnownSize {
        const char* name;
        std::int64_t bytes;
    };
    constexpr std::array kKnownSizes {
        KnownSize { "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5", 14'536'120 },
        KnownSize {
            "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5", 9'406'464 },
        KnownSize { "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_96.h5", 7'149'872 },
    };
    // What HDF5 needs around the numbers, in the files whose size is known.
    constexpr std::int64_t kFormatBytes = 380'000;

    /// Whether one may write there; for a folder that is not there yet, whether it could be made.
    bool isWritable(fs::path folder)
    {
        std::error_code failed;
        while (!fs::exists(folder, failed) && folder.has_relative_path())
            folder = folder.parent_path();
        return ::access(folder.c_str(), W_OK | X_OK) == 0;
    }

    OfficialFile officialFile(const OfficialWeights& weights, bool includeTop)
    {
        OfficialFile file { weights, includeTop,
            officialFileName(weights.alpha, weights.rows, includeTop), {} };
        const auto known = std::ranges::find(
            kKnownSizes, file.name, [](const KnownSize& size) { return std::string(size.name); });
        if (known != kKnownSizes.end())
            file.bytes = known->bytes;
        return file;
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

Config OfficialFile::config() const
{
    Config config;
    config.alpha = weights.alpha;
    config.input = { weights.rows, weights.rows, 3 };
    config.includeTop = includeTop;
    return config;
}

std::int64_t OfficialFile::approximateBytes() const
{
    constexpr std::int64_t kFloat = 4;
    return bytes.value_or(describe(config()).parameterCount() * kFloat + kFormatBytes);
}

std::vector<OfficialFile> officialFiles()
{
    std::vector<OfficialFile> files;
    for (const OfficialWeights& weights : kOfficial)
        for (const bool includeTop : { true, false })
            files.push_back(officialFile(weights, includeTop));
    return files;
}

std::optional<OfficialFile> findOfficial(const std::string& fileName)
{
    for (OfficialFile& file : officialFiles())
        if (file.name == fileName)
            return std::move(file);
    return std::nullopt;
}

std::string officialUrl(const std::string& fileName)
{
    const char* chosen = environment("NETLENS_WEIGHTS_URL");
    std::string base = chosen != nullptr ? chosen : kKerasUrl;
    if (!base.ends_with('/'))
        base += '/';
    return base + fileName;
}

std::filesystem::path kerasModelsFolder()
{
    if (const char* keras = environment("KERAS_HOME"))
        return fs::path(keras) / "models";
    std::error_code failed;
    fs::path keras = homeFolder() / ".keras";
    if (!isWritable(keras))
        if (const fs::path temporary = fs::temp_directory_path(failed); !failed)
            keras = temporary / ".keras";
    return keras / "models";
}

std::optional<std::filesystem::path> findOfficialFile(const std::string& fileName)
{
    std::vector<fs::path> folders { kerasModelsFolder() };
    if (environment("KERAS_HOME") == nullptr)
        folders.push_back(homeFolder() / ".keras" / "models");
    std::error_code failed;
    for (const fs::path& folder : folders)
        if (fs::is_regular_file(folder / fileName, failed))
            return folder / fileName;
    return std::nullopt;
}

Result<void> verifyOfficial(const std::filesystem::path& path, const OfficialFile& file)
{
    try {
        const auto weights = readWeights(path, describe(file.config()));
        return weights ? Result<void>() : weights.error();
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory, path.string());
    }
}

} // namespace netlens
