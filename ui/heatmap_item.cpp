#include "ui/heatmap_item.h"

#include "ui/device_pixels.h"
#include "ui/qt_image.h"

#include <algorithm>

namespace netlens {

namespace {

    constexpr int kLongestSide = 1024; ///< colouring that many pixels takes 2 ms or so

} // namespace

void HeatmapItem::setMap(const HeatMap& map, const HeatmapLook& look, const QRectF& inputRect)
{
    m_range = look.rangeFor(map);
    const bool shown = look.visible && !map.values.empty() && m_range.high > m_range.low;
    setVisible(shown);
    setOpacity(look.opacity);
    if (!shown)
        return;
    if (inputRect != m_covered)
        prepareGeometryChange();
    m_covered = inputRect;
    m_map = map;
    m_look = look;
    m_colours = {};
    update();
}

QImage HeatmapItem::coloured(QSize size) const
{
    return toRgb32(colorize(
        m_map, m_look.colormap, m_range, { size.width(), size.height() }, m_look.showCells));
}

void HeatmapItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const QRect target = deviceRect(*painter, m_covered);
    if (target.isEmpty())
        return;
    const QSize size = target.size().boundedTo({ kLongestSide, kLongestSide });
    if (m_colours.size() != size)
        m_colours = coloured(size);
    if (size == target.size()) {
        drawPixels(*painter, target.topLeft(), m_colours);
        return;
    }
    painter->setRenderHint(QPainter::SmoothPixmapTransform, !m_look.showCells);
    painter->drawImage(m_covered, m_colours);
}

} // namespace netlens
