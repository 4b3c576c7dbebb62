#pragma once

#include "image/image.h"

#include <QFutureWatcher>
#include <QGraphicsObject>
#include <QImage>

namespace netlens {

/// The picture in the scene: stretched over its full size whatever the pixels at hand. Large
/// pictures get half-size copies, made off the GUI thread, so that shrinking neither shimmers nor
/// costs time. A frame comes resampled to the pixels of the screen, or is resampled here at once:
/// Qt would have its pool do it and wait, which takes long when others want the processors too.
class PictureItem : public QGraphicsObject {
    Q_OBJECT
public:
    explicit PictureItem(QGraphicsItem* parent = nullptr);
    ~PictureItem() override;

    /// @param fullSize the picture's size in its file, in scene units.
    void setPicture(const QImage& pixels, QSizeF fullSize);
    /// One of many: the next is here before smaller copies would pay.
    /// @param onScreen the same at the size told last; of another size, or null: made here
    void setFrame(const Image& frame, const Image& onScreen);
    const QImage& pixels() const { return m_pixels; }

    QRectF boundingRect() const override { return QRectF(QPointF(), m_fullSize); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

signals:
    /// Frames of that size need no resampling here; empty where they are not painted whole.
    void sizeOnScreenChanged(netlens::Size size);

private:
    void setPixels(const QImage& pixels, QSizeF fullSize);
    void takeLevels();
    bool paintsFrame(QPainter& painter);
    void tellSizeOnScreen(Size size);

    QSizeF m_fullSize;
    QImage m_pixels;
    Image m_frame; ///< null unless a frame is shown
    Size m_sizeOnScreen; ///< told last
    QImage m_frameOnScreen; ///< as it came, or as large as it was last painted
    QList<QImage> m_levels; ///< full size first, each next half of it; empty until made
    QFutureWatcher<QList<QImage>> m_making;
};

} // namespace netlens
