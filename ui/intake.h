#pragma once

#include "image/image.h"
#include "service/recognition_service.h"
#include "ui/findings.h"

#include <QFutureWatcher>
#include <QObject>

class QMimeData;

namespace netlens {

/// Everything that comes in: files, folders, drops, the clipboard. Looks at the disk on another
/// thread and hands pictures and weights on.
class Intake : public QObject {
    Q_OBJECT
public:
    explicit Intake(RecognitionService& service, QObject* parent = nullptr);

    void openPaths(const QStringList& paths);
    /// A drop or the clipboard's content. False when there is nothing in it for this program.
    bool take(const QMimeData& data, const QString& pictureName);
    void showPicture(const QString& path);

signals:
    void picturesFound(const QStringList& paths);
    void weightsFound(const QString& path);
    void videoFound(const QString& path);
    /// A picture is about to be recognised.
    void pictureComing();
    /// It is on its way. @param id that its answer or failure will carry
    void pictureSubmitted(std::uint64_t id);
    /// Something else than a file was taken as the picture.
    void loosePictureTaken();
    /// Nothing could be taken; the sentence says why.
    void refused(const QString& sentence);

private:
    void sort();
    void submit(PictureSource source);
    void submitPixels();

    RecognitionService& m_service;
    QFutureWatcher<Findings> m_finding;
    QFutureWatcher<Image> m_converting;
    QString m_pixelsName;
};

} // namespace netlens
