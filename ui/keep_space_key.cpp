#include "ui/keep_space_key.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QKeyEvent>

namespace netlens {

KeepSpaceKey::KeepSpaceKey(QObject* parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
}

bool KeepSpaceKey::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride
        || static_cast<QKeyEvent*>(event)->key() != Qt::Key_Space)
        return false;
    const bool isPressed = qobject_cast<QAbstractButton*>(watched) != nullptr
        || qobject_cast<QComboBox*>(watched) != nullptr;
    if (isPressed)
        event->accept();
    return isPressed;
}

} // namespace netlens
