#include "support/scripted_source.h"

#include <condition_variable>
#include <mutex>

using namespace netlens;

namespace {

void waitFor(std::chrono::milliseconds time, std::stop_token stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, std::move(stop), time, [] { return false; });
}

} // namespace

Image plainPicture(Size size, int brightness)
{
    const auto pixels = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height)
        * Image::kChannels;
    return { size, std::vector<std::uint8_t>(pixels, static_cast<std::uint8_t>(brightness)) };
}

ScriptedSource::ScriptedSource(
    std::deque<Scene> scenes, bool isLive, std::chrono::milliseconds interval)
    : m_script(std::move(scenes))
    , m_scenes(m_script)
    , m_interval(interval)
{
    m_traits = { "script", m_scenes.empty() ? Size {} : m_scenes.front().size, kRate, isLive };
}

Result<std::optional<Frame>> ScriptedSource::next(std::stop_token stop)
{
    if (stop.stop_requested())
        return std::optional<Frame>();
    if (m_scenes.empty() && m_traits.isLive)
        return makeError(ErrorCode::SourceLost, m_traits.name);
    if (m_scenes.empty())
        return std::optional<Frame>();
    Scene& scene = m_scenes.front();
    const Scene now = scene;
    if (now.kind != Scene::Kind::Loss && --scene.count <= 0)
        m_scenes.pop_front();
    switch (now.kind) {
    case Scene::Kind::Stall:
        return makeError(ErrorCode::SourceStalled, m_traits.name);
    case Scene::Kind::Damage:
        return makeError(ErrorCode::VideoDamaged, m_traits.name);
    case Scene::Kind::Loss:
        return makeError(ErrorCode::SourceLost, m_traits.name, "as the script says");
    case Scene::Kind::Silence:
        waitFor(std::chrono::hours(1), stop);
        return std::optional<Frame>();
    case Scene::Kind::Frames:
        break;
    }
    if (m_interval.count() > 0)
        waitFor(m_interval, stop);
    if (stop.stop_requested())
        return std::optional<Frame>();
    return std::optional(frame(now.size));
}

Frame ScriptedSource::frame(Size size)
{
    m_traits.size = size;
    const std::int64_t number = m_number++;
    constexpr int kLevels = 256;
    return { number, static_cast<double>(number) / kRate, std::chrono::steady_clock::now(),
        plainPicture(size, static_cast<int>(number % kLevels)) };
}

Result<void> ScriptedSource::seek(double seconds, std::stop_token /*stop*/)
{
    constexpr double kRounding = 1e-6;
    m_scenes = m_script;
    m_number = 0;
    const auto wanted = static_cast<std::int64_t>(seconds * kRate + kRounding);
    while (m_number < wanted && next({}))
        if (m_scenes.empty())
            break;
    return {};
}
