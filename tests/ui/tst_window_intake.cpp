#include "support/window_test.h"

#include <QApplication>
#include <QClipboard>
#include <QListView>
#include <QMimeData>
#include <QTest>
#include <QUrl>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestWindowIntake : public WindowTest {
    Q_OBJECT
private slots:
    void dropOfAPictureIsSubmitted();
    void dropOfAFolderOpensTheCollection();
    void dropOfBytesIsSubmitted();
    void dropOfPixelsIsSubmitted();
    void dropOfWeightsIsInspected();
    void dropOfAWebAddressIsRefused();
    void dropOfSomethingElseIsNotAccepted();
    void pasteWithoutAPictureSaysSo();
};

void TestWindowIntake::dropOfAPictureIsSubmitted()
{
    const QString path = touch(u"dog.jpg"_s);
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(path) });
    QVERIFY(drop(data));
    QTRY_COMPARE(m_service->pictures.size(), 1U);
    QCOMPARE(std::get<std::filesystem::path>(m_service->pictures[0].content).string(),
        path.toStdString());
    QVERIFY(!find<QWidget>("dropFrame")->isVisible());
}

void TestWindowIntake::dropOfAFolderOpensTheCollection()
{
    touch(u"many/1.png"_s);
    touch(u"many/2.png"_s);
    touch(u"many/10.png"_s);
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(m_folder.filePath(u"many"_s)) });
    QVERIFY(drop(data));
    QTRY_COMPARE(m_service->pictures.size(), 1U);
    auto* list = find<QListView>("collectionList");
    QVERIFY(list->isVisible());
    QCOMPARE(list->model()->rowCount(), 3);
    QTest::keyClick(m_window.get(), Qt::Key_Right);
    QTRY_COMPARE(m_service->pictures.size(), 2U);
    QVERIFY(QString::fromStdString(m_service->pictures[1].name).endsWith(u"/2.png"_s));
    QTest::keyClick(m_window.get(), Qt::Key_Left);
    QTRY_COMPARE(m_service->pictures.size(), 3U);
    QVERIFY(QString::fromStdString(m_service->pictures[2].name).endsWith(u"/1.png"_s));
}

void TestWindowIntake::dropOfBytesIsSubmitted()
{
    QMimeData data;
    data.setData(u"image/png"_s, "not really a PNG");
    QVERIFY(drop(data));
    QCOMPARE(m_service->pictures.size(), 1U);
    const auto& bytes = std::get<std::vector<std::uint8_t>>(m_service->pictures[0].content);
    QCOMPARE(std::string(bytes.begin(), bytes.end()), std::string("not really a PNG"));
}

void TestWindowIntake::dropOfPixelsIsSubmitted()
{
    QImage image(5, 3, QImage::Format_RGB32);
    image.fill(QColor(10, 20, 30));
    QMimeData data;
    data.setImageData(image);
    QVERIFY(drop(data));
    QTRY_COMPARE(m_service->pictures.size(), 1U);
    const Image& pixels = std::get<Image>(m_service->pictures[0].content);
    QCOMPARE(pixels.size().width, 5);
    QCOMPARE(pixels.size().height, 3);
    QCOMPARE(pixels.row(2)[4 * 3 + 1], 20);
}

void TestWindowIntake::dropOfWeightsIsInspected()
{
    m_service->finishModel();
    const QString path = touch(u"mine.h5"_s);
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(path) });
    QVERIFY(drop(data));
    QTRY_COMPARE(m_service->inspections.size(), 1U);
    WeightsFileInfo file = makeWeightsFile({});
    file.path = path.toStdString();
    m_service->finishInspection(file);
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 2U, 2000);
    QVERIFY(m_service->models.back().weights.kind == WeightsChoice::Kind::File);
    QCOMPARE(m_service->models.back().weights.path, path.toStdString());
    action("undo")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 3U, 2000);
    QVERIFY(m_service->models.back().weights.kind == WeightsChoice::Kind::ImageNet);
}

void TestWindowIntake::dropOfAWebAddressIsRefused()
{
    QMimeData data;
    data.setUrls({ QUrl(u"https://example.org/cat.jpg"_s) });
    QVERIFY(drop(data));
    QVERIFY(message().startsWith(u"https://example.org/cat.jpg is on the web"_s));
    QVERIFY(m_service->pictures.empty());
}

void TestWindowIntake::dropOfSomethingElseIsNotAccepted()
{
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(touch(u"notes.txt"_s)) });
    QVERIFY(!drop(data));
    QVERIFY(!find<QWidget>("dropFrame")->isVisible());
}

void TestWindowIntake::pasteWithoutAPictureSaysSo()
{
    QGuiApplication::clipboard()->setText(u"only words"_s);
    action("paste")->trigger();
    QCOMPARE(message(), u"There is no picture on the clipboard. Copy one, then paste again."_s);
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QVERIFY(message().isEmpty());
}

QTEST_MAIN(TestWindowIntake)
#include "tst_window_intake.moc"
