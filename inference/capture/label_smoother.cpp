#include "capture/label_smoother.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace netlens {

namespace {

    constexpr double kNever = std::numeric_limits<double>::quiet_NaN();
    constexpr int kNobody = -1;

    bool contains(const std::vector<int>& list, int index)
    {
        return std::ranges::find(list, index) != list.end();
    }

    float finite(float value)
    {
        return std::isfinite(value) ? value : 0;
    }

} // namespace

LabelSmoother::LabelSmoother(const SmoothingOptions& options)
    : m_options(options)
{
}

void LabelSmoother::setOptions(const SmoothingOptions& options)
{
    if (options.rows != m_options.rows)
        m_shown.clear();
    m_options = options;
}

void LabelSmoother::reset()
{
    m_seconds.reset();
    m_shown.clear();
}

const SmoothedLabels& LabelSmoother::add(std::span<const float> probabilities, double seconds)
{
    assert(!probabilities.empty());
    if (probabilities.size() != m_probabilities.size() || (m_seconds && seconds < *m_seconds))
        reset();
    else if (m_seconds && seconds - *m_seconds >= m_options.steadiness)
        m_shown.clear();
    double share = 1;
    if (m_seconds && m_options.seconds > 0)
        share = 1 - std::exp(-(seconds - *m_seconds) / m_options.seconds);
    m_seconds = seconds;
    blend(probabilities, share);
    rank();
    noteDifferences(seconds);
    place(seconds);
    describe();
    return m_labels;
}

void LabelSmoother::blend(std::span<const float> probabilities, double share)
{
    if (m_shown.empty() || probabilities.size() != m_probabilities.size()) {
        m_differsSince.assign(probabilities.size(), kNever);
        m_rankedBefore.clear();
    }
    m_probabilities.resize(probabilities.size());
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        const double now = finite(probabilities[i]);
        const double before = m_probabilities[i];
        m_probabilities[i] = static_cast<float>(share < 1 ? before + share * (now - before) : now);
    }
}

/// The best classes; of equal ones the lower index first.
void LabelSmoother::rank()
{
    const std::size_t wanted = static_cast<std::size_t>(std::max(m_options.rows, 2));
    const auto chance
        = [this](int index) { return m_probabilities[static_cast<std::size_t>(index)]; };
    m_ranked.clear();
    m_ranked.reserve(wanted + 1);
    for (int index = 0; index < static_cast<int>(m_probabilities.size()); ++index) {
        if (m_ranked.size() == wanted && chance(index) <= chance(m_ranked.back()))
            continue;
        const auto place
            = std::ranges::upper_bound(m_ranked, chance(index), std::greater<>(), chance);
        m_ranked.insert(place, index);
        if (m_ranked.size() > wanted)
            m_ranked.pop_back();
    }
}

void LabelSmoother::noteDifferences(double seconds)
{
    const auto rows = std::min(m_ranked.size(), static_cast<std::size_t>(m_options.rows));
    const auto note = [&](int index, bool differs) {
        double& since = m_differsSince[static_cast<std::size_t>(index)];
        if (!differs)
            since = kNever;
        else if (std::isnan(since))
            since = seconds;
    };
    for (const int index : m_rankedBefore)
        if (!contains(m_ranked, index) && !contains(m_shown, index))
            note(index, false);
    for (std::size_t row = 0; row < m_shown.size(); ++row)
        note(m_shown[row], row >= rows || m_ranked[row] != m_shown[row]);
    for (std::size_t i = 0; i < m_ranked.size(); ++i)
        if (!contains(m_shown, m_ranked[i]))
            note(m_ranked[i], i < rows);
    m_rankedBefore = m_ranked;
}

bool LabelSmoother::isDue(int index, double seconds) const
{
    const double since = m_differsSince[static_cast<std::size_t>(index)];
    return !std::isnan(since)
        && (m_options.steadiness <= 0 || seconds - since > m_options.steadiness);
}

/// Those that have been in their place, or out of it for long, get it; the others fill what is
/// left in the order they had.
void LabelSmoother::place(double seconds)
{
    const auto rows = std::min(m_ranked.size(), static_cast<std::size_t>(m_options.rows));
    if (m_shown.size() != rows) {
        m_shown.assign(m_ranked.begin(), m_ranked.begin() + static_cast<std::ptrdiff_t>(rows));
        m_shownBefore = m_shown;
        std::ranges::fill(m_differsSince, kNever);
        return;
    }
    m_shownBefore = m_shown;
    for (std::size_t row = 0; row < rows; ++row) {
        const int index = m_ranked[row];
        const bool stays = m_shownBefore[row] == index;
        m_shown[row] = stays || isDue(index, seconds) ? index : kNobody;
    }
    fillGaps();
    for (std::size_t row = 0; row < rows; ++row)
        if (m_shown[row] == m_ranked[row])
            m_differsSince[static_cast<std::size_t>(m_shown[row])] = kNever;
    for (const int index : m_shownBefore)
        if (!contains(m_shown, index))
            m_differsSince[static_cast<std::size_t>(index)] = kNever;
}

void LabelSmoother::fillGaps()
{
    const auto fillFrom = [this](const std::vector<int>& candidates, auto isWanted) {
        for (const int index : candidates) {
            const auto gap = std::ranges::find(m_shown, kNobody);
            if (gap == m_shown.end())
                return;
            if (!contains(m_shown, index) && isWanted(index))
                *gap = index;
        }
    };
    // Who is still among the best stays before who is not.
    const auto gaps = std::ranges::count(m_shown, kNobody);
    const auto waiting = std::ranges::count_if(
        m_shownBefore, [this](int index) { return !contains(m_shown, index); });
    const bool isTight = waiting > gaps;
    fillFrom(m_shownBefore, [&](int index) { return !isTight || contains(m_ranked, index); });
    fillFrom(m_shownBefore, [](int) { return true; });
}

void LabelSmoother::describe()
{
    m_rows.resize(m_shown.size());
    for (std::size_t row = 0; row < m_shown.size(); ++row)
        m_rows[row] = { m_shown[row], m_probabilities[static_cast<std::size_t>(m_shown[row])] };
    m_labels.rows = m_rows;
    m_labels.probabilities = m_probabilities;
    m_labels.top = m_ranked.front();
    m_labels.topProbability = m_probabilities[static_cast<std::size_t>(m_labels.top)];
    m_labels.isSure = static_cast<double>(m_labels.topProbability) >= m_options.threshold;
    const float second
        = m_ranked.size() < 2 ? 0 : m_probabilities[static_cast<std::size_t>(m_ranked[1])];
    m_labels.margin = static_cast<double>(m_labels.topProbability - second);
    m_labels.entropyBits = 0;
    for (const float value : m_probabilities) {
        const auto chance = static_cast<double>(value);
        if (chance > 0)
            m_labels.entropyBits -= chance * std::log2(chance);
    }
}

} // namespace netlens
