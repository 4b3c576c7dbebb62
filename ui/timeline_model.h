#pragma once

#include <QHash>
#include <QList>
#include <QString>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace netlens {

/// What one frame was taken for.
struct TimelineMoment {
    struct Class {
        QString name;
        float probability = 0;
    };
    static constexpr qsizetype kMostClasses = 5;

    double seconds = 0; ///< in the medium
    std::int64_t frame = 0;
    std::optional<int> topLabel; ///< class index; nothing: not sure
    QList<Class> top; ///< best first; what is beyond kMostClasses is left out
};

/// A stretch of time that one label held.
struct TimelineStretch {
    /// Instead of a label's number.
    static constexpr int kUnsure = 0;
    static constexpr int kUnseen = -1;

    double begin = 0; ///< seconds
    double end = 0; ///< behind the last moment it holds
    int number = kUnsure; ///< of the label, from 1 by first appearance

    friend bool operator==(const TimelineStretch&, const TimelineStretch&) = default;
};

/// Which label held when, and what the network said there. Frames may come in any order of time:
/// those that follow each other within kLongestGap are one viewing, in which each frame holds until
/// the next one; what was known of that time is overwritten. Between viewings nothing is known.
///
/// Memory is bounded. Past kMostStretches the whole is redrawn in half as many equal steps of time,
/// each with the label that held longest in it. Past kMostMoments the five best classes are kept
/// only every so often, evenly, and half as densely each time; about 1 MB in all.
class TimelineModel {
public:
    static constexpr std::size_t kMostStretches = 20'000;
    static constexpr std::size_t kMostMoments = 10'000;
    static constexpr double kLongestGap = 2; ///< seconds

    /// A moment whose time is negative or not finite is ignored.
    void append(const TimelineMoment& moment);
    /// Stretches that ended before that second, and detail that is older.
    void forgetBefore(double seconds);
    /// Everything, numbers too: for another medium or model.
    void clear();

    /// By time; neighbours that touch differ.
    const std::vector<TimelineStretch>& stretches() const { return m_stretches; }
    const TimelineStretch* stretchAt(double seconds) const;
    double end() const { return m_stretches.empty() ? 0 : m_stretches.back().end; }
    int labelCount() const { return static_cast<int>(m_labels.size()); }
    /// @param number 1 … labelCount()
    QString labelName(int number) const { return m_labels.value(number - 1); }
    /// What the network said there, or nearby in the same stretch where detail was thinned out.
    std::optional<TimelineMoment> momentAt(double seconds) const;

    /// The label that holds longest in each of `count` equal steps from begin to end; kUnseen where
    /// nothing is known. @pre begin < end.
    std::vector<int> columns(double begin, double end, int count) const;

private:
    struct Detail {
        double seconds = 0;
        std::int64_t frame = 0;
        int label = -1; ///< class index
        std::array<int, TimelineMoment::kMostClasses> names {}; ///< in m_names; −1: none
        std::array<float, TimelineMoment::kMostClasses> probabilities {};
    };

    int numberOf(const TimelineMoment& moment);
    void write(const TimelineStretch& stretch);
    void coarsen();
    void forgetDetails(double begin, double end);
    void keepDetail(const TimelineMoment& moment);
    void thinDetails();

    std::vector<TimelineStretch> m_stretches;
    std::vector<Detail> m_details; ///< by time
    double m_spacing = 0; ///< between details, at least; seconds
    std::optional<double> m_last; ///< time of the last moment
    int m_lastNumber = TimelineStretch::kUnsure;
    QHash<int, int> m_numbers; ///< class index → number
    QStringList m_labels; ///< by number − 1
    QHash<QString, int> m_nameIds;
    QStringList m_names; ///< of every class seen among the best
};

} // namespace netlens
