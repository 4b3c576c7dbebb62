#include "ui/heatmap_item.h"

#include "image/screen_size.h"
#include "ui/device_pixels.h"
#include "ui/qt_image.h"

#include <algorithm>

namespace netlens {

namespace {

    /// More is stretched: it is smooth, and colours cost more than that.
    constexpr int kLongestSide = 1024;

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
    const QSize most(kLongestSide, kLongestSide);
    const QSize made = size.boundedTo(most) == size ? size : size.scaled(most, Qt::KeepAspectRatio);
    const Image colours = colorize(m_map, m_look.colormap, m_range,
        { std::max(1, made.width()), std::max(1, made.height()) }, m_look.showCells);
    return toRgb32(
        made == size ? colours : scaleForScreen(colours, { size.width(), size.height() }));
}

void HeatmapItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    const QRect target = deviceRect(*painter, m_covered);
    if (target.isEmpty())
        return;
    if (isMostlySeen(*painter, target.size())) {
        if (m_colours.size() != target.size())
            m_colours = coloured(target.size());
        drawPixels(*painter, target.topLeft(), m_colours);
        return;
    }
    if (m_colours.isNull())
        m_colours = coloured({ kLongestSide, kLongestSide });
    painter->setRenderHint(QPainter::SmoothPixmapTransform, !m_look.showCells);
    painter->drawImage(m_covered, m_colours);
}

} // namespace netlens
