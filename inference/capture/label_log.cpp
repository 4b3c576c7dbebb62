#include "capture/label_log.h"

#include <array>
#include <cstdio>
#include <ctime>
#include <system_error>

#include <nlohmann/json.hpp>

namespace netlens {

namespace {

    namespace fs = std::filesystem;
    using Json = nlohmann::ordered_json;

    /// ISO 8601 in UTC with milliseconds.
    std::string timeStamp(std::chrono::system_clock::time_point time)
    {
        using namespace std::chrono;
        const auto milliseconds = duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
        constexpr int kThousand = 1000;
        const std::time_t seconds = milliseconds.count() / kThousand;
        std::tm parts {};
        ::gmtime_r(&seconds, &parts);
        std::array<char, 32> text {};
        std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
        std::array<char, 48> whole {};
        std::snprintf(whole.data(), whole.size(), "%s.%03dZ", text.data(),
            static_cast<int>(milliseconds.count() % kThousand));
        return whole.data();
    }

    std::string secondsText(double seconds)
    {
        std::array<char, 32> text {};
        std::snprintf(text.data(), text.size(), "%.6f", seconds);
        return text.data();
    }

    std::string probabilityText(float probability)
    {
        std::array<char, 32> text {};
        std::snprintf(text.data(), text.size(), "%.6g", static_cast<double>(probability));
        return text.data();
    }

    std::string quoted(std::string_view field)
    {
        std::string text = "\"";
        for (const char letter : field) {
            if (letter == '"')
                text += '"';
            // A field may have several lines, but not a line of this table.
            text += letter == '\n' || letter == '\r' ? ' ' : letter;
        }
        return text + '"';
    }

    std::string line(const Json& value)
    {
        return value.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    }

    Json asJson(const LabelLog::Configuration& configuration)
    {
        Json object = Json::object();
        for (const auto& [key, value] : configuration)
            object[key] = value;
        return object;
    }

    Json asJson(std::span<const LoggedLabel> labels)
    {
        Json list = Json::array();
        int rank = 0;
        for (const LoggedLabel& label : labels)
            list.push_back({ { "rank", ++rank }, { "index", label.index },
                { "id", label.id.empty() ? Json() : Json(label.id) }, { "label", label.name },
                { "probability", label.probability } });
        return list;
    }

    std::string jsonLine(const LogEntry& entry)
    {
        return line({ { "time_stamp", timeStamp(entry.time) }, { "frame", entry.frame },
            { "time", entry.seconds }, { "predictions", asJson(entry.raw) },
            { "smoothed", asJson(entry.smoothed) }, { "sure", entry.isSure } });
    }

    std::string csvHeader(int rows)
    {
        std::string text = "time_stamp,frame,time,sure";
        for (const char* kind : { "prediction", "smoothed" }) {
            for (int rank = 1; rank <= rows; ++rank) {
                for (const char* field : { "index", "label", "probability" }) {
                    text.append(",").append(kind).append("_").append(std::to_string(rank));
                    text.append("_").append(field);
                }
            }
        }
        return text + "\n";
    }

    std::string csvFields(std::span<const LoggedLabel> labels, int rows)
    {
        std::string text;
        for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i)
            text += i < labels.size() ? "," + std::to_string(labels[i].index) + ","
                    + quoted(labels[i].name) + "," + probabilityText(labels[i].probability)
                                      : ",,,";
        return text;
    }

} // namespace

Result<PartFile> startPartFile(const fs::path& path)
{
    std::error_code failed;
    const fs::path target = fs::absolute(path, failed);
    const fs::file_status status = fs::status(target, failed);
    if (fs::exists(status) && !fs::is_regular_file(status))
        return makeError(ErrorCode::FileUnwritable, path.string(), "not a regular file");
    auto part = PartFile::open(target);
    if (!part)
        return part.error();
    if (!*part)
        return makeError(
            ErrorCode::FileUnwritable, path.string(), "another program is writing this file");
    if (auto empty = (*part)->restart({}); !empty)
        return empty.error();
    return **std::move(part);
}

Result<LabelLog> LabelLog::create(
    const fs::path& path, Format format, int rows, const Configuration& configuration)
{
    auto file = startPartFile(path);
    if (!file)
        return file.error();
    LabelLog log(*std::move(file), format, rows);
    auto written = log.configure(configuration);
    if (written && format == Format::Csv)
        written = log.append(csvHeader(rows));
    if (written)
        return log;
    log.discard();
    return written.error();
}

LabelLog::LabelLog(PartFile file, Format format, int rows)
    : m_file(std::move(file))
    , m_format(format)
    , m_rows(rows)
{
}

std::string LabelLog::csvLine(const LogEntry& entry) const
{
    return timeStamp(entry.time) + ',' + std::to_string(entry.frame) + ','
        + secondsText(entry.seconds) + ',' + (entry.isSure ? "true" : "false")
        + csvFields(entry.raw, m_rows) + csvFields(entry.smoothed, m_rows) + '\n';
}

Result<void> LabelLog::add(const LogEntry& entry)
{
    auto added = append(m_format == Format::Csv ? csvLine(entry) : jsonLine(entry));
    if (added)
        ++m_frames;
    return added;
}

Result<void> LabelLog::configure(const Configuration& configuration)
{
    const Json settings = asJson(configuration);
    return append(
        m_format == Format::Csv ? "# " + line(settings) : line({ { "configuration", settings } }));
}

Result<void> LabelLog::append(const std::string& text)
{
    const std::uint64_t before = m_file.size();
    auto appended = m_file.append(std::as_bytes(std::span(text)));
    if (!appended)
        m_file.cutBack(before);
    return appended;
}

Result<void> LabelLog::finish()
{
    return m_file.commit(false);
}

void LabelLog::discard()
{
    m_file.discard();
}

} // namespace netlens
