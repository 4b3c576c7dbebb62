#include "ui/view_export.h"

#include "ui/annotated_picture.h"

#include <QSaveFile>
#include <QtConcurrentRun>

namespace netlens {

namespace {

    /// Empty when all went well, else the reason.
    QString write(const QString& path, const SharedRecognition& recognition, const Image& pixels,
        const HeatmapLook& look)
    {
        QSaveFile file(path);
        const bool written = file.open(QIODevice::WriteOnly)
            && withHeatmap(*recognition, pixels, look).save(&file, "PNG") && file.commit();
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
