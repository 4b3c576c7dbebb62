#include "ui/timeline_text.h"

#include "ui/time_text.h"
#include "ui/timeline_model.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    struct Text {
        Q_DECLARE_TR_FUNCTIONS(netlens::TimelineText)
    };

    QString labelText(const TimelineModel& timeline, int number)
    {
        return number == TimelineStretch::kUnsure ? Text::tr("not sure")
                                                  : timeline.labelName(number);
    }

    QString whenText(const TimelineModel& timeline, double seconds, bool isLive)
    {
        if (!isLive)
            return tenthsText(seconds);
        return Text::tr("%1 s ago")
            .arg(QLocale().toString(std::max(0.0, timeline.end() - seconds), 'f', 1));
    }

} // namespace

QString timelinePlaceText(const TimelineModel& timeline, double seconds, bool isLive)
{
    const TimelineStretch* stretch = timeline.stretchAt(seconds);
    if (stretch == nullptr)
        return isLive ? Text::tr("Nothing was seen then.")
                      : Text::tr("%1 · not seen yet").arg(tenthsText(std::max(0.0, seconds)));
    QStringList lines { whenText(timeline, seconds, isLive) % u" · "
        % labelText(timeline, stretch->number) };
    if (stretch->number > 0)
        lines.first() += Text::tr(" (%1)", "number of a label").arg(stretch->number);
    if (const auto moment = timeline.momentAt(seconds)) {
        for (const auto& [name, probability] : moment->top)
            lines.append(QLocale().toString(probability * 100, 'f', 1) % u"\u00a0% " % name);
    }
    return lines.join(u'\n');
}

QString timelineSummary(const TimelineModel& timeline, double position, bool isLive)
{
    const auto count = static_cast<qlonglong>(timeline.stretches().size());
    if (count == 0)
        return Text::tr("Nothing seen yet");
    const QString counted = count == 1 ? Text::tr("1 stretch")
                                       : Text::tr("%1 stretches").arg(QLocale().toString(count));
    const TimelineStretch* now = timeline.stretchAt(position);
    if (now == nullptr)
        return counted;
    const QString label = labelText(timeline, now->number);
    return isLive ? Text::tr("%1, now %2").arg(counted, label)
                  : Text::tr("%1, now %2 from %3").arg(counted, label, timeText(now->begin));
}

} // namespace netlens
