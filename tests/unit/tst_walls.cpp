#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QtTest>

using namespace Qt::StringLiterals;

namespace {

/// Path from the project's root → text.
using Sources = QMap<QString, QString>;

/// Lowest first: a file includes its own level and those before it.
const QStringList kLevels { u"inference/base"_s, u"inference/tensor"_s, u"inference/image"_s,
    u"inference/model"_s, u"inference/weights"_s, u"inference/engine"_s, u"inference/explain"_s,
    u"inference/capture"_s, u"inference"_s, u"inference/service"_s, u"ui"_s, u"app"_s };

/// What ui may include besides service/: the values that cross with the service's results.
const QStringList kValueHeaders { u"inference/base/error.h"_s, u"inference/base/result.h"_s,
    u"inference/capture/label_name.h"_s, u"inference/capture/source_address.h"_s,
    u"inference/engine/step_timing.h"_s, u"inference/engine/thread_choice.h"_s,
    u"inference/explain/class_activation.h"_s, u"inference/explain/colormap.h"_s,
    u"inference/frame_stamp.h"_s, u"inference/image/image.h"_s, u"inference/image/preprocess.h"_s,
    u"inference/image/screen_size.h"_s, u"inference/loaded_model.h"_s,
    u"inference/model/architecture.h"_s, u"inference/model/config.h"_s,
    u"inference/model/labels.h"_s, u"inference/model/precision.h"_s, u"inference/model/top_k.h"_s,
    u"inference/recognition.h"_s, u"inference/tensor/tensor.h"_s, u"inference/weights/demo.h"_s,
    u"inference/weights/registry.h"_s, u"inference/weights/weights_file.h"_s };

/// A third party, how its headers begin, and the folders that may include them.
struct Library {
    QString name;
    QRegularExpression header;
    QStringList homes;
};

const QList<Library>& libraries()
{
    const auto starts = [](const char* pattern) {
        return QRegularExpression(QLatin1Char('^') + QLatin1String(pattern));
    };
    static const QList<Library> kLibraries {
        { u"oneDNN"_s, starts("(oneapi/|dnnl)"), { kLevels[5] } },
        { u"Highway"_s, starts("hwy/"), { kLevels[2], u"inference/engine/kernels"_s } },
        { u"OpenMP"_s, starts("omp\\.h"), { kLevels[5] } },
        { u"HDF5"_s, starts("(hdf5|H5)"), { kLevels[4] } },
        { u"OpenCV"_s, starts("opencv2/"), { kLevels[2], kLevels[6], kLevels[7] } },
        { u"libjpeg"_s, starts("j(peglib|error|config|morecfg)\\.h"), { kLevels[2] } },
        { u"libpng"_s, starts("png(conf)?\\.h"), { kLevels[2] } },
        { u"libtiff"_s, starts("tiff(io|conf|vers)?\\.h"), { kLevels[2] } },
        { u"giflib"_s, starts("gif_lib"), { kLevels[2] } },
        { u"libzip"_s, starts("zip(conf)?\\.h"), { kLevels[4] } },
        { u"zlib"_s, starts("z(lib|conf)\\.h"), { kLevels[4] } },
        { u"nlohmann-json"_s, starts("nlohmann/"),
            { kLevels[3], kLevels[4], kLevels[7], kLevels[9], u"app/cli"_s } },
        { u"Qt"_s, starts("Q(t|[A-Z])"), { kLevels[9], kLevels[10], kLevels[11] } },
    };
    return kLibraries;
}

QString folderOf(const QString& path)
{
    return path.section(QLatin1Char('/'), 0, -2);
}

bool isInside(const QString& path, const QString& folder)
{
    return path.startsWith(folder + QLatin1Char('/'));
}

/// Position in kLevels of the innermost level the file is in, or -1.
int levelOf(const QString& path)
{
    int level = -1;
    for (int i = 0; i < kLevels.size(); ++i) {
        if (isInside(path, kLevels[i]) && (level < 0 || kLevels[i].size() > kLevels[level].size()))
            level = i;
    }
    return level;
}

struct Include {
    QString name;
    bool quoted = false;
};

QList<Include> includesOf(const QString& text)
{
    static const QRegularExpression line(uR"re(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"])re"_s,
        QRegularExpression::MultilineOption);
    QList<Include> found;
    for (auto it = line.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        found.append({ match.captured(2), match.captured(1) == QLatin1String("\"") });
    }
    return found;
}

const Library* libraryOf(const QString& header)
{
    for (const Library& library : libraries()) {
        if (library.header.match(header).hasMatch())
            return &library;
    }
    return nullptr;
}

/// The file of ours an include names; empty for a generated one (uic, moc) and for other people's.
QString resolve(const Sources& sources, const QString& from, const QString& name)
{
    for (const QString& folder : { folderOf(from), u"inference"_s, QString() }) {
        const QString path = folder.isEmpty() ? name : folder + QLatin1Char('/') + name;
        if (sources.contains(QDir::cleanPath(path)))
            return QDir::cleanPath(path);
    }
    return {};
}

/// A header with a third party inside is for its own level only. Qt is exempt: service/ and what
/// is above are made of it.
bool isPrivateHeader(const Sources& sources, const QString& path)
{
    for (const Include& include : includesOf(sources.value(path))) {
        const Library* library = libraryOf(include.name);
        if (library != nullptr && library->name != QLatin1String("Qt"))
            return true;
    }
    return false;
}

QString whyNotOurs(const Sources& sources, const QString& from, const QString& to)
{
    const int own = levelOf(from);
    const int other = levelOf(to);
    if (other > own)
        return u"is a higher level"_s;
    if (kLevels[own] == QLatin1String("ui") && other < own && !isInside(to, u"inference/service"_s)
        && !kValueHeaders.contains(to))
        return u"is neither service/ nor one of the value headers"_s;
    if (other != own && isPrivateHeader(sources, to))
        return u"is private to its level: it includes a third-party header"_s;
    return {};
}

/// What is wrong with the includes of one file, in words; empty when nothing is.
QStringList violations(const Sources& sources, const QString& path)
{
    QStringList found;
    QStringList seen;
    for (const Include& include : includesOf(sources.value(path))) {
        QString why;
        if (const Library* library = libraryOf(include.name)) {
            seen.append(library->name);
            const bool atHome = std::any_of(library->homes.begin(), library->homes.end(),
                [&path](const QString& home) { return isInside(path, home); });
            if (!atHome)
                why = library->name + u" does not belong here"_s;
        } else if (include.quoted) {
            const QString to = resolve(sources, path, include.name);
            if (!to.isEmpty())
                why = whyNotOurs(sources, path, to);
        }
        if (!why.isEmpty())
            found.append(path + u" includes "_s + include.name + u": "_s + why);
    }
    if (seen.contains(u"OpenCV"_s) && seen.contains(u"Qt"_s))
        found.append(path + u" joins OpenCV and Qt"_s);
    return found;
}

Sources readSources()
{
    const QDir root(QStringLiteral(NETLENS_SOURCE_DIR));
    Sources sources;
    for (const char* top : { "inference", "ui", "app" }) {
        QDirIterator files(root.filePath(QLatin1String(top)), { u"*.h"_s, u"*.cpp"_s }, QDir::Files,
            QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly))
                sources.insert(
                    root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll()));
        }
    }
    return sources;
}

} // namespace

class WallsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_sources = readSources();
        QVERIFY(m_sources.contains(u"inference/base/result.h"_s));
        QVERIFY(m_sources.size() > kLevels.size());
    }

    void everyFileStaysBehindItsWalls()
    {
        QStringList found;
        for (auto it = m_sources.cbegin(); it != m_sources.cend(); ++it)
            found += violations(m_sources, it.key());
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
    }

    void findsABreach_data();
    void findsABreach()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        Sources sources = m_sources;
        sources.insert(
            u"inference/engine/made_up_private.h"_s, u"#include <oneapi/dnnl/dnnl.hpp>\n"_s);
        sources.insert(u"ui/made_up.h"_s, u"#pragma once\n"_s);
        sources.insert(path, text);
        QFETCH(int, breaches);
        const QStringList found = violations(sources, path);
        QVERIFY2(found.size() == breaches, qPrintable(found.join(QLatin1Char('\n'))));
    }

private:
    Sources m_sources;
};

void WallsTest::findsABreach_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("breaches");
    const auto row = [](const char* name, const char* path, const char* text, int breaches) {
        QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(text) << breaches;
    };
    row("a level may include itself", "inference/model/x.cpp", "#include \"model/config.h\"\n", 0);
    row("a level may include a lower one", "inference/model/x.cpp",
        "#include \"base/error.h\"\n#include <vector>\n", 0);
    row("a level may not include a higher one", "inference/tensor/x.h",
        "#pragma once\n#include \"model/config.h\"\n", 1);
    row("spaces do not hide an include", "inference/tensor/x.h",
        "  #  include  \"model/config.h\"\n", 1);
    row("a path from the root does not hide a level", "inference/tensor/x.h",
        "#include \"inference/model/config.h\"\n", 1);
    row("climbing out of a folder does not hide a level", "inference/tensor/x.h",
        "#include \"../model/config.h\"\n", 1);
    row("a level may not include the straight line", "inference/explain/x.cpp",
        "#include \"classifier.h\"\n", 1);
    row("the core has no Qt", "inference/image/x.cpp", "#include <QString>\n", 1);
    row("Qt's module headers count as Qt", "inference/base/x.h", "#include <QtCore/qglobal.h>\n",
        1);
    row("the service has Qt", "inference/service/x.cpp", "#include <QObject>\n", 0);
    row("the service does not know ui", "inference/service/x.cpp", "#include \"ui/made_up.h\"\n",
        1);
    row("only engine sees oneDNN", "inference/explain/x.cpp", "#include <dnnl.hpp>\n", 1);
    row("engine sees oneDNN", "inference/engine/x.cpp", "#include <oneapi/dnnl/dnnl.hpp>\n", 0);
    row("a header with oneDNN inside stays in engine", "inference/explain/x.cpp",
        "#include \"engine/made_up_private.h\"\n", 1);
    row("only weights sees HDF5", "inference/model/x.cpp", "#include <hdf5.h>\n", 1);
    row("OpenCV stays in image and explain", "app/gui/x.cpp", "#include <opencv2/core.hpp>\n", 1);
    row("ui sees the service", "ui/x.cpp",
        "#include \"service/recognition_service.h\"\n#include \"recognition.h\"\n#include "
        "<QWidget>\n",
        0);
    row("ui does not see the engine", "ui/x.cpp", "#include \"engine/network.h\"\n", 1);
    row("ui does not see OpenCV, and never with Qt", "ui/x.cpp",
        "#include <QImage>\n#include <opencv2/imgproc.hpp>\n", 2);
    row("app may include everything of ours", "app/cli/x.cpp",
        "#include \"engine/network.h\"\n#include \"service/error_text.h\"\n", 0);
}

QTEST_GUILESS_MAIN(WallsTest)
#include "tst_walls.moc"
