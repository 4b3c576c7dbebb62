#pragma once

#include <QFutureWatcher>
#include <QGraphicsObject>
#include <QImage>

namespace netlens {

/// The picture in the scene: stretched over its full size whatever the pixels at hand. Large
/// pictures get half-size copies, made off the GUI thread, so that shrinking neither shimmers nor
/// costs time.
class PictureItem : public QGraphicsObject {
    Q_OBJECT
public:
    explicit PictureItem(QGraphicsItem* parent = nullptr);
    ~PictureItem() override;

    /// @param fullSize the picture's size in its file, in scene units.
    void setPicture(const QImage& pixels, QSizeF fullSize);
    /// One of many: the next is here before smaller copies would pay.
    void setFrame(const QImage& pixels);
    const QImage& pixels() const { return m_pixels; }

    QRectF boundingRect() const override { return QRectF(QPointF(), m_fullSize); }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void setPixels(const QImage& pixels, QSizeF fullSize);
    void takeLevels();

    QSizeF m_fullSize;
    QImage m_pixels;
    QList<QImage> m_levels; ///< full size first, each next half of it; empty until made
    QFutureWatcher<QList<QImage>> m_making;
};

} // namespace netlens
