#include "ui/colors.h"

#include <algorithm>
#include <cmath>

namespace netlens {

namespace {

    constexpr double kReadable = 4.5;

    double linear(double channel)
    {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    }

    double luminance(const QColor& color)
    {
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
            + 0.0722 * linear(color.blueF());
    }

} // namespace

double contrast(const QColor& a, const QColor& b)
{
    const auto [darker, lighter] = std::minmax({ luminance(a), luminance(b) });
    return (lighter + 0.05) / (darker + 0.05);
}

QColor mixed(const QColor& a, const QColor& b, double share)
{
    const auto channel = [share](int x, int y) { return qRound(x + (y - x) * share); };
    return QColor(
        channel(a.red(), b.red()), channel(a.green(), b.green()), channel(a.blue(), b.blue()));
}

QColor readable(const QColor& wanted, const QColor& background, const QColor& text)
{
    for (int tenth = 0; tenth <= 10; ++tenth) {
        const QColor candidate = mixed(wanted, text, tenth / 10.0);
        if (contrast(candidate, background) >= kReadable)
            return candidate;
    }
    return text;
}

QColor secondaryText(const QPalette& palette)
{
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    return readable(mixed(text, window, 0.4), window, text);
}

bool isDark(const QPalette& palette)
{
    return luminance(palette.color(QPalette::Window))
        < luminance(palette.color(QPalette::WindowText));
}

} // namespace netlens
