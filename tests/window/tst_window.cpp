#include "classifier.h"
#include "hand.h"
#include "model/top_k.h"
#include "real_window.h"
#include "ui/heatmap_item.h"
#include "ui/image_view.h"
#include "ui/prediction_model.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QListView>
#include <QProcess>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

#define WAIT_FOR(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatienceMs)
#define WAIT_EQUAL(value, expected) QTRY_COMPARE_WITH_TIMEOUT(value, expected, kPatienceMs)

class TestWindow : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();

    void aDraggedPictureIsAnsweredAsTheCoreAnswersIt();
    void theHeatmapLiesOverWhatTheNetworkSaw();
    void aClickExplainsAnotherClass();
    void keysExplainAndChangeTheHeatmap();
    void theShortcutSheetOpensAndCloses();
    void aModelChangeCanBeTakenBack();
    void draggedWeightsAnswer();
    void aDraggedDamagedPictureLeavesTheOldOne();
    void aDraggedFolderOpensTheCollection();
    void aPastedPictureIsAnswered();
    void closingWhileBusyIsQuick();
    void theProgramEndsCleanlyWhileBusy();

private:
    void open(const QString& name);
    bool showsPicture(const QString& name) const
    {
        return m_window->window().windowTitle().startsWith(name);
    }
    ImageView& view() const { return m_window->find<ImageView>("imageView"); }
    Result<Recognition> answerOfTheCore(const QString& path) const;

    Home m_home;
    std::unique_ptr<RealWindow> m_window;
};

void TestWindow::initTestCase()
{
    QVERIFY(m_home.isReady());
    QVERIFY(writeImageNetWeights(1.0, 224));
    QVERIFY(writeImageNetWeights(0.35, 96));
    QVERIFY(writeWeights(m_home.path(u"mine.h5"_s).toStdString(), 1.0, 224));
    QVERIFY(writePicture(m_home.path(u"wide.png"_s), { 400, 300 }, 1));
    QVERIFY(writePhotograph(m_home.path(u"photograph.jpg"_s), 2));
    QVERIFY(QDir().mkpath(m_home.path(u"many"_s)));
    for (unsigned i = 1; i <= 3; ++i)
        QVERIFY(writePicture(m_home.path(u"many/%1.png"_s.arg(i)), { 320, 240 }, 10 + i));
    QFile damaged(m_home.path(u"damaged.jpg"_s));
    QFile photograph(m_home.path(u"photograph.jpg"_s));
    QVERIFY(damaged.open(QIODevice::WriteOnly) && photograph.open(QIODevice::ReadOnly));
    damaged.write(photograph.read(photograph.size() / 2));
    // Only a window manager tells how many desktops there are.
    WAIT_FOR(xdotool({ u"get_num_desktops"_s }));
}

void TestWindow::init()
{
    m_window = std::make_unique<RealWindow>();
    QVERIFY(m_window->isReady());
    QCOMPARE(m_window->label("modelName"), u"1.0 / 224 · ImageNet"_s);
}

void TestWindow::cleanup()
{
    m_window.reset();
}

void TestWindow::open(const QString& name)
{
    m_window->window().openPaths({ m_home.path(name) });
    WAIT_FOR(showsPicture(name));
}

Result<Recognition> TestWindow::answerOfTheCore(const QString& path) const
{
    auto model = loadModel({});
    if (!model)
        return model.error();
    auto classifier = Classifier::create(std::move(*model), 1);
    if (!classifier)
        return classifier.error();
    const auto picture = decodePicture(path.toStdString(), classifier->model().decodeOptions({}));
    if (!picture)
        return picture.error();
    return classifier->recognise(*picture, {});
}

void TestWindow::aDraggedPictureIsAnsweredAsTheCoreAnswersIt()
{
    QVERIFY(dragInto(m_window->window(), m_home.path(u"wide.png"_s)));
    WAIT_FOR(showsPicture(u"wide.png"_s));
    QVERIFY(!m_window->find<QWidget>("dropFrame").isVisible());

    const auto expected = answerOfTheCore(m_home.path(u"wide.png"_s));
    QVERIFY(expected);
    const std::vector<int> top = topK(expected->output.values, 5);
    QCOMPARE(m_window->classes(), QList<int>(top.begin(), top.end()));
    const QAbstractItemModel& shown = *m_window->predictions().model();
    for (int row = 0; row < shown.rowCount(); ++row) {
        const auto index = static_cast<std::size_t>(m_window->classes().at(row));
        QCOMPARE(shown.index(row, 0).data(PredictionModel::ValueRole).toFloat(),
            expected->output.values[index]);
        QCOMPARE(shown.index(row, 0).data(PredictionModel::LogitRole).toFloat(),
            expected->logits[index]);
    }
    // What the weights were made to say, independent of the core.
    QList<int> winners = m_window->classes();
    std::ranges::sort(winners);
    QCOMPARE(winners, QList<int>(std::begin(kTopClasses), std::end(kTopClasses)));
}

void TestWindow::theHeatmapLiesOverWhatTheNetworkSaw()
{
    open(u"wide.png"_s);
    QVERIFY(view().heatmap().isVisible());
    QVERIFY(view().heatmap().scene() == view().scene());
    QCOMPARE(view().heatmap().covered(), QRectF(0, 0, 400, 300));

    auto& fit = m_window->find<QComboBox>("fit");
    fit.setFocus();
    WAIT_FOR(fit.hasFocus());
    QVERIFY(press(u"Down"_s));
    WAIT_EQUAL(fit.currentText(), u"crop"_s);
    const RectF seen = fitSource({ 400, 300 }, { 224, 224 }, Fit::Crop);
    WAIT_EQUAL(view().heatmap().covered().toAlignedRect(),
        QRectF(seen.x, seen.y, seen.width, seen.height).toAlignedRect());
    QVERIFY(seen.width < 300);
}

void TestWindow::aClickExplainsAnotherClass()
{
    open(u"wide.png"_s);
    const QTableView& table = m_window->predictions();
    const QList<int> classes = m_window->classes();
    QCOMPARE(m_window->explainedClass(), classes.at(0));
    const QImage before = view().grab().toImage();
    QVERIFY(clickOn(*table.viewport(), table.visualRect(table.model()->index(1, 1)).center()));
    WAIT_EQUAL(m_window->explainedClass(), classes.at(1));
    QCOMPARE(m_window->classes(), classes);
    QVERIFY2(view().grab().toImage() != before, "another class has its evidence elsewhere");
}

void TestWindow::keysExplainAndChangeTheHeatmap()
{
    open(u"wide.png"_s);
    QVERIFY(press(u"2"_s));
    WAIT_EQUAL(m_window->explainedClass(), m_window->classes().at(1));
    QVERIFY(press(u"0"_s));
    WAIT_EQUAL(m_window->explainedClass(), m_window->classes().at(0));

    const QImage with = view().grab().toImage();
    QVERIFY(press(u"h"_s));
    WAIT_FOR(!view().heatmap().isVisible());
    QVERIFY(view().grab().toImage() != with);
    QVERIFY(press(u"h"_s));
    WAIT_FOR(view().heatmap().isVisible());

    const double opacity = view().heatmap().opacity();
    QVERIFY(press(u"minus"_s));
    WAIT_FOR(view().heatmap().opacity() < opacity);
    QVERIFY(press(u"plus"_s));
    WAIT_EQUAL(view().heatmap().opacity(), opacity);
}

void TestWindow::theShortcutSheetOpensAndCloses()
{
    const auto sheet
        = [this] { return m_window->window().findChild<QWidget*>(u"shortcutSheet"_s); };
    QVERIFY(press(u"F1"_s));
    WAIT_FOR(sheet() != nullptr && sheet()->isActiveWindow());
    QVERIFY(press(u"Escape"_s));
    WAIT_FOR(sheet() == nullptr);
    WAIT_FOR(m_window->window().isActiveWindow());
}

void TestWindow::aModelChangeCanBeTakenBack()
{
    open(u"wide.png"_s);
    QSignalSpy answered(&m_window->service(), &RecognitionService::recognized);
    const auto& grid = m_window->find<QTableView>("configurationGrid");
    QVERIFY(clickOn(*grid.viewport(), m_window->cell(0.35, 96)));
    WAIT_EQUAL(m_window->label("modelName"), u"0.35 / 96 · ImageNet"_s);
    WAIT_FOR(!answered.isEmpty());
    QVERIFY(press(u"ctrl+z"_s));
    WAIT_EQUAL(m_window->label("modelName"), u"1.0 / 224 · ImageNet"_s);
}

void TestWindow::draggedWeightsAnswer()
{
    open(u"wide.png"_s);
    QVERIFY(dragInto(m_window->window(), m_home.path(u"mine.h5"_s)));
    WAIT_EQUAL(m_window->label("modelName"), u"1.0 / 224 · mine.h5"_s);
    QVERIFY(showsPicture(u"wide.png"_s));
    QVERIFY(m_window->message().isEmpty());
}

void TestWindow::aDraggedDamagedPictureLeavesTheOldOne()
{
    open(u"wide.png"_s);
    const QList<int> classes = m_window->classes();
    QVERIFY(dragInto(m_window->window(), m_home.path(u"damaged.jpg"_s)));
    WAIT_FOR(!m_window->message().isEmpty());
    QVERIFY2(m_window->message().contains(u"damaged.jpg"_s), qPrintable(m_window->message()));
    QVERIFY2(m_window->message().count(u'.') >= 3, "what is wrong, and what to do");
    QVERIFY(m_window->find<QWidget>("openAnotherButton").isVisible());
    QVERIFY(showsPicture(u"wide.png"_s));
    QCOMPARE(m_window->classes(), classes);
    QCOMPARE(view().geometryOnPicture().picture, QRectF(0, 0, 400, 300));
    QVERIFY(press(u"Escape"_s));
    WAIT_FOR(m_window->message().isEmpty());
}

void TestWindow::aDraggedFolderOpensTheCollection()
{
    QVERIFY(dragInto(m_window->window(), m_home.path(u"many"_s)));
    WAIT_FOR(showsPicture(u"1.png"_s));
    const auto& strip = m_window->find<QListView>("collectionList");
    QVERIFY(strip.isVisible());
    QCOMPARE(strip.model()->rowCount(), 3);
    QVERIFY(press(u"Right"_s));
    WAIT_FOR(showsPicture(u"2.png"_s));
}

void TestWindow::aPastedPictureIsAnswered()
{
    QImage image(m_home.path(u"wide.png"_s));
    QVERIFY(!image.isNull());
    QGuiApplication::clipboard()->setImage(image);
    QVERIFY(press(u"ctrl+v"_s));
    WAIT_FOR(!m_window->classes().isEmpty());
    QCOMPARE(view().geometryOnPicture().picture, QRectF(0, 0, 400, 300));
}

void TestWindow::closingWhileBusyIsQuick()
{
    QSignalSpy busy(&m_window->service(), &RecognitionService::busyChanged);
    m_window->window().openPaths({ m_home.path(u"photograph.jpg"_s) });
    WAIT_FOR(!busy.isEmpty());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(m_window->window().close());
    m_window.reset();
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
}

void TestWindow::theProgramEndsCleanlyWhileBusy()
{
    m_window.reset();
    QProcess program;
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(qEnvironmentVariable("NETLENS_GUI"), { m_home.path(u"photograph.jpg"_s) });
    QVERIFY(program.waitForStarted());
    const QStringList quit { u"search"_s, u"--all"_s, u"--onlyvisible"_s, u"--pid"_s,
        QString::number(program.processId()), u"--name"_s, u"Netlens"_s, u"windowactivate"_s,
        u"--sync"_s, u"key"_s, u"ctrl+q"_s };
    // Again and again: xdotool gives up when a window it passes on its search is just closed.
    const auto hasEnded = [&] { return program.state() == QProcess::NotRunning; };
    QVERIFY(QTest::qWaitFor([&] { return xdotool(quit), hasEnded(); }, kPatienceMs));
    QCOMPARE(program.exitStatus(), QProcess::NormalExit);
    QCOMPARE(program.exitCode(), 0);
    QCOMPARE(program.readAll(), QByteArray());
}

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    dressAsProgram();
    TestWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_window.moc"
