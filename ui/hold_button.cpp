#include "ui/hold_button.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QStyleOptionButton>

namespace netlens {

HoldButton::HoldButton(const QString& text, const QString& held, QWidget* parent)
    : QPushButton(text, parent)
    , m_text(text)
    , m_heldText(held)
{
    setAutoDefault(false);
}

void HoldButton::hold(bool on)
{
    setDown(on && isEnabled());
    follow();
}

QSize HoldButton::sizeHint() const
{
    const QFontMetrics metrics = fontMetrics();
    const int other = metrics.horizontalAdvance(m_isHeld ? m_text : m_heldText)
        - metrics.horizontalAdvance(text());
    const QSize usual = QPushButton::sizeHint();
    return { usual.width() + qMax(0, other), qMax(usual.height(), 3 * metrics.height()) };
}

bool HoldButton::event(QEvent* event)
{
    if (event->type() == QEvent::Hide)
        setDown(false);
    // Space may be a shortcut of the window, which would never let it come here.
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Space) {
        event->accept();
        return true;
    }
    const bool isHandled = QPushButton::event(event);
    follow();
    return isHandled;
}

void HoldButton::initStyleOption(QStyleOptionButton* option) const
{
    QPushButton::initStyleOption(option);
    if (!m_isHeld)
        return;
    // Styles lighten it.
    constexpr int kDarker = 130;
    option->palette.setColor(
        QPalette::Button, palette().color(QPalette::Highlight).darker(kDarker));
    option->palette.setColor(QPalette::ButtonText, palette().color(QPalette::HighlightedText));
}

void HoldButton::mouseMoveEvent(QMouseEvent* event)
{
    // QPushButton would let go when the pointer slips off.
    event->accept();
}

void HoldButton::follow()
{
    if (isDown() == m_isHeld)
        return;
    m_isHeld = isDown();
    setText(m_isHeld ? m_heldText : m_text);
    emit heldChanged(m_isHeld);
}

} // namespace netlens
