#include "weights/weights_file.h"

#include "weights/opened_weights.h"

namespace netlens {

Result<WeightsFileInfo> inspectWeights(const std::filesystem::path& path)
{
    const auto file = OpenedWeights::open(path);
    if (!file)
        return file.error();
    return file->info();
}

Result<WeightSet> readWeights(
    const std::filesystem::path& path, const Architecture& architecture, Unsound unsound)
{
    const auto file = OpenedWeights::open(path);
    if (!file)
        return file.error();
    return file->read(architecture, unsound);
}

} // namespace netlens
