#include "ui/fit_frame_item.h"

#include <QPainter>
#include <QPainterPath>

namespace netlens {

namespace {

    constexpr QColor kDim(0, 0, 0, 130);
    constexpr QColor kPadding(128, 128, 128); ///< Fit::Pad's mid grey

    void fillOutside(QPainter& painter, const QRectF& outer, const QRectF& inner, QColor color)
    {
        QPainterPath path;
        path.addRect(outer);
        path.addRect(inner);
        painter.fillPath(path, color);
    }

} // namespace

void FitFrameItem::setGeometry(const PictureGeometry& geometry)
{
    prepareGeometryChange();
    m_geometry = geometry;
    update();
}

QRectF FitFrameItem::boundingRect() const
{
    return m_geometry.picture | m_geometry.input;
}

void FitFrameItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (m_geometry.isPadded())
        fillOutside(*painter, m_geometry.input, m_geometry.seen, kPadding);
    if (!m_geometry.isCropped())
        return;
    fillOutside(*painter, m_geometry.picture, m_geometry.seen, kDim);
    // White over black reads on any picture; cosmetic pens keep their width at any zoom.
    for (const auto& [color, width] :
        { std::pair(QColor(0, 0, 0, 160), 3.0), std::pair(QColor(Qt::white), 1.0) }) {
        QPen pen(color, width);
        pen.setCosmetic(true);
        painter->setPen(pen);
        painter->drawRect(m_geometry.seen);
    }
}

} // namespace netlens
