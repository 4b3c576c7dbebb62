#pragma once

#include <QString>

namespace netlens {

class TimelineModel;

/// What is to be said about that second: when it is, its label and the best classes there.
QString timelinePlaceText(const TimelineModel& timeline, double seconds, bool isLive);

/// The whole in a sentence: "12 stretches, now tabby from 0:12".
QString timelineSummary(const TimelineModel& timeline, double position, bool isLive);

} // namespace netlens
