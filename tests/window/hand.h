#pragma once

#include <QPoint>
#include <QStringList>
#include <QWidget>

/// Generous, because a loaded machine slows everything; a good run takes far less.
inline constexpr int kPatienceMs = 30'000;

// A user's hand: real events, sent by xdotool through the X server. Each waits until the events are
// sent, while this process's event loop turns; false when that did not work.

bool xdotool(const QStringList& arguments);
/// Keys as xdotool names them: "2", "plus", "ctrl+z".
bool press(const QString& keys);
/// A click with the left button; where is the widget's own coordinates.
bool clickOn(const QWidget& widget, QPoint where);
/// The left button pressed here, held on the way and let go there, in places of the screen.
bool dragAcross(QPoint from, QPoint destination);
/// Drags a file or folder out of another program's window to the middle of the target.
/// False when the drop was not accepted.
bool dragInto(const QWidget& target, const QString& path);
