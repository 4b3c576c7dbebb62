#include "ui/system_cameras.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestSystemCameras : public QObject {
    Q_OBJECT
private slots:
    void init();
    void camerasAreNamedAndSorted();
    void aCameraIsListedOnce();
    void plugAndUnplug();
    void whereThereAreNone();

private:
    void plug(const QString& node, const QByteArray& name, int index = 0);
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestSystemCameras::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QDir(m_folder->path()).mkdir(u"names"_s);
    QDir(m_folder->path()).mkdir(u"dev"_s);
}

void TestSystemCameras::plug(const QString& node, const QByteArray& name, int index)
{
    const QString folder = m_folder->filePath(u"names/"_s + node);
    QDir().mkpath(folder);
    const auto write = [](const QString& path, const QByteArray& text) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write(folder + u"/name"_s, name + '\n');
    write(folder + u"/index"_s, QByteArray::number(index) + '\n');
    write(m_folder->filePath(u"dev/"_s + node), {});
}

void TestSystemCameras::camerasAreNamedAndSorted()
{
    plug(u"video10"_s, "Late");
    plug(u"video2"_s, "Caméra: é");
    const SystemCameras cameras(m_folder->filePath(u"names"_s), m_folder->filePath(u"dev"_s));
    const QList<Camera> all = cameras.cameras();
    QCOMPARE(all.size(), 2);
    QCOMPARE(all[0].name, u"Caméra: é"_s);
    QCOMPARE(all[0].device, m_folder->filePath(u"dev/video2"_s));
    QCOMPARE(all[1].name, u"Late"_s);
}

void TestSystemCameras::aCameraIsListedOnce()
{
    plug(u"video0"_s, "Webcam");
    plug(u"video1"_s, "Webcam", 1); // what describes the pictures
    const SystemCameras cameras(m_folder->filePath(u"names"_s), m_folder->filePath(u"dev"_s));
    QCOMPARE(cameras.cameras().size(), 1);
}

void TestSystemCameras::plugAndUnplug()
{
    SystemCameras cameras(m_folder->filePath(u"names"_s), m_folder->filePath(u"dev"_s));
    QSignalSpy changed(&cameras, &CameraList::changed);
    QVERIFY(cameras.cameras().isEmpty());
    plug(u"video0"_s, "Webcam");
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, 10'000);
    QCOMPARE(cameras.cameras().size(), 1);
    QVERIFY(QDir(m_folder->filePath(u"names/video0"_s)).removeRecursively());
    QVERIFY(QFile::remove(m_folder->filePath(u"dev/video0"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 2, 10'000);
    QVERIFY(cameras.cameras().isEmpty());
}

void TestSystemCameras::whereThereAreNone()
{
    const SystemCameras cameras(u"/nowhere"_s, m_folder->filePath(u"dev"_s));
    QVERIFY(cameras.cameras().isEmpty());
}

QTEST_MAIN(TestSystemCameras)
#include "tst_system_cameras.moc"
