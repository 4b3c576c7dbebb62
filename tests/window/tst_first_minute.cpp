#include "hand.h"
#include "real_window.h"
#include "ui/heatmap_item.h"
#include "ui/image_view.h"
#include "ui/prediction_model.h"

#include <QApplication>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

#define WAIT_FOR(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatienceMs)
#define WAIT_EQUAL(value, expected) QTRY_COMPARE_WITH_TIMEOUT(value, expected, kPatienceMs)

/// A computer without any weights, a person with a mouse.
class TestFirstMinute : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void oneClickLeadsToAnAnswerWithItsReason_data();
    void oneClickLeadsToAnAnswerWithItsReason();
    void imageNetTakesOverWithOneClick();

private:
    Home m_home;
};

void TestFirstMinute::initTestCase()
{
    QVERIFY(m_home.isReady());
    WAIT_FOR(xdotool({ u"get_num_desktops"_s }));
}

void TestFirstMinute::oneClickLeadsToAnAnswerWithItsReason_data()
{
    QTest::addColumn<QString>("name");
    for (const char* name : { "cup", "fish", "house", "key", "smiley", "umbrella" })
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestFirstMinute::oneClickLeadsToAnAnswerWithItsReason()
{
    QFETCH(QString, name);
    RealWindow window;
    QVERIFY(window.isReady());
    QCOMPARE(window.label("modelName"), u"0.35 / 96 · demonstration"_s);
    QVERIFY(window.find<QWidget>("downloadWeightsButton").isVisible());

    auto& sample = window.find<QToolButton>(qPrintable(u"sample_"_s + name));
    WAIT_FOR(sample.isVisible());
    QVERIFY(clickOn(sample, sample.rect().center()));
    WAIT_EQUAL(window.predictions().model()->rowCount(), 5);
    const QModelIndex first = window.predictions().model()->index(0, PredictionModel::Name);
    QCOMPARE(first.data(Qt::DisplayRole).toString(), name);
    QVERIFY(first.data(PredictionModel::ValueRole).toFloat() > 0.9F);
    QCOMPARE(window.explainedClass(), window.classes().at(0));
    QVERIFY(window.find<ImageView>("imageView").heatmap().isVisible());
}

void TestFirstMinute::imageNetTakesOverWithOneClick()
{
    RealWindow window;
    QVERIFY(window.isReady());
    // Another program has put them there; the user comes back to this one.
    QVERIFY(writeImageNetWeights(1.0, 224));
    emit qGuiApp->applicationStateChanged(Qt::ApplicationActive);
    auto& button = window.find<QWidget>("retryWeightsButton");
    WAIT_FOR(button.isVisible());
    QVERIFY(clickOn(button, button.rect().center()));
    WAIT_EQUAL(window.label("modelName"), u"1.0 / 224 · ImageNet"_s);
    WAIT_FOR(!window.find<QWidget>("banner").isVisible());
}

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    dressAsProgram();
    TestFirstMinute test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_first_minute.moc"
