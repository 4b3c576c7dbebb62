#pragma once

#include "ui/heatmap_look.h"

#include <QGraphicsItem>
#include <QImage>

namespace netlens {

/// The heatmap, coloured for the pixels of the screen and laid over the rectangle the network saw.
class HeatmapItem : public QGraphicsItem {
public:
    using QGraphicsItem::QGraphicsItem;

    /// @param inputRect scene rectangle the whole map covers.
    void setMap(const HeatMap& map, const HeatmapLook& look, const QRectF& inputRect);

    /// The rectangle covered, in scene units.
    QRectF covered() const { return m_covered; }
    /// RGB32.
    QImage coloured(QSize size) const;

    QRectF boundingRect() const override { return m_covered; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    HeatMap m_map;
    HeatmapLook m_look;
    ValueRange m_range;
    QRectF m_covered;
    QImage m_colours; ///< as last painted
};

} // namespace netlens
