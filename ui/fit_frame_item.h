#pragma once

#include "ui/picture_geometry.h"

#include <QGraphicsItem>

namespace netlens {

/// What the fit rule did to the picture: the part a crop leaves out is dimmed behind a frame, the
/// margins that padding adds are grey, as the network sees them.
class FitFrameItem : public QGraphicsItem {
public:
    using QGraphicsItem::QGraphicsItem;

    void setGeometry(const PictureGeometry& geometry);

    QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    PictureGeometry m_geometry;
};

} // namespace netlens
