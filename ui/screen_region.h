#pragma once

#include <QPixmap>
#include <QPointer>
#include <QRect>
#include <QScreen>

#include <functional>

namespace netlens {

/// A part of a screen.
struct ScreenRegion {
    QPointer<QScreen> screen; ///< null once it is unplugged
    QRect area; ///< from the screen's corner, in its device-independent pixels

    /// In device pixels.
    QSize pixels() const;
};

/// A picture of a region, in device pixels; null where the system shows no program the screen.
using GrabScreen = std::function<QPixmap(QScreen& screen, const QRect& area)>;
QPixmap grabScreen(QScreen& screen, const QRect& area);

/// Whether programs can see the screen at all. Under Wayland none can; an X11 program there sees
/// black.
/// @param platform QGuiApplication::platformName() @param waylandDisplay $WAYLAND_DISPLAY
bool showsScreens(const QString& platform, const QByteArray& waylandDisplay);
bool showsScreens();

} // namespace netlens
