#include "ui/message_strip.h"

#include "ui/action_button.h"
#include "ui/colors.h"
#include "ui/icon_label.h"
#include "ui/icons.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int kTextColumn = 1;
    constexpr int kNarrowCharacters = 75;

    QColor accent(Message::Level level)
    {
        switch (level) {
        case Message::Level::Information:
            return QColor(0x3d, 0x8e, 0xe0);
        case Message::Level::Success:
            return QColor(0x2e, 0xa0, 0x5a);
        case Message::Level::Warning:
            return QColor(0xe0, 0x9a, 0x1f);
        case Message::Level::Error:
            return QColor(0xd6, 0x45, 0x45);
        }
        return {};
    }

    QString iconName(Message::Level level)
    {
        switch (level) {
        case Message::Level::Information:
            return u"info"_s;
        case Message::Level::Success:
            return u"success"_s;
        case Message::Level::Warning:
            return u"warning"_s;
        case Message::Level::Error:
            return u"error"_s;
        }
        return {};
    }

} // namespace

MessageStrip::MessageStrip(QWidget* parent)
    : QFrame(parent)
    , m_icon(new IconLabel(style()->pixelMetric(QStyle::PM_SmallIconSize) + 4, this))
    , m_text(new QLabel(this))
    , m_detail(new QLabel(this))
    , m_more(new QToolButton(this))
    , m_close(new QToolButton(this))
    , m_buttons(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_grid(new QGridLayout(this))
{
    m_text->setObjectName(u"messageText"_s);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->setObjectName(u"messageDetail"_s);
    m_detail->setWordWrap(true);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);

    m_more->setObjectName(u"messageMore"_s);
    m_more->setText(tr("Details"));
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    connect(m_more, &QToolButton::toggled, this, &MessageStrip::showDetail);
    m_close->setObjectName(u"messageClose"_s);
    m_close->setIcon(icon(u"close"_s));
    m_close->setAutoRaise(true);
    m_close->setToolTip(tr("Dismiss this message"));
    m_close->setAccessibleName(tr("Dismiss this message"));
    connect(m_close, &QToolButton::clicked, this, &MessageStrip::dismiss);

    auto* lines = new QVBoxLayout;
    lines->setSpacing(2);
    lines->addWidget(m_text);
    lines->addWidget(m_detail);
    m_buttons->setSpacing(6);
    m_grid->setContentsMargins(12, 6, 6, 6);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(4);
    m_grid->setColumnStretch(kTextColumn, 1);
    m_grid->addWidget(m_icon, 0, 0, Qt::AlignVCenter);
    m_grid->addLayout(lines, 0, kTextColumn);
    m_grid->addWidget(m_close, 0, kTextColumn + 2, Qt::AlignVCenter);
    setButtons({});
    hide();
}

void MessageStrip::show(const Message& message)
{
    m_level = message.level;
    m_showing = true;
    m_text->setText(message.text);
    m_detail->setText(message.detail);
    m_more->setVisible(!message.detail.isEmpty());
    m_more->setChecked(false);
    showDetail(false);
    m_close->setVisible(message.closable);
    setButtons(message.actions);
    m_icon->setIcon(icon(iconName(m_level)));
    setAccessibleName(message.text);
    setAccessibleDescription(message.detail);
    setVisible(true);
    update();
}

void MessageStrip::dismiss()
{
    if (!m_showing)
        return;
    m_showing = false;
    hide();
    emit dismissed();
}

QString MessageStrip::text() const
{
    return m_showing ? m_text->text() : QString();
}

void MessageStrip::setText(const QString& text)
{
    m_text->setText(text);
    setAccessibleName(text);
}

QColor MessageStrip::background(Message::Level level, const QPalette& palette)
{
    return mixed(palette.color(QPalette::Window), accent(level), isDark(palette) ? 0.24 : 0.16);
}

void MessageStrip::setButtons(const QList<QAction*>& actions)
{
    // A button that stays is not taken from under the pointer.
    if (m_buttons->count() > 0 && actions == m_offered)
        return;
    m_offered = actions;
    while (QLayoutItem* item = m_buttons->takeAt(0)) {
        if (item->widget() != nullptr && item->widget() != m_more) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    m_buttons->addStretch(1);
    m_buttons->addWidget(m_more);
    for (QAction* action : actions) {
        auto* button = new ActionButton(action, this);
        button->setObjectName(action->objectName() + u"Button"_s);
        m_buttons->addWidget(button);
    }
    placeButtons();
}

QList<QWidget*> MessageStrip::buttons() const
{
    QList<QWidget*> found;
    for (int i = 0; i < m_buttons->count(); ++i)
        if (QWidget* button = m_buttons->itemAt(i)->widget();
            button != nullptr && (button != m_more || !m_detail->text().isEmpty()))
            found.append(button);
    return found;
}

/// One way out stands beside the sentence, several below it, so that it stays readable; where it is
/// narrow all do, and one below the other where even they have no room.
void MessageStrip::placeButtons()
{
    int row = 0;
    for (const QWidget* button : buttons())
        row += button->minimumSizeHint().width() + m_buttons->spacing();
    m_buttons->setDirection(
        row > width() - widthBesides() ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    const bool isNarrow = width() < fontMetrics().averageCharWidth() * kNarrowCharacters;
    const bool isBelow = m_offered.size() > 1 || isNarrow;
    if (m_isBelow == isBelow)
        return;
    m_isBelow = isBelow;
    m_grid->removeItem(m_buttons);
    if (isBelow)
        m_grid->addLayout(m_buttons, 1, kTextColumn, 1, 2);
    else
        m_grid->addLayout(m_buttons, 0, kTextColumn + 1, Qt::AlignVCenter);
}

int MessageStrip::widthBesides() const
{
    const QMargins margins = m_grid->contentsMargins();
    return margins.left() + margins.right() + m_icon->minimumWidth()
        + m_close->minimumSizeHint().width() + 2 * m_grid->horizontalSpacing();
}

QSize MessageStrip::minimumSizeHint() const
{
    int least = m_text->minimumSizeHint().width();
    for (const QWidget* button : buttons())
        least = std::max(least, button->minimumSizeHint().width());
    return { widthBesides() + least, QFrame::minimumSizeHint().height() };
}

bool MessageStrip::event(QEvent* event)
{
    if (event->type() == QEvent::LayoutRequest)
        placeButtons(); // one may have come, or have another name
    return QFrame::event(event);
}

void MessageStrip::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    placeButtons();
}

void MessageStrip::showDetail(bool visible)
{
    m_detail->setVisible(visible);
    m_more->setToolTip(visible ? tr("Hide the details") : tr("Show the details"));
}

void MessageStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), background(m_level, palette()));
    painter.fillRect(QRect(0, 0, 4, height()), accent(m_level));
    painter.setPen(mixed(palette().color(QPalette::Window), accent(m_level), 0.5));
    painter.drawLine(0, height() - 1, width(), height() - 1);
}

} // namespace netlens
