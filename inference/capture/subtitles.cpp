#include "capture/subtitles.h"

#include "capture/label_log.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace netlens {

namespace {

    /// "01:02:03,045"
    std::string cueTime(double seconds)
    {
        constexpr std::int64_t kThousand = 1000;
        constexpr std::int64_t kSixty = 60;
        const auto milliseconds = static_cast<std::int64_t>(
            std::llround(std::max(0.0, seconds) * static_cast<double>(kThousand)));
        const std::int64_t whole = milliseconds / kThousand;
        std::array<char, 48> text {};
        std::snprintf(text.data(), text.size(), "%02lld:%02lld:%02lld,%03lld",
            static_cast<long long>(whole / (kSixty * kSixty)),
            static_cast<long long>(whole / kSixty % kSixty), static_cast<long long>(whole % kSixty),
            static_cast<long long>(milliseconds % kThousand));
        return text.data();
    }

    /// An empty line would end the cue, "-->" would begin another, and players read tags.
    std::string cueText(std::string_view label)
    {
        std::string text;
        for (const char letter : label) {
            if (letter == '<')
                text += "\u2039";
            else if (letter == '>')
                text += "\u203A";
            else
                text += static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
        }
        return text;
    }

} // namespace

Result<Subtitles> Subtitles::create(const std::filesystem::path& path)
{
    auto file = startPartFile(path);
    if (!file)
        return file.error();
    return Subtitles(*std::move(file));
}

Subtitles::Subtitles(PartFile file)
    : m_file(std::move(file))
{
}

Result<void> Subtitles::show(std::string_view label, double seconds)
{
    if (label == m_label)
        return {};
    auto ended = endCue(seconds);
    m_label = label;
    m_since = seconds;
    return ended;
}

Result<void> Subtitles::endCue(double seconds)
{
    if (m_label.empty() || seconds <= m_since)
        return {};
    const std::string cue = std::to_string(++m_cues) + '\n' + cueTime(m_since) + " --> "
        + cueTime(seconds) + '\n' + cueText(m_label) + "\n\n";
    return m_file.append(std::as_bytes(std::span(cue)));
}

Result<void> Subtitles::finish(double seconds)
{
    if (auto ended = endCue(seconds); !ended)
        return ended;
    m_label.clear();
    return m_file.commit(false);
}

void Subtitles::discard()
{
    m_file.discard();
}

} // namespace netlens
