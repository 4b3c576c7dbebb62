#pragma once

#include "ui/heatmap_look.h"

#include <QGraphicsPixmapItem>

namespace netlens {

/// The heatmap, coloured once and laid over the rectangle the network saw. Opacity is the item's
/// own, so changing it colours nothing anew.
class HeatmapItem : public QGraphicsPixmapItem {
public:
    using QGraphicsPixmapItem::QGraphicsPixmapItem;

    /// @param inputRect scene rectangle the whole map covers.
    void setMap(const HeatMap& map, const HeatmapLook& look, const QRectF& inputRect);

    /// The rectangle covered, in scene units.
    QRectF covered() const { return mapToScene(boundingRect()).boundingRect(); }
};

} // namespace netlens
