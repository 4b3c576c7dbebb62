#include "ui/model_dock.h"

#include "service/precision_text.h"
#include "support/fake_service.h"
#include "support/fake_store.h"
#include "ui/configuration_grid.h"
#include "ui/configuration_model.h"
#include "ui/main_actions.h"
#include "ui/model_setup.h"
#include "ui/reasoned_field.h"
#include "ui/thread_memory.h"
#include "ui/threads_panel.h"
#include "ui/threads_text.h"
#include "ui/weights_fetch.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

class TestModelDock : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void gridModelIsSound();
    void gridShowsPublishedNumbers();
    void disabledControlsSayWhy();
    void everyControlHasAName();
    void cellsAreChosenWithMouseAndKeys();
    void disabledCellsCannotBeChosen();
    void randomFreesTheControls();
    void topDecidesPoolingAndClasses();
    void fitIsSentAtOnce();
    void precisionIsAskedFor();
    void integersSayWhatTheyAreCalibratedOn();
    void threadsAreAskedFor();
    void whatTheProcessorCannotIsOff();
    void stateLineFollowsTheWeights();
    void summaryShowsTheNetwork();
    void fileButtonAsksAndStaysHonest();
    void aFilesOwnLayersAreShown();
    void scrollingPastControlsChangesNothing();

private:
    template <typename T> T* find(const char* name)
    {
        T* found = m_dock->findChild<T*>(QString::fromLatin1(name));
        if (found == nullptr)
            qFatal("no %s", name);
        return found;
    }
    const ModelChoice& choice() const { return m_setup->choice(); }

    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<ModelSetup> m_setup;
    std::unique_ptr<FakeStore> m_store;
    std::unique_ptr<MainActions> m_actions;
    std::unique_ptr<WeightsFetch> m_fetch;
    std::unique_ptr<ThreadMemory> m_threads;
    std::unique_ptr<ModelDock> m_dock;
};

void TestModelDock::init()
{
    m_service = std::make_unique<FakeService>();
    m_setup = std::make_unique<ModelSetup>(*m_service);
    m_store = std::make_unique<FakeStore>();
    m_actions = std::make_unique<MainActions>();
    m_fetch = std::make_unique<WeightsFetch>(*m_store, *m_setup, *m_actions, nullptr);
    m_threads = std::make_unique<ThreadMemory>(*m_service);
    m_dock = std::make_unique<ModelDock>(*m_setup, *m_fetch, *m_threads, *m_actions);
    m_setup->start();
}

void TestModelDock::cleanup()
{
    m_dock.reset();
    m_threads.reset();
    m_fetch.reset();
    m_actions.reset();
    m_store.reset();
    m_setup.reset();
    m_service.reset();
}

void TestModelDock::gridModelIsSound()
{
    ConfigurationModel model;
    const QAbstractItemModelTester tester(
        &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    ModelChoice choice;
    choice.useRandom();
    model.setChoice(choice);
    QCOMPARE(model.rowCount(), 6);
    QCOMPARE(model.columnCount(), 5);
}

void TestModelDock::gridShowsPublishedNumbers()
{
    ConfigurationModel model;
    model.setChoice({});
    QCOMPARE(model.headerData(3, Qt::Vertical, Qt::DisplayRole).toString(), u"1.0"_s);
    const QModelIndex cell = model.index(3, 4);
    QCOMPARE(cell.data(ConfigurationModel::Top1Role).toDouble(), 71.8);
    QCOMPARE(cell.data(ConfigurationModel::MacsRole).toDouble(), 300'774'272.0);
    const QModelIndex unpublished = model.index(5, 0);
    QVERIFY(!unpublished.flags().testFlag(Qt::ItemIsEnabled));
    QCOMPARE(unpublished.data(Qt::ToolTipRole).toString(),
        u"No ImageNet weights were published for alpha 1.4 at 96 × 96."_s);
}

void TestModelDock::disabledControlsSayWhy()
{
    for (auto* field : m_dock->findChildren<ReasonedField*>())
        QCOMPARE(field->control()->isEnabled(), field->reason().isEmpty());
    QVERIFY(!find<QComboBox>("pooling")->isEnabled());
    QCOMPARE(find<QComboBox>("pooling")->accessibleDescription(),
        u"Applies without the classification top."_s);
    QVERIFY(!find<QSpinBox>("classes")->isEnabled());
    QVERIFY(!find<QDoubleSpinBox>("alpha")->isEnabled());
    QVERIFY(find<QComboBox>("activation")->isEnabled());
}

void TestModelDock::everyControlHasAName()
{
    for (auto* widget : m_dock->findChildren<QWidget*>()) {
        const bool isControl = widget->focusPolicy() != Qt::NoFocus
            && widget->objectName().isEmpty() == false
            && !widget->objectName().startsWith(u"qt_"_s);
        const auto* button = qobject_cast<QAbstractButton*>(widget);
        const bool hasText = button != nullptr && !button->text().isEmpty();
        const bool isText = qobject_cast<QLabel*>(widget) != nullptr;
        if (isControl && !isText && !hasText && widget->objectName() != u"modelScroll"_s)
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
}

void TestModelDock::cellsAreChosenWithMouseAndKeys()
{
    m_dock->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dock.get()));
    auto* grid = find<ConfigurationGrid>("configurationGrid");
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {},
        grid->visualRect(grid->model()->index(2, 1)).center());
    QCOMPARE(choice().config().alpha, 0.75);
    QCOMPARE(choice().config().input.height, 128);
    QTest::keyClick(grid, Qt::Key_Right);
    QCOMPARE(choice().config().input.width, 160);
    QTest::keyClick(grid, Qt::Key_Down);
    QCOMPARE(choice().config().alpha, 1.0);
    QCOMPARE(m_setup->undoStack().count(), 3);
}

void TestModelDock::disabledCellsCannotBeChosen()
{
    m_dock->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dock.get()));
    auto* grid = find<ConfigurationGrid>("configurationGrid");
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {},
        grid->visualRect(grid->model()->index(5, 0)).center());
    QVERIFY(choice().config() == Config {});
    QCOMPARE(grid->currentIndex(), grid->model()->index(3, 4));
}

void TestModelDock::randomFreesTheControls()
{
    find<QPushButton>("weightsRandom")->click();
    QVERIFY(choice().weights().kind == WeightsChoice::Kind::Random);
    find<QDoubleSpinBox>("alpha")->setValue(0.6);
    find<QSpinBox>("inputWidth")->setValue(97);
    find<QSpinBox>("classes")->setValue(12);
    find<QSpinBox>("seed")->setValue(3);
    QCOMPARE(choice().config().alpha, 0.6);
    QVERIFY(choice().config().input == (InputShape { 224, 97, 3 }));
    QCOMPARE(choice().config().classes, 12);
    QCOMPARE(choice().weights().seed, 3U);
    QVERIFY(!find<ConfigurationGrid>("configurationGrid")->selectionModel()->hasSelection());
    QVERIFY(find<QComboBox>("activation")->count() > 2);
}

void TestModelDock::topDecidesPoolingAndClasses()
{
    find<QCheckBox>("includeTop")->setChecked(false);
    QVERIFY(find<QComboBox>("pooling")->isEnabled());
    QVERIFY(!find<QSpinBox>("classes")->isEnabled());
    QVERIFY(!find<QComboBox>("activation")->isEnabled());
    find<QCheckBox>("dynamicSize")->setChecked(true);
    QVERIFY(!choice().config().input.isStatic());
    QVERIFY(!find<QSpinBox>("inputHeight")->isEnabled());
}

void TestModelDock::fitIsSentAtOnce()
{
    auto* fit = find<QComboBox>("fit");
    fit->setCurrentIndex(1);
    emit fit->activated(1);
    QVERIFY(m_service->preprocessings.back().fit == Fit::Crop);
    find<QCheckBox>("ignoreExif")->setChecked(true);
    QVERIFY(m_service->preprocessings.back().ignoreExif);
    QVERIFY(m_service->preprocessings.back().fit == Fit::Crop);
}

void TestModelDock::precisionIsAskedFor()
{
    auto* precision = find<QComboBox>("precision");
    auto* hint = find<QLabel>("precisionHint");
    QCOMPARE(precision->currentText(), u"float32"_s);
    QCOMPARE(hint->text(), u"As Keras computes, with its answers."_s);
    const int int8 = precision->findData(static_cast<int>(Precision::Int8));
    precision->setCurrentIndex(int8);
    emit precision->activated(int8);
    QVERIFY(choice().precision() == Precision::Int8);
    QCOMPARE(hint->text(), describePrecision(Precision::Int8).sentence);
    QTRY_VERIFY_WITH_TIMEOUT(m_service->models.back().precision == Precision::Int8, 2000);
    find<QPushButton>("weightsRandom")->click();
    QVERIFY2(choice().precision() == Precision::Int8, "it stays with other weights");
    QVERIFY(choice().untrainedRequest().precision == Precision::Int8);
    QVERIFY(choice().standInRequest().precision == Precision::Int8);
    m_setup->undoStack().setIndex(0);
    QCOMPARE(precision->currentText(), u"float32"_s);
}

void TestModelDock::integersSayWhatTheyAreCalibratedOn()
{
    m_dock->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dock.get()));
    auto* hint = find<QLabel>("calibrationHint");
    auto* choose = find<QPushButton>("chooseCalibrationButton");
    auto* draw = find<QPushButton>("drawCalibrationButton");
    QVERIFY(!hint->isVisible() && !choose->isVisible() && !draw->isVisible());
    ModelChoice next = choice();
    next.setPrecision(Precision::Int8);
    m_setup->change(u"precision"_s, next);
    QCOMPARE(hint->text(), u"Calibrated on drawn pictures."_s);
    QVERIFY(hint->isVisible() && choose->isVisible() && !draw->isVisible());

    const QString name = u"a <b>folder whosenamehasnospacesatallandgoesonandon"_s;
    next.setCalibrationFolder((u"/home/me/"_s + name).toStdString());
    m_setup->change(u"folder"_s, next);
    QCOMPARE(hint->text().remove(u'\u200b'), u"Calibrated on pictures in “%1”."_s.arg(name));
    QCOMPARE(hint->textFormat(), Qt::PlainText);
    QCOMPARE(hint->toolTip(), u"/home/me/"_s + name);
    QVERIFY(draw->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(
        m_service->models.back().calibrationFolder, next.calibrationFolder(), 2000);
    m_dock->resize(m_dock->minimumSizeHint());
    QTest::qWait(0);
    const auto* scroll = find<QScrollArea>("modelScroll");
    QVERIFY2(scroll->widget()->width() <= scroll->viewport()->width(), "nothing is cut off");
    for (const QPushButton* button : { choose, draw }) {
        QVERIFY(button->focusPolicy() & Qt::TabFocus);
        QVERIFY2(button->parentWidget()->rect().contains(button->geometry()),
            qPrintable(button->text()));
    }
    m_service->finishModel();
    ModelState arrived = *m_service->takeModel();
    arrived.passedOver = 3;
    m_setup->modelArrived(arrived);
    QVERIFY2(hint->text().endsWith(u". 3 of them could not be read."_s), qPrintable(hint->text()));
    m_setup->undoStack().setIndex(0);
    QVERIFY(!hint->isVisible() && !choose->isVisible() && !draw->isVisible());
}

void TestModelDock::threadsAreAskedFor()
{
    auto* threads = find<QComboBox>("threadsWish");
    auto* hint = find<QLabel>("threadsHint");
    QCOMPARE(threads->count(), 1 + ThreadsPanel::mostOffered());
    QCOMPARE(threads->currentText(), u"Automatic"_s);
    QVERIFY(m_service->models.back().threads == kAutomaticThreads);
    QCOMPARE(hint->text(), threadsReason(kAutomaticThreads, {}));
    const int one = threads->findData(1);
    threads->setCurrentIndex(one);
    emit threads->activated(one);
    QCOMPARE(choice().threads(), 1);
    QCOMPARE(hint->text(), threadsReason(1, {}));
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.back().threads, 1, 2000);
    find<QPushButton>("weightsRandom")->click();
    QVERIFY2(choice().threads() == 1, "it stays with other weights");
    QCOMPARE(choice().standInRequest().threads, 1);
    m_setup->undoStack().setIndex(0);
    QCOMPARE(threads->currentText(), u"Automatic"_s);
}

void TestModelDock::whatTheProcessorCannotIsOff()
{
    auto* precision = find<QComboBox>("precision");
    QCOMPARE(precision->count(), 3);
    for (int i = 0; i < precision->count(); ++i) {
        const PrecisionText text
            = describePrecision(static_cast<Precision>(precision->itemData(i).toInt()));
        const QModelIndex entry = precision->model()->index(i, 0);
        QCOMPARE(entry.flags().testFlag(Qt::ItemIsEnabled), text.canBeChosen);
        QCOMPARE(precision->itemText(i).contains(u"not on this processor"_s), !text.canBeChosen);
        QVERIFY(text.sentence.endsWith(u'.'));
    }
}

void TestModelDock::stateLineFollowsTheWeights()
{
    auto* state = find<QLabel>("weightsState");
    auto* choose = find<QPushButton>("chooseWeights");
    QCOMPARE(state->text(), u"Preparing…"_s);
    m_service->finishModel();
    m_setup->modelArrived(*m_service->takeModel());
    QVERIFY(state->text().startsWith(u"Ready"_s));
    QVERIFY(choose->isHidden());

    find<QPushButton>("weightsRandom")->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 2U, 2000);
    m_service->finishModel();
    m_setup->modelArrived(*m_service->takeModel());
    QCOMPARE(state->text(), u"Random, untrained: predictions are noise."_s);

    find<QPushButton>("weightsImageNet")->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 3U, 2000);
    Failure failure;
    failure.of = Failure::Of::Model;
    failure.error = makeError(ErrorCode::WeightsNotHere, "official.h5");
    failure.request = m_service->models.back();
    QVERIFY(m_setup->absorb(failure));
    m_service->finishModel();
    m_setup->modelArrived(*m_service->takeModel());
    QVERIFY(state->text().startsWith(u"Not on this computer: "_s));
    QVERIFY(state->text().contains(u"models"_s));
    QVERIFY(state->text().endsWith(u"The demonstration model answers instead."_s));
    QVERIFY(!choose->isHidden());
    QCOMPARE(find<QLabel>("summaryBuild")->text(), u"not built"_s);
}

void TestModelDock::summaryShowsTheNetwork()
{
    QCOMPARE(find<QLabel>("summaryParameters")->text(), u"3,538,984"_s);
    QCOMPARE(find<QLabel>("summaryLayers")->text(), u"156"_s);
    QCOMPARE(find<QLabel>("summaryMacs")->text(), u"301 M"_s);
    m_service->finishModel();
    m_setup->modelArrived(*m_service->takeModel());
    QCOMPARE(find<QLabel>("summaryBuild")->text(), u"42 ms"_s);
}

void TestModelDock::fileButtonAsksAndStaysHonest()
{
    QSignalSpy asked(m_dock.get(), &ModelDock::chooseWeightsRequested);
    find<QPushButton>("weightsFile")->click();
    QCOMPARE(asked.count(), 1);
    QVERIFY2(find<QPushButton>("weightsImageNet")->isChecked(),
        "without a file the weights stay what they were");
}

void TestModelDock::aFilesOwnLayersAreShown()
{
    ExtraLayer pooling;
    pooling.kind = LayerKind::GlobalAveragePooling2D;
    pooling.type = "GlobalAveragePooling2D";
    ExtraLayer dense;
    dense.kind = LayerKind::Dense;
    dense.type = "Dense";
    dense.units = 4;
    dense.activation = Activation::Softmax;
    WeightsFileInfo file;
    file.path = "keras_model.h5";
    file.config = Config();
    file.config->includeTop = false;
    file.config->after = { pooling, dense };
    file.configIsComplete = true;
    ModelChoice choice = m_setup->choice();
    choice.useFile(file);
    m_setup->change(u"file"_s, choice);
    auto* extras = find<QLabel>("extraLayers");
    QVERIFY(extras->isVisibleTo(m_dock.get()));
    QVERIFY(extras->text().contains(u"MobileNetV2 → GlobalAveragePooling2D → Dense 4, softmax"_s));
    QVERIFY(find<QCheckBox>("includeTop")->isChecked());
    QVERIFY(!find<QCheckBox>("includeTop")->isEnabled());
    QCOMPARE(find<QSpinBox>("classes")->value(), 4);

    choice.useRandom();
    m_setup->change(u"random"_s, choice);
    QVERIFY(!extras->isVisibleTo(m_dock.get()));
    QVERIFY(!m_setup->choice().config().hasExtras());
}

void TestModelDock::scrollingPastControlsChangesNothing()
{
    m_dock->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dock.get()));
    auto* fit = find<QComboBox>("fit");
    fit->setFocus();
    const QPointF middle = QRectF(fit->rect()).center();
    QWheelEvent wheel(middle, fit->mapToGlobal(middle), {}, QPoint(0, -120), Qt::NoButton,
        Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(fit, &wheel);
    QCOMPARE(fit->currentIndex(), 0);
}

int main(int argc, char* argv[])
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    TestModelDock test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_model_dock.moc"
