#include "weights/weights_writer.h"

#include "base/file.h"
#include "weights/hdf5_file.h"
#include "weights/layout_writers.h"

namespace netlens {

namespace {

    Result<FileBytes> makeFile(
        WeightsLayout layout, const Architecture& architecture, const WeightSet& weights)
    {
        const hdf5::Session session;
        switch (layout) {
        case WeightsLayout::Keras3Weights:
            return keras3WeightsFile(architecture, weights);
        case WeightsLayout::Keras3Archive:
            return kerasArchiveFile(architecture, weights);
        default:
            return legacyWeightsFile(architecture, weights);
        }
    }

} // namespace

std::optional<WeightsLayout> layoutForName(const std::filesystem::path& path)
{
    const std::string name = path.filename().string();
    if (name.ends_with(".weights.h5"))
        return WeightsLayout::Keras3Weights;
    if (name.ends_with(".keras"))
        return WeightsLayout::Keras3Archive;
    if (name.ends_with(".h5") || name.ends_with(".hdf5"))
        return WeightsLayout::LegacyWeights;
    return std::nullopt;
}

Result<void> writeWeights(
    const std::filesystem::path& path, const Architecture& architecture, const WeightSet& weights)
{
    const auto layout = layoutForName(path);
    if (!layout)
        return makeError(ErrorCode::WeightsNameUnknown, path.string());
    // Before the work: a folder that cannot be written to says so at once.
    auto file = AtomicFile::create(path);
    if (!file)
        return file.error();
    const auto bytes = makeFile(*layout, architecture, weights);
    if (!bytes)
        return makeError(bytes.error().code, path.string(), bytes.error().detail);
    if (auto written = file->write(*bytes); !written)
        return written;
    return file->commit();
}

} // namespace netlens
