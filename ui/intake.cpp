#include "ui/intake.h"

#include "ui/payload.h"
#include "ui/qt_image.h"

#include <QDir>
#include <QMimeData>
#include <QtConcurrentRun>

namespace netlens {

Intake::Intake(RecognitionService& service, QObject* parent)
    : QObject(parent)
    , m_service(service)
{
    connect(&m_finding, &QFutureWatcherBase::finished, this, &Intake::sort);
    connect(&m_converting, &QFutureWatcherBase::finished, this, &Intake::submitPixels);
}

void Intake::openPaths(const QStringList& paths)
{
    if (!paths.isEmpty())
        m_finding.setFuture(QtConcurrent::run(findPictures, paths));
}

void Intake::sort()
{
    const Findings findings = m_finding.result();
    if (!findings.weights.isEmpty())
        emit weightsFound(findings.weights.first());
    if (!findings.pictures.isEmpty())
        emit picturesFound(findings.pictures);
    else if (!findings.videos.isEmpty())
        emit videoFound(findings.videos.first());
    if (findings.isCut)
        emit refused(tr("Only the first %L1 pictures of the folder are shown.").arg(kMostPictures));
    else if (!findings.emptyFolders.isEmpty() && findings.pictures.isEmpty())
        emit refused(tr("There are no pictures in %1. JPEG, PNG, WebP, BMP, TIFF and GIF files "
                        "are opened.")
                         .arg(QDir::toNativeSeparators(findings.emptyFolders.first())));
}

bool Intake::take(const QMimeData& data, const QString& pictureName)
{
    Payload payload = readPayload(data);
    switch (payload.kind) {
    case Payload::Kind::Files:
        openPaths(payload.files);
        return true;
    case Payload::Kind::EncodedPicture: {
        const auto* begin = reinterpret_cast<const std::uint8_t*>(payload.bytes.constData());
        emit loosePictureTaken();
        submit({ pictureName.toStdString(),
            std::vector<std::uint8_t>(begin, begin + payload.bytes.size()) });
        return true;
    }
    case Payload::Kind::Pixels:
        if (payload.pixels.isNull())
            return false;
        m_pixelsName = pictureName;
        m_converting.setFuture(QtConcurrent::run(fromQImage, payload.pixels));
        return true;
    case Payload::Kind::WebAddress:
        emit refused(tr("%1 is on the web, and Netlens does not fetch pictures. Save it, then "
                        "drop the file here.")
                         .arg(payload.address));
        return true;
    case Payload::Kind::Nothing:
        break;
    }
    return false;
}

void Intake::showPicture(const QString& path)
{
    submit({ path.toStdString(), std::filesystem::path(path.toStdString()) });
}

void Intake::submitPixels()
{
    emit loosePictureTaken();
    submit({ m_pixelsName.toStdString(), m_converting.result() });
}

void Intake::submit(PictureSource source)
{
    emit pictureComing();
    // A map of the class asked about before would lie over a picture that has none of it.
    m_service.explain(std::nullopt);
    emit pictureSubmitted(m_service.submit(std::move(source)));
}

} // namespace netlens
