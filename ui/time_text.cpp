#include "ui/time_text.h"

#include <QLocale>

#include <cmath>

namespace netlens {

namespace {

    QString twoDigits(qint64 value)
    {
        return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
    }

} // namespace

QString timeText(double seconds)
{
    constexpr int kSixty = 60;
    const auto whole = static_cast<qint64>(seconds);
    const qint64 minutes = whole / kSixty;
    const QString tail = QLatin1Char(':') % twoDigits(whole % kSixty);
    if (minutes < kSixty)
        return QString::number(minutes) % tail;
    return QString::number(minutes / kSixty) % QLatin1Char(':') % twoDigits(minutes % kSixty)
        % tail;
}

QString tenthsText(double seconds)
{
    // Cut, not rounded: a frame is never said to come later than it does.
    const auto tenths = static_cast<qint64>(std::floor(seconds * 10 + 1e-6));
    return timeText(static_cast<double>(tenths / 10)) % QLocale().decimalPoint()
        % QString::number(tenths % 10);
}

} // namespace netlens
