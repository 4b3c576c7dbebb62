#include "ui/screen_region.h"

#include <QGuiApplication>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

QSize ScreenRegion::pixels() const
{
    return screen ? (QSizeF(area.size()) * screen->devicePixelRatio()).toSize() : QSize();
}

QPixmap grabScreen(QScreen& screen, const QRect& area)
{
    return screen.grabWindow(0, area.x(), area.y(), area.width(), area.height());
}

bool showsScreens(const QString& platform, const QByteArray& waylandDisplay)
{
    const bool isOfWayland = platform.startsWith("wayland"_L1);
    return !isOfWayland && (platform != "xcb"_L1 || waylandDisplay.isEmpty());
}

bool showsScreens()
{
    return showsScreens(QGuiApplication::platformName(), qgetenv("WAYLAND_DISPLAY"));
}

} // namespace netlens
