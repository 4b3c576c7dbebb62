#include "service/recent_models.h"

#include "calibration.h"

#include <algorithm>
#include <numeric>
#include <system_error>

namespace netlens {

namespace {

    FileStamp stampOf(const std::filesystem::path& path)
    {
        std::error_code failed;
        FileStamp stamp { path, std::filesystem::file_size(path, failed), {} };
        if (failed)
            return { path, 0, {} };
        stamp.changed = std::filesystem::last_write_time(path, failed);
        return stamp;
    }

} // namespace

std::vector<FileStamp> stampsOf(const ModelRequest& request, const std::string& weightsPath)
{
    std::vector<FileStamp> stamps;
    if (!weightsPath.empty()) {
        const std::filesystem::path weights = weightsPath;
        stamps.push_back(stampOf(weights));
        stamps.push_back(stampOf(weights.parent_path() / "labels.txt"));
    }
    if (!request.labelsFile.empty())
        stamps.push_back(stampOf(request.labelsFile));
    if (request.precision == Precision::Int8 && !request.calibrationFolder.empty())
        if (const auto pictures = calibrationPictures(request.calibrationFolder))
            for (const std::filesystem::path& picture : *pictures)
                stamps.push_back(stampOf(picture));
    return stamps;
}

void RecentModels::put(BuiltModel model)
{
    m_models.remove_if([&](const BuiltModel& kept) { return kept.request == model.request; });
    m_models.push_front(std::move(model));
    const auto bytes = [this] {
        return std::accumulate(m_models.begin(), m_models.end(), std::size_t { 0 },
            [](std::size_t sum, const BuiltModel& kept) {
                return sum + kept.classifier.memoryBytes();
            });
    };
    while (m_models.size() > kMost || (!m_models.empty() && bytes() > kMostBytes))
        m_models.pop_back();
}

std::optional<BuiltModel> RecentModels::take(const ModelRequest& request)
{
    const auto found = std::ranges::find(m_models, request, &BuiltModel::request);
    if (found == m_models.end())
        return std::nullopt;
    std::optional<BuiltModel> model(std::move(*found));
    m_models.erase(found);
    if (stampsOf(request, model->state.weightsPath) != model->files)
        return std::nullopt;
    model->classifier.forgetPicture();
    return model;
}

} // namespace netlens
