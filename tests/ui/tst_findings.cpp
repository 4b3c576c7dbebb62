#include "ui/findings.h"
#include "ui/payload.h"

#include <QMimeData>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestFindings : public QObject {
    Q_OBJECT
private slots:
    void init();
    void foldersAreWalkedInNaturalOrder();
    void weightsAreKeptApart();
    void foldersWithoutPicturesAreNamed();
    void payloads_data();
    void payloads();

private:
    QString touch(const QString& name);
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestFindings::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

QString TestFindings::touch(const QString& name)
{
    const QString path = m_folder->filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

void TestFindings::foldersAreWalkedInNaturalOrder()
{
    const QString ten = touch(u"a/pic10.JPG"_s);
    const QString two = touch(u"a/pic2.jpg"_s);
    const QString deep = touch(u"b/c/deep.webp"_s);
    touch(u"a/notes.txt"_s);
    QCOMPARE(findPictures({ m_folder->path() }).pictures, (QStringList { two, ten, deep }));
}

void TestFindings::weightsAreKeptApart()
{
    const QString weights = touch(u"w.h5"_s);
    const QString odd = touch(u"picture.dat"_s);
    const Findings findings = findPictures({ weights, odd });
    QCOMPARE(findings.weights, QStringList { weights });
    QCOMPARE(findings.pictures, QStringList { odd });
}

void TestFindings::foldersWithoutPicturesAreNamed()
{
    touch(u"empty/readme.md"_s);
    const Findings findings = findPictures({ m_folder->filePath(u"empty"_s) });
    QVERIFY(findings.pictures.isEmpty());
    QCOMPARE(findings.emptyFolders, QStringList { m_folder->filePath(u"empty"_s) });
}

void TestFindings::payloads_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("format");
    QTest::addColumn<int>("expected");
    const auto row = [](const char* name, const QString& url, const QString& format, auto kind) {
        QTest::newRow(name) << url << format << static_cast<int>(kind);
    };
    row("a picture by its name", u"file:///x/cat.JPEG"_s, {}, Payload::Kind::Files);
    row("weights by their name", u"file:///x/w.keras"_s, {}, Payload::Kind::Files);
    row("a folder with a dot in its name", u"folder"_s, {}, Payload::Kind::Files);
    row("a text file is not for us", u"file:///x/notes.txt"_s, {}, Payload::Kind::Nothing);
    row("a picture's bytes from a browser", {}, u"image/webp"_s, Payload::Kind::EncodedPicture);
    row("a browser's picture with its address", u"https://example.org/cat"_s, u"image/png"_s,
        Payload::Kind::EncodedPicture);
    row("only a web address", u"https://example.org/cat.jpg"_s, {}, Payload::Kind::WebAddress);
    row("another scheme", u"mailto:someone@example.org"_s, {}, Payload::Kind::Nothing);
}

void TestFindings::payloads()
{
    QFETCH(QString, url);
    QFETCH(QString, format);
    QFETCH(int, expected);
    QMimeData data;
    if (url == u"folder") {
        QDir(m_folder->path()).mkdir(u"holiday.2023"_s);
        data.setUrls({ QUrl::fromLocalFile(m_folder->filePath(u"holiday.2023"_s)) });
    } else if (!url.isEmpty()) {
        data.setUrls({ QUrl(url) });
    }
    if (!format.isEmpty())
        data.setData(format, "bytes");
    QCOMPARE(static_cast<int>(payloadKind(data)), expected);
}

QTEST_GUILESS_MAIN(TestFindings)
#include "tst_findings.moc"
