#include "service/recording.h"

#include "model/top_k.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <system_error>
#include <utility>

namespace netlens {

namespace {

    namespace fs = std::filesystem;

    constexpr double kLongestGap = 5;
    constexpr std::array kSuffixes { ".mp4", ".part.mp4", ".srt", ".srt.part", ".csv", ".csv.part",
        ".jsonl", ".jsonl.part" };

    bool isThere(const fs::path& path)
    {
        std::error_code unknown;
        return fs::exists(fs::symlink_status(path, unknown));
    }

    /// The files' path without their suffix, which none of another recording has.
    fs::path freePath(const RecordingPlan& plan)
    {
        for (int number = 1;; ++number) {
            const std::string more = number > 1 ? " (" + std::to_string(number) + ")" : "";
            const std::string path = (plan.folder / (plan.name + more)).string();
            if (std::ranges::none_of(
                    kSuffixes, [&](const char* suffix) { return isThere(path + suffix); }))
                return path;
        }
    }

    std::chrono::system_clock::time_point wallTime(std::chrono::steady_clock::time_point time)
    {
        using namespace std::chrono;
        return system_clock::now()
            - duration_cast<system_clock::duration>(steady_clock::now() - time);
    }

    LoggedLabel labelOf(const Recognition& answer, int index, float probability)
    {
        const ClassLabel& label = answer.labels->at(static_cast<std::size_t>(index));
        return { index, label.id, label.name, probability };
    }

    std::vector<LoggedLabel> rawLabels(const Recognition& answer, int rows)
    {
        std::vector<LoggedLabel> labels;
        if (!answer.hasClasses())
            return labels;
        const auto& values = answer.output.values;
        for (const int index : rankClasses(values, answer.logits, rows))
            labels.push_back(labelOf(answer, index, values[static_cast<std::size_t>(index)]));
        return labels;
    }

    std::vector<LoggedLabel> smoothedLabels(const Recognition& answer, int rows)
    {
        std::vector<LoggedLabel> labels;
        const FrameStamp& frame = *answer.frame;
        for (const int index : frame.order) {
            if (static_cast<int>(labels.size()) == rows)
                break;
            labels.push_back(
                labelOf(answer, index, frame.smoothed[static_cast<std::size_t>(index)]));
        }
        return labels;
    }

} // namespace

Result<Recording> Recording::create(const RecordingPlan& plan)
{
    std::error_code trouble;
    fs::create_directories(plan.folder, trouble);
    if (trouble)
        return makeError(ErrorCode::FileUnwritable, plan.folder.string(), trouble.message());
    Recording recording(plan);
    const std::string path = freePath(plan).string();
    Result<void> opened;
    if (plan.video) {
        auto video = TitledVideo::create(path + ".mp4", plan.rate);
        if (!video)
            return video.error();
        recording.m_video.emplace(*std::move(video));
        recording.m_files.emplace_back(path + ".mp4");
        recording.m_files.emplace_back(path + ".srt");
    }
    if (plan.table)
        opened = recording.openLog(path + ".csv", LabelLog::Format::Csv);
    if (opened && plan.jsonLines)
        opened = recording.openLog(path + ".jsonl", LabelLog::Format::JsonLines);
    if (opened)
        return recording;
    (void)recording.finish(); // nothing stays
    return opened.error();
}

Recording::Recording(const RecordingPlan& plan)
    : m_rows(plan.rows)
    , m_configuration(plan.configuration)
{
}

Result<void> Recording::openLog(const fs::path& file, LabelLog::Format format)
{
    auto log = LabelLog::create(file, format, m_rows, m_configuration);
    if (!log)
        return log.error();
    m_logs.push_back(*std::move(log));
    m_files.push_back(file);
    return {};
}

Result<void> Recording::add(const RecordedFrame& frame, const std::stop_token& stop)
{
    const double seconds = frame.answer->frame->seconds;
    if (m_video) {
        const Image picture = frame.picture ? frame.picture() : frame.answer->picture.image;
        if (auto added = m_video->add(picture, seconds, frame.title, stop); !added)
            return added;
    }
    const double step = seconds - m_seconds.value_or(seconds);
    m_span += step > 0 && step <= kLongestGap ? step : 0;
    m_seconds = seconds;
    return addToLogs(frame);
}

Result<void> Recording::addToLogs(const RecordedFrame& frame)
{
    if (m_logs.empty())
        return {};
    const FrameStamp& stamp = *frame.answer->frame;
    const auto raw = rawLabels(*frame.answer, m_rows);
    const auto smoothed = smoothedLabels(*frame.answer, m_rows);
    const LogEntry entry { wallTime(stamp.captured), stamp.number, stamp.seconds, raw, smoothed,
        stamp.isSure };
    const bool isConfiguredAnew = frame.configuration != m_configuration;
    for (LabelLog& log : m_logs) {
        auto added = isConfiguredAnew ? log.configure(frame.configuration) : Result<void>();
        if (added)
            added = log.add(entry);
        if (!added)
            return added;
    }
    if (isConfiguredAnew)
        m_configuration = frame.configuration;
    return {};
}

Result<void> Recording::finish()
{
    Result<void> first;
    const auto note = [&first](Result<void> done) {
        if (first)
            first = std::move(done);
    };
    if (m_video)
        note(m_video->finish());
    for (LabelLog& log : m_logs) {
        if (m_seconds)
            note(log.finish());
        else
            log.discard();
    }
    std::erase_if(m_files, [](const fs::path& file) { return !isThere(file); });
    return first;
}

} // namespace netlens
