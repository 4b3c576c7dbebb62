#include "ui/screen_grabber.h"

#include <algorithm>
#include <utility>

namespace netlens {

namespace {

    constexpr int kBreath = 4; ///< ms for others between two strips
    constexpr int kSlow = 25; ///< ms: too long for one call
    constexpr int kFewestPixels = 64 * 1024; ///< of a strip
    /// Rows that are whole device pixels at all usual scales.
    constexpr int kRowStep = 8;

} // namespace

ScreenGrabber::ScreenGrabber(GrabScreen grab, const GrabLimits& limits, QObject* parent)
    : QObject(parent)
    , m_grab(std::move(grab))
    , m_limits(limits)
    , m_stripPixels(limits.stripPixels)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &ScreenGrabber::step);
}

void ScreenGrabber::setRegion(const ScreenRegion& region)
{
    m_region = region;
    m_done = 0;
}

void ScreenGrabber::setRunning(bool isRunning)
{
    if (isRunning == this->isRunning())
        return;
    m_done = 0;
    if (isRunning)
        m_timer.start(0);
    else
        m_timer.stop();
}

void ScreenGrabber::step()
{
    if (!m_region.screen || (m_done == 0 && !begin()))
        return lose(true);
    QElapsedTimer timer;
    timer.start();
    const int rows = std::min(stripHeight(), m_area.height() - m_done);
    const QPixmap strip
        = m_grab(*m_region.screen, { m_area.x(), m_area.y() + m_done, m_area.width(), rows });
    if (strip.isNull())
        return lose(false);
    append(strip.toImage());
    m_done += rows;
    m_work += timer.elapsed();
    if (timer.elapsed() > kSlow)
        m_stripPixels = std::max(m_stripPixels / 2, kFewestPixels);
    else if (timer.elapsed() < kSlow / 4)
        m_stripPixels = std::min(m_stripPixels * 2, m_limits.stripPixels);
    if (m_done < m_area.height())
        m_timer.start(kBreath);
    else
        finish();
}

/// False when the region is not on the screen any more.
bool ScreenGrabber::begin()
{
    m_area = m_region.area & QRect(QPoint(), m_region.screen->size());
    m_sinceBegin.start();
    m_work = 0;
    m_width = 0;
    m_height = 0;
    m_rgb.clear();
    const QSize pixels = ScreenRegion { m_region.screen, m_area }.pixels();
    m_reduction = 1;
    while (qint64 { pixels.width() / m_reduction } * (pixels.height() / m_reduction)
        > m_limits.mostPixels)
        ++m_reduction;
    return !m_area.isEmpty();
}

int ScreenGrabber::stripHeight() const
{
    const double scale = m_region.screen->devicePixelRatio();
    const double rows = m_stripPixels / (m_area.width() * scale * scale);
    const int step = kRowStep * m_reduction;
    return std::max(static_cast<int>(rows) / step, 1) * step;
}

void ScreenGrabber::append(const QImage& strip)
{
    QImage part = strip;
    if (m_reduction > 1)
        part = part.scaled(strip.width() / m_reduction, strip.height() / m_reduction,
            Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    if (part.isNull())
        return; // fewer rows than make one
    part = std::move(part).convertToFormat(QImage::Format_RGB888);
    if (m_height == 0) {
        m_width = part.width();
        const int rows = ScreenRegion { m_region.screen, m_area }.pixels().height() / m_reduction;
        m_rgb.reserve(static_cast<std::size_t>(rows + 1) * static_cast<std::size_t>(m_width)
            * Image::kChannels);
    }
    const int width = std::min(m_width, part.width());
    const auto rowBytes = static_cast<std::size_t>(m_width) * Image::kChannels;
    for (int y = 0; y < part.height(); ++y) {
        const uchar* row = part.constScanLine(y);
        m_rgb.insert(m_rgb.end(), row, row + std::ptrdiff_t { width } * Image::kChannels);
        m_rgb.resize(rowBytes * static_cast<std::size_t>(m_height + y + 1));
    }
    m_height += part.height();
}

void ScreenGrabber::finish()
{
    m_done = 0;
    const qint64 rest = std::max(kInterval - m_sinceBegin.elapsed(), m_work);
    m_timer.start(static_cast<int>(rest));
    if (m_width > 0 && m_height > 0)
        emit grabbed(Image({ m_width, m_height }, std::exchange(m_rgb, {})));
}

void ScreenGrabber::lose(bool isGone)
{
    m_timer.stop();
    m_done = 0;
    emit lost(isGone);
}

} // namespace netlens
