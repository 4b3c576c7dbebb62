#include "ui/picture_item.h"

#include "image/screen_size.h"
#include "ui/device_pixels.h"
#include "ui/qt_image.h"

#include <QPainter>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>
#include <utility>

namespace netlens {

namespace {

    // Below this, converting and halving costs under 10 ms and is done at once.
    constexpr qsizetype kSmallPixels = 1'000'000;
    constexpr int kSmallestSide = 128;
    constexpr double kNearestFrom = 3.0; ///< device pixels per picture pixel

    QList<QImage> makeLevels(const QImage& pixels)
    {
        QList<QImage> levels { pixels.convertToFormat(QImage::Format_RGB32) };
        while (std::min(levels.last().width(), levels.last().height()) >= 2 * kSmallestSide) {
            const QSize half = levels.last().size() / 2;
            levels.append(
                levels.last().scaled(half, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
        }
        return levels;
    }

} // namespace

PictureItem::PictureItem(QGraphicsItem* parent)
    : QGraphicsObject(parent)
{
    connect(&m_making, &QFutureWatcherBase::finished, this, &PictureItem::takeLevels);
}

PictureItem::~PictureItem() = default;

void PictureItem::setPixels(const QImage& pixels, QSizeF fullSize)
{
    if (fullSize != m_fullSize) {
        prepareGeometryChange();
        m_fullSize = fullSize;
    }
    m_pixels = pixels;
    m_frame = {};
    m_frameOnScreen = {};
    m_levels.clear();
    m_making.setFuture({});
    update();
}

void PictureItem::setPicture(const QImage& pixels, QSizeF fullSize)
{
    setPixels(pixels, fullSize);
    if (qsizetype { pixels.width() } * pixels.height() <= kSmallPixels)
        m_levels = pixels.isNull() ? QList<QImage>() : makeLevels(pixels);
    else
        m_making.setFuture(QtConcurrent::run(makeLevels, pixels));
}

void PictureItem::setFrame(const Image& frame, const Image& onScreen)
{
    // The answer to a frame that is shown already, or another map for it.
    if (!m_frame.isNull() && m_frame.pixels().data() == frame.pixels().data())
        return;
    setPixels(toQImage(frame), QSizeF(frame.width(), frame.height()));
    m_frame = frame;
    m_frameOnScreen = toRgb32(onScreen);
}

void PictureItem::takeLevels()
{
    if (m_making.isCanceled() || m_making.future().resultCount() == 0)
        return;
    m_levels = m_making.result();
    update();
}

bool PictureItem::paintsFrame(QPainter& painter)
{
    if (m_frame.isNull())
        return false;
    const QRect target = deviceRect(painter, boundingRect());
    const bool isWhole = !target.isEmpty() && isMostlySeen(painter, target.size())
        && target.width() < kNearestFrom * m_frame.width();
    const Size size = isWhole ? Size { target.width(), target.height() } : Size {};
    tellSizeOnScreen(size);
    if (!isWhole)
        return false;
    if (m_frameOnScreen.size() != target.size())
        m_frameOnScreen = toRgb32(scaleForScreen(m_frame, size));
    drawPixels(painter, target.topLeft(), m_frameOnScreen);
    return true;
}

void PictureItem::tellSizeOnScreen(Size size)
{
    if (std::exchange(m_sizeOnScreen, size) != size)
        emit sizeOnScreenChanged(size);
}

void PictureItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*)
{
    if (m_pixels.isNull() || paintsFrame(*painter))
        return;
    const QTransform toDevice = painter->deviceTransform();
    const double devicePerFull = std::hypot(toDevice.m11(), toDevice.m12());
    const double devicePerPixel = devicePerFull * m_fullSize.width() / m_pixels.width();
    const bool isReduced = m_pixels.width() < m_fullSize.width();
    painter->setRenderHint(
        QPainter::SmoothPixmapTransform, isReduced || devicePerPixel < kNearestFrom);
    // Stretching 24-bit pixels takes four times as long as this and stretching 32-bit ones
    // together.
    if (m_levels.isEmpty() && !m_frame.isNull())
        m_levels = { toRgb32(m_frame) };
    if (m_levels.isEmpty()) {
        painter->drawImage(boundingRect(), m_pixels);
        return;
    }
    // The smallest copy that still has a pixel for every pixel of the screen.
    const double halvings = std::floor(std::log2(1.0 / std::max(devicePerPixel, 1e-6)));
    const auto level
        = std::clamp<qsizetype>(static_cast<qsizetype>(halvings), 0, m_levels.size() - 1);
    painter->drawImage(boundingRect(), m_levels[level]);
}

} // namespace netlens
