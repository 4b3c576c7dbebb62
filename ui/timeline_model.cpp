#include "ui/timeline_model.h"

#include <algorithm>
#include <cmath>

namespace netlens {

namespace {

    /// How long a frame holds when none follows. The same for all, so that no frame leaves a trace
    /// behind the next one.
    constexpr double kHold = 1.0 / 30;

    bool endsBefore(double seconds, const TimelineStretch& stretch)
    {
        return seconds < stretch.end;
    }

    /// Adds to the stretches, the last of which ends where this one begins or earlier.
    void extend(std::vector<TimelineStretch>& stretches, const TimelineStretch& next)
    {
        if (!stretches.empty() && stretches.back().number == next.number
            && stretches.back().end >= next.begin)
            stretches.back().end = next.end;
        else
            stretches.push_back(next);
    }

} // namespace

void TimelineModel::append(const TimelineMoment& moment)
{
    if (!std::isfinite(moment.seconds) || moment.seconds < 0)
        return;
    const double passed = m_last ? moment.seconds - *m_last : 0;
    const bool goesOn = passed > 0 && passed <= kLongestGap;
    const int number = numberOf(moment);
    if (goesOn) {
        write({ *m_last, moment.seconds, m_lastNumber });
        forgetDetails(std::nextafter(*m_last, moment.seconds), moment.seconds);
    }
    write({ moment.seconds, moment.seconds + kHold, number });
    forgetDetails(moment.seconds, moment.seconds + kHold);
    keepDetail(moment);
    m_last = moment.seconds;
    m_lastNumber = number;
    if (m_stretches.size() > kMostStretches)
        coarsen();
    if (m_details.size() > kMostMoments)
        thinDetails();
}

void TimelineModel::forgetBefore(double seconds)
{
    m_stretches.erase(m_stretches.begin(),
        std::upper_bound(m_stretches.begin(), m_stretches.end(), seconds, endsBefore));
    forgetDetails(0, seconds);
}

void TimelineModel::clear()
{
    *this = TimelineModel();
}

const TimelineStretch* TimelineModel::stretchAt(double seconds) const
{
    const auto found
        = std::upper_bound(m_stretches.begin(), m_stretches.end(), seconds, endsBefore);
    return found != m_stretches.end() && found->begin <= seconds ? &*found : nullptr;
}

std::optional<TimelineMoment> TimelineModel::momentAt(double seconds) const
{
    const TimelineStretch* stretch = stretchAt(seconds);
    if (stretch == nullptr)
        return std::nullopt;
    auto found = std::upper_bound(m_details.begin(), m_details.end(), seconds,
        [](double time, const Detail& detail) { return time < detail.seconds; });
    if (found != m_details.begin() && std::prev(found)->seconds >= stretch->begin)
        --found;
    if (found == m_details.end() || found->seconds >= stretch->end)
        return std::nullopt;
    TimelineMoment moment { found->seconds, found->frame, std::nullopt, {} };
    if (found->label >= 0)
        moment.topLabel = found->label;
    for (std::size_t i = 0; i < found->names.size() && found->names[i] >= 0; ++i)
        moment.top.append({ m_names.at(found->names[i]), found->probabilities[i] });
    return moment;
}

std::vector<int> TimelineModel::columns(double begin, double end, int count) const
{
    std::vector<int> columns(static_cast<std::size_t>(count), TimelineStretch::kUnseen);
    const double step = (end - begin) / count;
    auto stretch = std::upper_bound(m_stretches.begin(), m_stretches.end(), begin, endsBefore);
    for (int i = 0; i < count && stretch != m_stretches.end(); ++i) {
        const double from = begin + i * step;
        const double to = i + 1 < count ? begin + (i + 1) * step : end;
        double longest = 0;
        for (; stretch != m_stretches.end() && stretch->begin < to; ++stretch) {
            const double held = std::min(to, stretch->end) - std::max(from, stretch->begin);
            if (held > longest) {
                longest = held;
                columns[static_cast<std::size_t>(i)] = stretch->number;
            }
            if (stretch->end > to)
                break;
        }
    }
    return columns;
}

int TimelineModel::numberOf(const TimelineMoment& moment)
{
    if (!moment.topLabel)
        return TimelineStretch::kUnsure;
    const auto known = m_numbers.constFind(*moment.topLabel);
    if (known != m_numbers.constEnd())
        return *known;
    m_labels.append(
        moment.top.isEmpty() ? QString::number(*moment.topLabel) : moment.top.first().name);
    m_numbers.insert(*moment.topLabel, labelCount());
    return labelCount();
}

void TimelineModel::write(const TimelineStretch& stretch)
{
    const auto first
        = std::upper_bound(m_stretches.begin(), m_stretches.end(), stretch.begin, endsBefore);
    const auto last = std::lower_bound(first, m_stretches.end(), stretch.end,
        [](const TimelineStretch& other, double time) { return other.begin < time; });
    // The neighbours are taken along: one that touches may turn out to go on in the new one.
    const auto from = first == m_stretches.begin() ? first : std::prev(first);
    const auto to = last == m_stretches.end() ? last : std::next(last);
    std::vector<TimelineStretch> rest;
    for (auto it = from; it != last; ++it) {
        if (it->begin < stretch.begin)
            extend(rest, { it->begin, std::min(it->end, stretch.begin), it->number });
    }
    extend(rest, stretch);
    for (auto it = first; it != to; ++it) {
        if (it->end > stretch.end)
            extend(rest, { std::max(it->begin, stretch.end), it->end, it->number });
    }
    const auto room = std::min(to - from, static_cast<std::ptrdiff_t>(rest.size()));
    const auto behind = std::copy(rest.begin(), rest.begin() + room, from);
    m_stretches.insert(m_stretches.erase(behind, to), rest.begin() + room, rest.end());
}

void TimelineModel::coarsen()
{
    const double begin = m_stretches.front().begin;
    const double end = m_stretches.back().end;
    constexpr int kSteps = kMostStretches / 2;
    const std::vector<int> steps = columns(begin, end, kSteps);
    m_stretches.clear();
    for (int i = 0; i < kSteps; ++i) {
        const auto at = [&](int step) { return begin + (end - begin) * step / kSteps; };
        const int number = steps[static_cast<std::size_t>(i)];
        if (number != TimelineStretch::kUnseen)
            extend(m_stretches, { at(i), i + 1 < kSteps ? at(i + 1) : end, number });
    }
}

void TimelineModel::forgetDetails(double begin, double end)
{
    const auto isEarlier = [](const Detail& detail, double time) { return detail.seconds < time; };
    const auto first = std::lower_bound(m_details.begin(), m_details.end(), begin, isEarlier);
    m_details.erase(first, std::lower_bound(first, m_details.end(), end, isEarlier));
}

void TimelineModel::keepDetail(const TimelineMoment& moment)
{
    const auto next = std::upper_bound(m_details.begin(), m_details.end(), moment.seconds,
        [](double time, const Detail& detail) { return time < detail.seconds; });
    if (next != m_details.begin() && moment.seconds - std::prev(next)->seconds < m_spacing)
        return;
    Detail detail { moment.seconds, moment.frame, moment.topLabel.value_or(-1), {}, {} };
    detail.names.fill(-1);
    const qsizetype count = std::min(moment.top.size(), TimelineMoment::kMostClasses);
    for (qsizetype i = 0; i < count; ++i) {
        const auto& [name, probability] = moment.top.at(i);
        const auto known = m_nameIds.constFind(name);
        const int id = known != m_nameIds.constEnd() ? *known : static_cast<int>(m_names.size());
        if (known == m_nameIds.constEnd()) {
            m_nameIds.insert(name, id);
            m_names.append(name);
        }
        detail.names[static_cast<std::size_t>(i)] = id;
        detail.probabilities[static_cast<std::size_t>(i)] = probability;
    }
    m_details.insert(next, detail);
}

void TimelineModel::thinDetails()
{
    const double even = 2 * (m_details.back().seconds - m_details.front().seconds)
        / static_cast<double>(m_details.size());
    m_spacing = std::max(2 * m_spacing, even);
    double kept = -m_spacing;
    std::erase_if(m_details, [&](const Detail& detail) {
        const bool isClose = detail.seconds - kept < m_spacing;
        if (!isClose)
            kept = detail.seconds;
        return isClose;
    });
}

} // namespace netlens
