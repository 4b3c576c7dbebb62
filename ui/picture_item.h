#pragma once

#include "image/image.h"

#include <QFutureWatcher>
#include <QGraphicsObject>
#include <QImage>

namespace netlens {

/// The picture in the scene: stretched over its full size whatever the pixels at hand. Large
/// pictures get half-size copies, made off the GUI thread, so that shrinking neither shimmers nor
/// costs time. A frame is resampled to the pixels of the screen, here and at once: Qt would have
/// its pool do it and wait, which takes long when others want the processors too.
class PictureItem : public QGraphicsObject {
    Q_OBJECT
public:
    explicit PictureItem(QGraphicsItem* parent = nullptr);
    ~PictureItem() override;

    /// @param fullSize the picture's size in its file, in scene units.
    void setPicture(const QImage& pixels, QSizeF fullSize);
    /// One of many: the next is here before smaller copies would pay.
    void setFrame(const Image& frame);
    const QImage& pixels() const { return m_pixels; }

    QRectF boundingRect() const override { return QRectF(QPointF(), m_fullSize); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void setPixels(const QImage& pixels, QSizeF fullSize);
    void takeLevels();
    bool paintsFrame(QPainter& painter);

    QSizeF m_fullSize;
    QImage m_pixels;
    Image m_frame; ///< null unless a frame is shown
    QImage m_frameOnScreen; ///< as large as it was last painted
    QList<QImage> m_levels; ///< full size first, each next half of it; empty until made
    QFutureWatcher<QList<QImage>> m_making;
};

} // namespace netlens
