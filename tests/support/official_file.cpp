#include "support/official_file.h"

#include "model/architecture.h"
#include "support/random_weights.h"
#include "weights/weights_writer.h"

#include <QDir>
#include <QFile>

using namespace netlens;

namespace {

QByteArray weightsBytes(const Config& config)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("weights.h5"));
    const Architecture architecture = describe(config);
    QFile file(path);
    if (!writeWeights(path.toStdString(), architecture, *randomWeights(architecture, 3))
        || !file.open(QIODevice::ReadOnly))
        qFatal("cannot make weights");
    return file.readAll();
}

} // namespace

const OfficialFile& smallestOfficial()
{
    static const OfficialFile file = *findOfficial(officialFileName(0.35, 96, true));
    return file;
}

const QByteArray& smallestOfficialBytes()
{
    static const QByteArray bytes = weightsBytes(smallestOfficial().config());
    return bytes;
}

const QByteArray& noTopBytes()
{
    Config config = smallestOfficial().config();
    config.includeTop = false;
    static const QByteArray bytes = weightsBytes(config);
    return bytes;
}

KerasHome::KerasHome()
{
    qputenv("KERAS_HOME", m_folder.path().toUtf8());
}

KerasHome::~KerasHome()
{
    qunsetenv("KERAS_HOME");
}

QString KerasHome::file(const QString& ending) const
{
    return models() + QLatin1Char('/') + QString::fromStdString(smallestOfficial().name) + ending;
}

void KerasHome::write(const QString& ending, const QByteArray& bytes) const
{
    QFile out(file(ending));
    if (!QDir().mkpath(models()) || !out.open(QIODevice::WriteOnly)
        || out.write(bytes) != bytes.size())
        qFatal("cannot write %s", qPrintable(out.fileName()));
}

QByteArray KerasHome::read(const QString& ending) const
{
    QFile in(file(ending));
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}
