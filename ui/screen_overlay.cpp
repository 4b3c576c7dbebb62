#include "ui/screen_overlay.h"

#include <QCloseEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QScreen>

#include <algorithm>
#include <utility>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int kSmallest = 16; ///< a side; less is a click
    constexpr int kGap = 8; ///< between the selection and what is written beside it
    constexpr QColor kShade(0, 0, 0, 140);
    constexpr QColor kSign(24, 24, 24); ///< over any picture, in any theme

    /// With both corners inside.
    QRect between(QPoint a, QPoint b)
    {
        return { QPoint(std::min(a.x(), b.x()), std::min(a.y(), b.y())),
            QPoint(std::max(a.x(), b.x()), std::max(a.y(), b.y())) };
    }

} // namespace

ScreenOverlay::ScreenOverlay(QScreen& screen, const QPixmap& picture)
    : QWidget(nullptr, Qt::Window | Qt::FramelessWindowHint | Qt::WindowStaysOnTopHint)
    , m_picture(picture)
    , m_hint(makeSign(u"screenPickerHint"_s,
          tr("Drag a rectangle over what is to be watched.\n"
             "Enter takes the whole screen, Esc cancels.\n"
             "Windows that cover it are watched too, also this program's own.")))
    , m_extent(makeSign(u"screenPickerSize"_s, {}))
{
    setObjectName(u"screenOverlay"_s);
    setWindowTitle(tr("Watch the screen"));
    setAccessibleName(tr("Watch the screen"));
    setAccessibleDescription(m_hint->text());
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAttribute(Qt::WA_QuitOnClose, false);
    setCursor(Qt::CrossCursor);
    setFocusPolicy(Qt::StrongFocus);
    setScreen(&screen);
    setGeometry(screen.geometry());
    m_extent->hide();
}

QLabel* ScreenOverlay::makeSign(const QString& name, const QString& text)
{
    constexpr int kMargin = 10;
    auto* sign = new QLabel(text, this);
    sign->setObjectName(name);
    sign->setAttribute(Qt::WA_TransparentForMouseEvents);
    sign->setAlignment(Qt::AlignCenter);
    sign->setMargin(kMargin);
    sign->setFrameShape(QFrame::Box);
    sign->setAutoFillBackground(true);
    QPalette colours = sign->palette();
    colours.setColor(QPalette::Window, kSign);
    colours.setColor(QPalette::WindowText, Qt::white);
    sign->setPalette(colours);
    return sign;
}

void ScreenOverlay::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.drawPixmap(rect(), m_picture);
    const QRegion rest = QRegion(rect()) - m_selection;
    for (const QRect& part : rest)
        painter.fillRect(part, kShade);
    if (m_selection.isEmpty())
        return;
    // White on black reads on any picture.
    painter.setPen(QPen(Qt::black, 3));
    painter.drawRect(m_selection.adjusted(-1, -1, 0, 0));
    painter.setPen(QPen(Qt::white, 1));
    painter.drawRect(m_selection.adjusted(-1, -1, 0, 0));
}

void ScreenOverlay::resizeEvent(QResizeEvent*)
{
    m_hint->adjustSize();
    m_hint->move((width() - m_hint->width()) / 2, height() / 12);
}

void ScreenOverlay::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_isDragging = true;
    m_start = event->position().toPoint();
    m_hint->hide();
}

void ScreenOverlay::mouseMoveEvent(QMouseEvent* event)
{
    if (m_isDragging)
        select(between(m_start, event->position().toPoint()) & rect());
}

void ScreenOverlay::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !std::exchange(m_isDragging, false))
        return;
    select(between(m_start, event->position().toPoint()) & rect());
    if (m_selection.width() >= kSmallest && m_selection.height() >= kSmallest) {
        emit picked(m_selection);
        return;
    }
    select({});
    m_hint->show();
}

void ScreenOverlay::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        emit cancelled();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        emit picked(rect());
    else
        QWidget::keyPressEvent(event);
}

void ScreenOverlay::closeEvent(QCloseEvent* event)
{
    QWidget::closeEvent(event);
    emit cancelled();
}

void ScreenOverlay::select(const QRect& area)
{
    constexpr int kFrame = 3;
    update((m_selection | area).adjusted(-kFrame, -kFrame, kFrame, kFrame));
    m_selection = area;
    showExtent();
}

/// Under the selection's right corner; where there is no room, in it.
void ScreenOverlay::showExtent()
{
    m_extent->setVisible(!m_selection.isEmpty());
    const QSize pixels = (QSizeF(m_selection.size()) * devicePixelRatioF()).toSize();
    const QLocale locale;
    m_extent->setText(locale.toString(pixels.width()) % u" × " % locale.toString(pixels.height()));
    m_extent->adjustSize();
    QPoint corner(m_selection.right() + 1 - m_extent->width(), m_selection.bottom() + kGap);
    if (corner.y() + m_extent->height() > height())
        corner.setY(m_selection.bottom() - kGap - m_extent->height());
    m_extent->move(std::max(corner.x(), 0), std::max(corner.y(), 0));
}

} // namespace netlens
