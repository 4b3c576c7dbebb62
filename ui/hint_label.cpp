#include "ui/hint_label.h"

#include "ui/colors.h"

#include <QEvent>
#include <QGuiApplication>
#include <QResizeEvent>

namespace netlens {

namespace {

    constexpr double kSmaller = 0.9;

} // namespace

HintLabel::HintLabel(QWidget* parent)
    : HintLabel(QString(), parent)
{
}

HintLabel::HintLabel(const QString& text, QWidget* parent)
    : QLabel(text, parent)
{
    setWordWrap(true);
    QFont smaller = font();
    smaller.setPointSizeF(smaller.pointSizeF() * kSmaller);
    setFont(smaller);
    dim();
}

QSize HintLabel::sizeHint() const
{
    return { QLabel::sizeHint().width(), heightForWidth(width()) };
}

QSize HintLabel::minimumSizeHint() const
{
    return { QLabel::minimumSizeHint().width(), heightForWidth(width()) };
}

void HintLabel::resizeEvent(QResizeEvent* event)
{
    if (event->oldSize().width() != event->size().width())
        updateGeometry();
    QLabel::resizeEvent(event);
}

void HintLabel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange && !m_dimming)
        dim();
    QLabel::changeEvent(event);
}

void HintLabel::dim()
{
    m_dimming = true;
    // Only this one colour is the label's own; the rest keeps following the window's.
    const QColor quiet = secondaryText(QGuiApplication::palette());
    QPalette own;
    for (const auto group : { QPalette::Active, QPalette::Inactive, QPalette::Disabled })
        own.setColor(group, QPalette::WindowText, quiet);
    setPalette(own);
    m_dimming = false;
}

} // namespace netlens
