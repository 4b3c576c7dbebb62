#include "support/window_test.h"
#include "ui/heatmap_item.h"
#include "ui/image_view.h"
#include "ui/model_setup.h"
#include "ui/threads_text.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QTimer>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestMainWindow : public WindowTest {
    Q_OBJECT
private slots:
    void startsEmptyAndAsksForImageNet();
    void fitsASmallScreen();
    void everyActionIsInAMenuAndNamed();
    void shortcutsAreUnique();
    void answerIsShown();
    void anotherPrecisionIsShown();
    void calibrationIsChosen();
    void aFolderThatDoesNotServeCanBeReplaced();
    void measuredThreadsAreShown();
    void theWishForThreadsIsRestored();
    void olderAnswersAreIgnored();
    void digitsExplain();
    void featuresOfferNoClasses();
    void copyPutsTheResultOnTheClipboard();
    void layoutIsRestored();
    void detailIsRequestedAndShown();

private:
    /// As a person would, in the dialog.
    void chooseCalibration(const QString& folder)
    {
        QTimer::singleShot(0, m_window.get(), [folder] {
            auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog != nullptr);
            dialog->findChild<QLineEdit*>()->setText(folder);
            static_cast<QDialog*>(dialog)->accept();
        });
        action("chooseCalibration")->trigger();
    }
};

void TestMainWindow::startsEmptyAndAsksForImageNet()
{
    QVERIFY(find<QWidget>("emptyState")->isVisible());
    QVERIFY(!find<QWidget>("imageView")->isVisible());
    QVERIFY(find<QPushButton>("openEmptyButton")->isVisible());
    QVERIFY(message().isEmpty());
    QVERIFY(banner().isEmpty());
    QCOMPARE(m_service->models.size(), 1U);
    QVERIFY(m_service->models.back().weights.kind == WeightsChoice::Kind::ImageNet);
    QCOMPARE(m_service->preprocessings.size(), 1U);
    QVERIFY(!action("copyResult")->isEnabled());
}

void TestMainWindow::fitsASmallScreen()
{
    answer();
    m_service->failModel(makeError(ErrorCode::OutOfMemory, "alpha 4"));
    const QSize least = m_window->minimumSizeHint();
    QVERIFY2(least.width() <= 910 && least.height() <= 728, // 1366 at 150 %
        qPrintable(u"%1 × %2"_s.arg(least.width()).arg(least.height())));
}

void TestMainWindow::everyActionIsInAMenuAndNamed()
{
    QSet<QAction*> inMenus;
    for (auto* menu : m_window->menuBar()->findChildren<QMenu*>()) {
        if (menu->menuAction()->associatedObjects().isEmpty())
            continue; // the menu bar's own overflow menu
        for (QAction* entry : menu->actions()) {
            if (entry->isSeparator() || entry->menu() != nullptr)
                continue;
            inMenus.insert(entry);
            QVERIFY2(!entry->text().isEmpty(), qPrintable(menu->title()));
            QVERIFY2(!entry->objectName().isEmpty(), qPrintable(entry->text()));
            QVERIFY2(!entry->statusTip().isEmpty(), qPrintable(entry->text()));
        }
    }
    for (auto* entry : m_window->findChildren<QAction*>()) {
        if (!entry->shortcut().isEmpty())
            QVERIFY2(inMenus.contains(entry), qPrintable(entry->text()));
    }
}

void TestMainWindow::shortcutsAreUnique()
{
    QHash<QKeySequence, QString> taken;
    for (auto* entry : m_window->findChildren<QAction*>()) {
        for (const QKeySequence& keys : entry->shortcuts()) {
            QVERIFY2(!taken.contains(keys),
                qPrintable(
                    keys.toString() + u": "_s + taken.value(keys) + u", "_s + entry->text()));
            taken.insert(keys, entry->text());
        }
    }
    for (const auto key : { Qt::Key_H, Qt::Key_Plus, Qt::Key_Minus, Qt::Key_1, Qt::Key_9,
             Qt::Key_Left, Qt::Key_Right, Qt::Key_F11, Qt::Key_F1, Qt::Key_Escape })
        QVERIFY2(taken.contains(QKeySequence(key)), qPrintable(QKeySequence(key).toString()));
}

void TestMainWindow::anotherPrecisionIsShown()
{
    auto* precision = find<QComboBox>("precision");
    const int int8 = precision->findData(static_cast<int>(Precision::Int8));
    precision->setCurrentIndex(int8);
    emit precision->activated(int8);
    QTRY_VERIFY_WITH_TIMEOUT(m_service->models.back().precision == Precision::Int8, 2000);
    m_service->finishModel();
    QTRY_COMPARE_WITH_TIMEOUT(
        find<QLabel>("threads")->text(), u"8-bit integers · 1 thread · AVX2"_s, 2000);
}

void TestMainWindow::calibrationIsChosen()
{
    const QString folder = m_folder.filePath(u"my pictures"_s);
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(!action("drawCalibration")->isEnabled());
    chooseCalibration(folder);
    QTRY_COMPARE_WITH_TIMEOUT(
        QString::fromStdString(m_service->models.back().calibrationFolder), folder, 2000);
    QVERIFY(m_service->models.back().precision == Precision::Int8);
    QCOMPARE(
        find<QLabel>("calibrationHint")->text(), u"Calibrated on pictures in “my pictures”."_s);
    QTest::keyClick(find<QPushButton>("drawCalibrationButton"), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_service->models.back().calibrationFolder.empty(), 2000);
    QVERIFY(m_service->models.back().precision == Precision::Int8);
    QVERIFY(!action("drawCalibration")->isEnabled());
}

void TestMainWindow::aFolderThatDoesNotServeCanBeReplaced()
{
    answer();
    ModelChoice next;
    next.setPrecision(Precision::Int8);
    next.setCalibrationFolder("/gone");
    auto* setup = m_window->findChild<ModelSetup*>();
    setup->change(u"calibration"_s, next);
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 2U, 2000);
    m_service->failModel(
        makeError(ErrorCode::CalibrationUnusable, "/gone", "No such file or directory"));
    QVERIFY2(message().startsWith(u"gone: this folder cannot be used to calibrate"_s),
        qPrintable(message()));
    QVERIFY(banner().isEmpty());
    QVERIFY(setup->choice() == ModelChoice());
    QStringList offered;
    for (const auto* button : find<QWidget>("message")->findChildren<QPushButton*>())
        if (button->isVisible())
            offered.append(button->text());
    QCOMPARE(offered, QStringList { u"Choose folder…"_s });
    chooseCalibration(m_folder.path());
    QVERIFY2(message().isEmpty(), qPrintable(message()));
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 3U, 2000);
    chooseCalibration(m_folder.path());
    QCOMPARE(m_service->models.size(), 4U); // there may be other pictures in it
}

void TestMainWindow::measuredThreadsAreShown()
{
    QCOMPARE(m_service->knownThreads.size(), 1U);
    m_service->finishModel();
    auto* line = find<QLabel>("threads");
    QVERIFY(line->toolTip().contains(u"not measured yet"_s));
    const ThreadChoice choice { 1, { { 1, 4.25, 5 }, { 2, 2.5, 12 } } };
    m_service->finishThreads(Precision::Float32, choice);
    QVERIFY(line->toolTip().contains(u"2 threads: 2.5 ms; beside a busy program up to 12.0 ms"_s));
    QCOMPARE(find<QComboBox>("threadsWish")->currentText(), u"Automatic (1)"_s);
    QCOMPARE(find<QLabel>("threadsHint")->text(), threadsReason(kAutomaticThreads, choice));
}

void TestMainWindow::theWishForThreadsIsRestored()
{
    auto* wish = find<QComboBox>("threadsWish");
    const int one = wish->findData(1);
    wish->setCurrentIndex(one);
    emit wish->activated(one);
    m_window->close();
    makeWindow();
    QCOMPARE(find<QComboBox>("threadsWish")->currentData().toInt(), 1);
    QCOMPARE(m_service->models.back().threads, 1);
    QVERIFY(!action("undo")->isEnabled());
}

void TestMainWindow::answerIsShown()
{
    answer();
    QVERIFY(find<ImageView>("imageView")->isVisible());
    QVERIFY(find<ImageView>("imageView")->heatmap().isVisible());
    auto* table = find<QTableView>("predictionTable");
    QCOMPARE(table->model()->index(0, 1).data().toString(), u"class 3"_s);
    QCOMPARE(find<QLabel>("timings")->text(), u"decode 12.3 · preprocess 1.5 · inference 4.5 ms"_s);
    QCOMPARE(find<QLabel>("modelName")->text(), u"1.0 / 224 · ImageNet"_s);
    QCOMPARE(find<QLabel>("threads")->text(), u"1 thread · AVX2"_s);
    QCOMPARE(find<QLabel>("pictureName")->text(), u"cat.jpg"_s);
    QCOMPARE(find<QLabel>("pictureSize")->text(), u" · 300 × 200"_s);
    QVERIFY(m_window->windowTitle().startsWith(u"cat.jpg"_s));
    QVERIFY(action("copyResult")->isEnabled());
}

void TestMainWindow::olderAnswersAreIgnored()
{
    answer();
    answer(makeRecognition(10, 5));
    Recognition older = makeRecognition(10, 7);
    older.id = 1;
    m_service->finishRecognition(older);
    QCOMPARE(
        find<QTableView>("predictionTable")->model()->index(0, 1).data().toString(), u"class 5"_s);
}

void TestMainWindow::digitsExplain()
{
    answer();
    QTest::keyClick(m_window.get(), Qt::Key_2);
    QCOMPARE(m_service->explanations.size(), 1U);
    QCOMPARE(m_service->explanations.back(), std::optional(4));
    QTest::keyClick(m_window.get(), Qt::Key_0);
    QCOMPARE(m_service->explanations.back(), std::optional<int>());
}

void TestMainWindow::featuresOfferNoClasses()
{
    answer(makeFeatures(64));
    QVERIFY(!action("explainRank1")->isEnabled());
    QVERIFY(!action("findClassAction")->isEnabled());
    QCOMPARE(find<QLabel>("heatmapTitle")->text(), u"Mean activation"_s);
    QVERIFY(find<QLabel>("featureShape")->isVisible());
}

void TestMainWindow::copyPutsTheResultOnTheClipboard()
{
    answer();
    action("copyResult")->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().contains(u"1\tclass 3\t60.0 %"_s));
}

void TestMainWindow::layoutIsRestored()
{
    auto* dock = find<QWidget>("modelDock");
    dock->hide();
    m_window->close();
    makeWindow();
    QVERIFY(find<QWidget>("modelDock")->isHidden());
    action("resetLayout")->trigger();
    QVERIFY(!find<QWidget>("modelDock")->isHidden());
}

void TestMainWindow::detailIsRequestedAndShown()
{
    Recognition recognition = makeRecognition(10, 3, { 200, 150 });
    recognition.picture.reduction = 8;
    recognition.picture.fullSize = { 1600, 1200 };
    answer(recognition);
    QTRY_COMPARE_WITH_TIMEOUT(m_service->detailRequests, 1, 2000);
    m_service->finishDetail({ 1, makePicture(1600, 1200) });
    QCOMPARE(m_service->detailRequests, 1);
}

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
