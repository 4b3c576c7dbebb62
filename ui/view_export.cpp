#include "ui/view_export.h"

#include "ui/picture_geometry.h"
#include "ui/qt_image.h"

#include <QSaveFile>
#include <QtConcurrentRun>

namespace netlens {

namespace {

    QImage compose(const Recognition& recognition, const Image& pixels, const HeatmapLook& look)
    {
        const ValueRange range = look.rangeFor(recognition.map);
        if (!look.visible || recognition.map.values.empty() || range.high <= range.low)
            return toQImage(pixels);
        const QRectF full = geometryOf(recognition).input;
        const double scale
            = static_cast<double>(pixels.width()) / recognition.picture.fullSize.width;
        const RectF area { full.x() * scale, full.y() * scale, full.width() * scale,
            full.height() * scale };
        return toQImage(overlay(
            pixels, area, recognition.map, look.colormap, range, look.opacity, look.showCells));
    }

    /// Empty when all went well, else the reason.
    QString write(const QString& path, const SharedRecognition& recognition, const Image& pixels,
        const HeatmapLook& look)
    {
        QSaveFile file(path);
        const bool written = file.open(QIODevice::WriteOnly)
            && compose(*recognition, pixels, look).save(&file, "PNG") && file.commit();
        return written ? QString() : file.errorString();
    }

} // namespace

ViewExport::ViewExport(QObject* parent)
    : QObject(parent)
{
    connect(&m_saving, &QFutureWatcherBase::finished, this, [this] {
        const QString reason = m_saving.result();
        if (reason.isEmpty())
            emit saved(m_path);
        else
            emit failed(m_path, reason);
    });
}

void ViewExport::save(const QString& path, const SharedRecognition& recognition,
    const Image& pixels, const HeatmapLook& look)
{
    m_saving.waitForFinished();
    m_path = path;
    m_saving.setFuture(QtConcurrent::run(write, path, recognition, pixels, look));
}

} // namespace netlens
