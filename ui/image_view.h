#pragma once

#include "recognition.h"
#include "ui/heatmap_look.h"
#include "ui/picture_geometry.h"

#include <QGraphicsView>
#include <QTimer>

#include <chrono>
#include <optional>

namespace netlens {

class FitFrameItem;
class HeatmapItem;
class PictureItem;
struct Preview;

/// The picture with its heatmap and crop frame: zoom with wheel, pinch or keys, pan by dragging.
/// Scene units are pixels of the picture as it is in its file.
class ImageView : public QGraphicsView {
    Q_OBJECT
public:
    explicit ImageView(QWidget* parent = nullptr);
    ~ImageView() override;

    /// Another picture is shown whole; a new answer to the same picture leaves the view alone.
    void setRecognition(SharedRecognition recognition);
    /// A frame that the network has not looked at: no map lies over it. The view stays as it is
    /// from frame to frame of the same size.
    void setPreview(const Preview& preview);
    /// Large words over the picture; none to leave it free.
    void setCaption(const QString& text, const QString& detail = {});
    const QString& caption() const { return m_caption; }
    /// Full-resolution pixels for the recognition of that id; ignored when it is no longer shown.
    void setDetail(std::uint64_t id, const Image& pixels);
    void setLook(const HeatmapLook& look);

    const PictureGeometry& geometryOnPicture() const { return m_geometry; }
    const HeatmapItem& heatmap() const { return *m_heatmap; }
    const PictureItem& picture() const { return *m_picture; }
    bool hasPicture() const { return m_recognition != nullptr; }
    /// Screen pixels per picture pixel; 1 is 100 %.
    double zoom() const;

    void zoomIn();
    void zoomOut();
    void zoomToFit();
    void zoomToActual();

signals:
    void zoomChanged(double zoom);
    /// The heat under the cursor; nothing beside the map.
    void heatHovered(std::optional<netlens::HeatReading> reading);
    /// The pixels at hand are coarser than the screen.
    void detailWanted();
    /// As PictureItem's.
    void sizeOnScreenChanged(netlens::Size size);
    /// A frame's answer has come to the screen for the first time.
    void framePainted(std::chrono::steady_clock::time_point captured);

protected:
    bool viewportEvent(QEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    /// @param anchor the point of the viewport that stays where it is.
    void zoomAround(QPoint anchor, double zoom);
    QPoint center() const { return viewport()->rect().center(); }
    void fit();
    void updateView();
    void updateBackground();
    void updateMap();
    void showPixels();
    bool hasNewerPreview() const;
    void tellHeat();
    bool wantsDetail() const;

    PictureItem* m_picture;
    HeatmapItem* m_heatmap;
    FitFrameItem* m_frame;
    SharedRecognition m_recognition;
    PictureGeometry m_geometry;
    HeatmapLook m_look;
    QTimer m_detailPause;
    std::optional<std::uint64_t> m_detailId; ///< picture shown at full resolution
    std::uint64_t m_run = 0; ///< that the frame on show is of; 0 for other pictures
    std::chrono::steady_clock::time_point m_previewed; ///< when the last preview was captured
    bool m_isUnpainted = false; ///< the frame's answer has not been on the screen
    QString m_caption;
    QString m_captionDetail;
    std::optional<QPoint> m_pointer; ///< on the viewport, while it is there
    bool m_fitted = true; ///< follows the window's size
};

} // namespace netlens
