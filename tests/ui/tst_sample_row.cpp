#include "ui/sample_row.h"

#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace netlens;
using namespace Qt::StringLiterals;

class TestSampleRow : public QObject {
    Q_OBJECT
private slots:
    void everyButtonShowsItsOwnPicture();
};

void TestSampleRow::everyButtonShowsItsOwnPicture()
{
    const QTemporaryDir folder;
    QStringList paths;
    for (int i = 0; i < 5; ++i) {
        paths.append(folder.filePath(u"picture_%1.png"_s.arg(i)));
        QImage image(64, 64, QImage::Format_RGB32);
        image.fill(QColor(50 * i, 20, 255 - 50 * i));
        QVERIFY(image.save(paths.last()));
    }
    const SampleRow row(paths);
    for (int i = 0; i < 5; ++i) {
        const auto* button = row.findChild<QToolButton*>(u"sample_picture_%1"_s.arg(i));
        QVERIFY(button != nullptr);
        QCOMPARE(button->text(), u"picture %1"_s.arg(i));
        QTRY_VERIFY_WITH_TIMEOUT(!button->icon().isNull(), 5000);
        const QColor middle = button->icon().pixmap(64).toImage().pixelColor(32, 32);
        QVERIFY2(std::abs(middle.red() - 50 * i) < 8, qPrintable(middle.name()));
    }
    QCOMPARE(row.first()->objectName(), u"sample_picture_0"_s);
}

QTEST_MAIN(TestSampleRow)
#include "tst_sample_row.moc"
