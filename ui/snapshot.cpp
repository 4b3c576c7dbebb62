#include "ui/snapshot.h"

#include "service/recognition_json.h"
#include "ui/file_name.h"
#include "ui/qt_image.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>
#include <QtConcurrentRun>

#include <utility>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr QLatin1StringView kKey("live/snapshotFolder");

    /// "Camera 1-20261125-071503-120": sorts by time, and no two are the same.
    QString baseName(const Recognition& recognition)
    {
        const QString name = fileNameOf(QString::fromStdString(recognition.name));
        const QString time = QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmmss-zzz"_s);
        return name.isEmpty() ? time : QString(name % u'-' % time);
    }

    /// Empty when all went well, else the reason.
    QString writeFiles(const QString& path, const SharedRecognition& recognition,
        const std::string& model, int top)
    {
        QSaveFile picture(path % ".png"_L1);
        if (!picture.open(QIODevice::WriteOnly)
            || !toQImage(recognition->picture.image).save(&picture, "PNG") || !picture.commit())
            return picture.errorString();
        QSaveFile result(path % ".json"_L1);
        const std::string json = recognitionJson(*recognition, model, top);
        const auto size = static_cast<qint64>(json.size());
        const bool isWritten = result.open(QIODevice::WriteOnly)
            && result.write(json.data(), size) == size && result.commit();
        return isWritten ? QString() : result.errorString();
    }

    /// A future would throw it again in the window.
    QString write(const QString& path, const SharedRecognition& recognition,
        const std::string& model, int top)
    {
        try {
            return writeFiles(path, recognition, model, top);
        } catch (const std::exception& error) {
            return QString::fromLocal8Bit(error.what());
        }
    }

} // namespace

Snapshot::Snapshot(QWidget* window)
    : QObject(window)
    , m_window(window)
{
    connect(&m_saving, &QFutureWatcherBase::finished, this, [this] {
        const QString reason = m_saving.result();
        if (reason.isEmpty())
            emit saved(m_path);
        else
            emit failed(m_path, reason);
    });
}

void Snapshot::save(SharedRecognition recognition, const QString& model, int top)
{
    if (m_saving.isRunning())
        return;
    QString folder = QSettings().value(kKey).toString();
    if ((folder.isEmpty() || !QFileInfo(folder).isDir()) && !chooseFolder())
        return;
    folder = QSettings().value(kKey).toString();
    const QString path = QDir(folder).filePath(baseName(*recognition));
    m_path = path % ".png"_L1;
    m_saving.setFuture(
        QtConcurrent::run(write, path, std::move(recognition), model.toStdString(), top));
}

bool Snapshot::chooseFolder()
{
    QString usual = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    if (!QFileInfo(usual).isDir())
        usual = QDir::homePath(); // one that is not there cannot be accepted
    const QString folder = QFileDialog::getExistingDirectory(
        m_window, tr("Folder for snapshots"), QSettings().value(kKey, usual).toString());
    if (!folder.isEmpty())
        QSettings().setValue(kKey, folder);
    return !folder.isEmpty();
}

} // namespace netlens
