#include "ui/image_view.h"

#include "service/live_service.h"
#include "ui/colors.h"
#include "ui/fit_frame_item.h"
#include "ui/heatmap_item.h"
#include "ui/live_caption.h"
#include "ui/picture_item.h"
#include "ui/qt_image.h"

#include <QEvent>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace netlens {

namespace {

    constexpr double kMinZoom = 0.02;
    constexpr double kMaxZoom = 64.0;
    constexpr double kStep = 1.25;
    constexpr double kWheelNotch = 120.0;
    constexpr int kMargin = 10;
    constexpr std::chrono::milliseconds kDetailPause { 150 };

} // namespace

ImageView::ImageView(QWidget* parent)
    : QGraphicsView(parent)
    , m_picture(new PictureItem)
    , m_heatmap(new HeatmapItem)
    , m_frame(new FitFrameItem)
{
    auto* contents = new QGraphicsScene(this);
    for (QGraphicsItem* item : { static_cast<QGraphicsItem*>(m_picture),
             static_cast<QGraphicsItem*>(m_frame), static_cast<QGraphicsItem*>(m_heatmap) })
        contents->addItem(item);
    connect(m_picture, &PictureItem::sizeOnScreenChanged, this, &ImageView::sizeOnScreenChanged);
    m_heatmap->hide();
    setScene(contents);
    setObjectName(QStringLiteral("imageView"));
    setAccessibleName(tr("Picture"));
    setFrameShape(QFrame::NoFrame);
    setTransformationAnchor(QGraphicsView::NoAnchor);
    setMouseTracking(true);
    setAcceptDrops(false);
    viewport()->setAcceptDrops(false);
    updateBackground();

    m_detailPause.setSingleShot(true);
    m_detailPause.setInterval(kDetailPause);
    connect(&m_detailPause, &QTimer::timeout, this, [this] {
        if (wantsDetail())
            emit detailWanted();
    });
}

ImageView::~ImageView() = default;

void ImageView::setRecognition(SharedRecognition recognition)
{
    const bool samePicture = m_recognition && recognition && m_recognition->id == recognition->id;
    m_recognition = std::move(recognition);
    if (!samePicture)
        m_detailId.reset();
    const bool isFrame = m_recognition && m_recognition->frame;
    const std::uint64_t run = isFrame ? m_recognition->frame->run : 0;
    const bool goesOn = std::exchange(m_run, run) == run && isFrame;
    m_geometry = m_recognition ? geometryOf(*m_recognition) : PictureGeometry {};
    m_isUnpainted = isFrame && !samePicture;
    showPixels();
    m_frame->setVisible(true);
    m_frame->setGeometry(m_geometry);
    updateMap();
    const QRectF all = m_geometry.picture | m_geometry.input;
    // From frame to frame the view stays where it is.
    if (goesOn && all == scene()->sceneRect()) {
        if (m_pointer)
            tellHeat();
        return;
    }
    scene()->setSceneRect(all);
    if (!samePicture || m_fitted)
        fit();
    updateView();
}

void ImageView::showPixels()
{
    if (m_detailId || hasNewerPreview())
        return;
    if (m_recognition && m_recognition->frame)
        m_picture->setFrame(m_recognition->picture.image, m_recognition->frame->onScreen);
    else
        m_picture->setPicture(m_recognition ? toQImage(m_recognition->picture.image) : QImage(),
            m_geometry.picture.size());
}

bool ImageView::hasNewerPreview() const
{
    // After a jump back an older number is the newer frame.
    return m_recognition && m_recognition->frame && m_previewed > m_recognition->frame->captured
        && m_run == m_recognition->frame->run;
}

void ImageView::setPreview(const Preview& preview)
{
    const QRectF all(0, 0, preview.image.width(), preview.image.height());
    const bool goesOn = std::exchange(m_run, preview.run) == preview.run;
    const bool sameView = goesOn && m_geometry.picture == all;
    if (!goesOn) { // what was on show before is gone
        m_recognition.reset();
        m_isUnpainted = false;
    }
    m_previewed = preview.captured;
    m_detailId.reset();
    m_picture->setFrame(preview.image, preview.onScreen);
    m_heatmap->setVisible(false);
    if (sameView)
        return;
    m_geometry = { all, all, all };
    m_frame->setVisible(false);
    scene()->setSceneRect(all);
    fit();
    updateView();
}

void ImageView::setCaption(const QString& text, const QString& detail)
{
    if (text == m_caption && detail == m_captionDetail)
        return;
    m_caption = text;
    m_captionDetail = detail;
    // Scrolling must not carry the words along.
    setViewportUpdateMode(text.isEmpty() ? MinimalViewportUpdate : FullViewportUpdate);
    viewport()->update();
}

void ImageView::drawForeground(QPainter* painter, const QRectF&)
{
    if (m_caption.isEmpty())
        return;
    painter->save();
    painter->resetTransform();
    drawCaption(*painter, viewport()->rect(), font(), m_caption, m_captionDetail);
    painter->restore();
}

void ImageView::setDetail(std::uint64_t id, const Image& pixels)
{
    if (!m_recognition || m_recognition->id != id || pixels.isNull())
        return;
    m_detailId = id;
    m_picture->setPicture(toQImage(pixels), m_geometry.picture.size());
}

void ImageView::setLook(const HeatmapLook& look)
{
    m_look = look;
    updateMap();
}

void ImageView::updateMap()
{
    m_heatmap->setMap(m_recognition ? m_recognition->map : HeatMap {}, m_look, m_geometry.input);
}

double ImageView::zoom() const
{
    return transform().m11() * devicePixelRatioF();
}

void ImageView::zoomIn()
{
    zoomAround(center(), zoom() * kStep);
}

void ImageView::zoomOut()
{
    zoomAround(center(), zoom() / kStep);
}

void ImageView::zoomToFit()
{
    fit();
    updateView();
}

void ImageView::zoomToActual()
{
    zoomAround(center(), 1.0);
}

void ImageView::zoomAround(QPoint anchor, double wanted)
{
    if (!m_recognition)
        return;
    m_fitted = false;
    const QPointF under = mapToScene(anchor);
    const double factor = std::clamp(wanted, kMinZoom, kMaxZoom) / zoom();
    scale(factor, factor);
    const QPoint moved = mapFromScene(under) - anchor;
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + moved.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + moved.y());
    updateView();
}

void ImageView::fit()
{
    m_fitted = true;
    const QRectF all = scene()->sceneRect();
    if (all.isEmpty())
        return;
    const QSize room = maximumViewportSize() - QSize(2 * kMargin, 2 * kMargin);
    const double factor = std::min(room.width() / all.width(), room.height() / all.height());
    if (factor <= 0)
        return;
    setTransform(QTransform::fromScale(factor, factor));
    centerOn(all.center());
}

void ImageView::updateView()
{
    setDragMode(m_recognition && !m_fitted ? ScrollHandDrag : NoDrag);
    emit zoomChanged(zoom());
    if (m_pointer)
        tellHeat(); // another cell may lie under it
    if (wantsDetail())
        m_detailPause.start();
}

bool ImageView::wantsDetail() const
{
    return m_recognition && !m_detailId && m_recognition->picture.reduction > 1
        && zoom() * m_recognition->picture.reduction > 1.0;
}

bool ImageView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        const auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            zoomAround(gesture->position().toPoint(), zoom() * (1.0 + gesture->value()));
            return true;
        }
    }
    if (event->type() == QEvent::Leave) {
        m_pointer.reset();
        tellHeat();
    }
    const bool isHandled = QGraphicsView::viewportEvent(event);
    if (event->type() == QEvent::Paint && std::exchange(m_isUnpainted, false))
        emit framePainted(m_recognition->frame->captured);
    return isHandled;
}

void ImageView::resizeEvent(QResizeEvent* event)
{
    QGraphicsView::resizeEvent(event);
    if (m_fitted) {
        fit();
        updateView();
    }
}

void ImageView::wheelEvent(QWheelEvent* event)
{
    const double notches = event->angleDelta().y() / kWheelNotch;
    if (notches != 0)
        zoomAround(event->position().toPoint(), zoom() * std::pow(kStep, notches));
    event->accept();
}

void ImageView::mouseMoveEvent(QMouseEvent* event)
{
    QGraphicsView::mouseMoveEvent(event);
    m_pointer = event->position().toPoint();
    tellHeat();
}

void ImageView::tellHeat()
{
    emit heatHovered(m_pointer && m_recognition
            ? readHeat(m_recognition->map, m_geometry.input, mapToScene(*m_pointer))
            : std::nullopt);
}

void ImageView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (m_fitted)
        zoomAround(event->position().toPoint(), 1.0);
    else
        zoomToFit();
    event->accept();
}

void ImageView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange)
        updateBackground();
    QGraphicsView::changeEvent(event);
}

void ImageView::updateBackground()
{
    const QColor window = palette().color(QPalette::Window);
    setBackgroundBrush(isDark(palette()) ? window.darker(140) : window.darker(108));
}

} // namespace netlens
