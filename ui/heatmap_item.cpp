#include "ui/heatmap_item.h"

#include "ui/qt_image.h"

#include <algorithm>

namespace netlens {

namespace {

    constexpr int kLongSide = 448; ///< colouring that many pixels takes 2 ms or so

    Size colouredSize(const HeatMap& map, bool cells)
    {
        const int longer = std::max(map.height, map.width);
        const int perCell = std::max(1, (cells ? kLongSide / 2 : kLongSide) / longer);
        return { map.width * perCell, map.height * perCell };
    }

} // namespace

void HeatmapItem::setMap(const HeatMap& map, const HeatmapLook& look, const QRectF& inputRect)
{
    const ValueRange range = look.rangeFor(map);
    const bool shown = look.visible && !map.values.empty() && range.high > range.low;
    setVisible(shown);
    setOpacity(look.opacity);
    if (!shown)
        return;
    const Size size = colouredSize(map, look.showCells);
    setPixmap(
        QPixmap::fromImage(toQImage(colorize(map, look.colormap, range, size, look.showCells))));
    setShapeMode(BoundingRectShape);
    setTransformationMode(look.showCells ? Qt::FastTransformation : Qt::SmoothTransformation);
    setPos(inputRect.topLeft());
    setTransform(
        QTransform::fromScale(inputRect.width() / size.width, inputRect.height() / size.height));
}

} // namespace netlens
