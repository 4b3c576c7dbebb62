#pragma once

#include "recognition.h"
#include "ui/heatmap_look.h"
#include "ui/picture_geometry.h"

#include <QGraphicsView>
#include <QTimer>

#include <optional>

namespace netlens {

class FitFrameItem;
class HeatmapItem;
class PictureItem;

/// The picture with its heatmap and crop frame: zoom with wheel, pinch or keys, pan by dragging.
/// Scene units are pixels of the picture as it is in its file.
class ImageView : public QGraphicsView {
    Q_OBJECT
public:
    explicit ImageView(QWidget* parent = nullptr);
    ~ImageView() override;

    /// Another picture is shown whole; a new answer to the same picture leaves the view alone.
    void setRecognition(SharedRecognition recognition);
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

protected:
    bool viewportEvent(QEvent* event) override;
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
    bool wantsDetail() const;

    PictureItem* m_picture;
    HeatmapItem* m_heatmap;
    FitFrameItem* m_frame;
    SharedRecognition m_recognition;
    PictureGeometry m_geometry;
    HeatmapLook m_look;
    QTimer m_detailPause;
    std::optional<std::uint64_t> m_detailId; ///< picture shown at full resolution
    bool m_fitted = true; ///< follows the window's size
};

} // namespace netlens
