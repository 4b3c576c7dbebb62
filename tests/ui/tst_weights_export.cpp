#include "support/window_test.h"
#include "ui/weights_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTest>
#include <QTimer>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

/// What a person takes away from a model: its weights as a file, the script that repeats it.
class TestWeightsExport : public WindowTest {
    Q_OBJECT
private slots:
    void nothingIsOfferedBeforeAModelRuns();
    void theServiceWritesTheChosenFile();
    void theNameFollowsTheLayout_data();
    void theNameFollowsTheLayout();
    void aFileIsReplacedOnlyWhenAsked_data();
    void aFileIsReplacedOnlyWhenAsked();
    void aFailureOffersAnotherPlace();
    void theScriptIsOnTheClipboard();
    void aPastedPictureHasNoPath();

private:
    WeightsDialog* openDialog()
    {
        if (m_service->models.size() == 1)
            m_service->finishModel();
        action("exportWeights")->trigger();
        return find<WeightsDialog>("weightsDialog");
    }
    static void type(const WeightsDialog& dialog, const QString& name)
    {
        dialog.findChild<QLineEdit*>(u"fileNameEdit"_s)->setText(name);
    }
    static void chooseLayout(const WeightsDialog& dialog, int index)
    {
        auto* layouts = dialog.findChild<QComboBox*>(u"fileTypeCombo"_s);
        layouts->setCurrentIndex(index);
        emit layouts->activated(index);
        emit layouts->textActivated(layouts->currentText());
    }
    QString saved() const
    {
        return m_service->savedWeights.empty()
            ? QString()
            : QString::fromStdString(m_service->savedWeights.back().string());
    }
    static QString script() { return QGuiApplication::clipboard()->text(); }
};

void TestWeightsExport::nothingIsOfferedBeforeAModelRuns()
{
    QVERIFY(!action("exportWeights")->isEnabled());
    QVERIFY(!action("copyKeras")->isEnabled());
    m_service->finishModel();
    QVERIFY(action("exportWeights")->isEnabled());
    QVERIFY(action("copyKeras")->isEnabled());
}

void TestWeightsExport::theServiceWritesTheChosenFile()
{
    WeightsDialog* dialog = openDialog();
    QCOMPARE(QFileInfo(dialog->path()).fileName(), u"mobilenetv2_1.00_224.weights.h5"_s);
    const QString path = m_folder.filePath(u"mine.keras"_s);
    type(*dialog, path);
    dialog->QDialog::done(QDialog::Accepted);
    QCOMPARE(saved(), path);
    QVERIFY2(message().isEmpty(), "not before it is there");
    m_service->finishSaving();
    QCOMPARE(message(), u"The weights were saved as %1."_s.arg(path));
}

void TestWeightsExport::theNameFollowsTheLayout_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("layout"); // -1: as it was
    QTest::addColumn<QString>("name");
    const auto row = [](const char* name, const char* typed, int layout, const char* result) {
        QTest::newRow(name) << QString::fromLatin1(typed) << layout << QString::fromLatin1(result);
    };
    row("a suffix that was typed", "w.h5", -1, "w.h5");
    row("a suffix of another layout", "w.hdf5", -1, "w.hdf5");
    row("no suffix", "w", -1, "w.weights.h5");
    row("a dot that begins no suffix", "mobilenetv2_0.35", -1, "mobilenetv2_0.35.weights.h5");
    row("another layout", "w.weights.h5", 1, "w.keras");
    row("a shorter suffix", "w.weights.h5", 2, "w.h5");
    row("a longer suffix", "w.h5", 0, "w.weights.h5");
    row("a layout for a name without suffix", "w", 1, "w.keras");
}

void TestWeightsExport::theNameFollowsTheLayout()
{
    QFETCH(QString, typed);
    QFETCH(int, layout);
    WeightsDialog* dialog = openDialog();
    dialog->setDirectory(m_folder.path());
    type(*dialog, typed);
    if (layout >= 0)
        chooseLayout(*dialog, layout);
    QTEST(QFileInfo(dialog->path()).fileName(), "name");
}

void TestWeightsExport::aFileIsReplacedOnlyWhenAsked_data()
{
    QTest::addColumn<QString>("typed");
    QTest::newRow("typed in full") << u"there.keras"_s;
    QTest::newRow("typed without its suffix") << u"there"_s;
}

void TestWeightsExport::aFileIsReplacedOnlyWhenAsked()
{
    QFETCH(QString, typed);
    touch(u"there.keras"_s);
    WeightsDialog* dialog = openDialog();
    dialog->setDirectory(m_folder.path());
    chooseLayout(*dialog, 1);
    type(*dialog, typed);
    int questions = 0;
    const auto answer = [&](QMessageBox::StandardButton button) {
        QTimer::singleShot(0, dialog, [&questions, button] {
            auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            if (box == nullptr)
                return;
            ++questions;
            box->button(button)->click();
        });
        dialog->findChild<QLineEdit*>(u"fileNameEdit"_s)->setFocus();
        QMetaObject::invokeMethod(dialog, "accept");
    };
    answer(QMessageBox::No);
    QCOMPARE(questions, 1);
    QVERIFY(saved().isEmpty());
    answer(QMessageBox::Yes);
    QCOMPARE(questions, 2);
    QCOMPARE(saved(), m_folder.filePath(u"there.keras"_s));
}

void TestWeightsExport::aFailureOffersAnotherPlace()
{
    m_service->finishModel();
    Failure failure;
    failure.of = Failure::Of::Saving;
    failure.error = makeError(ErrorCode::FileUnwritable, "/x/w.h5", "No space left on device");
    m_service->fail(failure);
    QVERIFY(message().startsWith(u"w.h5: the file cannot be written."_s));
    find<QPushButton>("saveElsewhereButton")->click();
    QVERIFY(find<WeightsDialog>("weightsDialog")->isVisible());
}

void TestWeightsExport::theScriptIsOnTheClipboard()
{
    answer();
    action("copyKeras")->trigger();
    QVERIFY2(script().contains(u"model = MobileNetV2()\n"_s), qPrintable(script()));
    QVERIFY(script().contains(u"Image.open(\"/pictures/cat.jpg\")"_s));
    QVERIFY(script().contains(u"exif_transpose"_s));
}

void TestWeightsExport::aPastedPictureHasNoPath()
{
    Recognition pasted = makeRecognition();
    pasted.name = "Pasted picture";
    answer(pasted);
    action("copyKeras")->trigger();
    QVERIFY(script().contains(u"# your picture"_s));
}

QTEST_MAIN(TestWeightsExport)
#include "tst_weights_export.moc"
