#include "support/window_test.h"
#include "ui/model_choice.h"

#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr const char* kOfficial = "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5";

QString withoutBreaks(QString text)
{
    return text.remove(QChar(0x200b));
}

} // namespace

class TestWindowFetch : public WindowTest {
    Q_OBJECT
private slots:
    void nothingIsFetchedUnasked();
    void missingWeightsAreOfferedWithTheirSize();
    void theDownloadShowsHowFarItIs();
    void theModelLoadsWhenItIsDone();
    void anotherChoiceIsLeftAlone();
    void weightsThatAppearAreOffered();
    void escapeCancels();
    void failuresGiveASentenceAndAnotherTry();
    void damagedWeightsAreOfferedAgain();
    void aFileThatFitsCanBeInstalled();
    void aFileThatDoesNotFitIsNoOffer_data();
    void aFileThatDoesNotFitIsNoOffer();

private:
    void missWeights(ErrorCode code = ErrorCode::WeightsNotHere);
    QPushButton* panelButton(const char* name) const { return find<QPushButton>(name); }
    QString state() const { return withoutBreaks(find<QLabel>("weightsState")->text()); }
};

/// The ImageNet file is not there; the demonstration model answers.
void TestWindowFetch::missWeights(ErrorCode code)
{
    m_service->failModel(makeError(code, kOfficial, "why"));
    m_service->finishModel();
}

void TestWindowFetch::nothingIsFetchedUnasked()
{
    missWeights();
    action("retryWeights")->trigger();
    action("useImageNet")->trigger();
    missWeights();
    QVERIFY(m_store->fetches.empty());
    QVERIFY(!action("cancelDownload")->isEnabled());
}

void TestWindowFetch::missingWeightsAreOfferedWithTheirSize()
{
    QVERIFY(!action("downloadWeights")->isEnabled());
    QVERIFY(panelButton("downloadPanelButton")->isHidden());
    missWeights();
    QVERIFY(action("downloadWeights")->isEnabled());
    for (const char* name :
        { "downloadPanelButton", "downloadWeightsButton", "downloadWeightsEmptyButton" }) {
        QVERIFY(find<QPushButton>(name)->isVisible());
        QCOMPARE(find<QPushButton>(name)->text(), u"Get the ImageNet weights (14.5 MB)"_s);
    }
    QVERIFY(find<QPushButton>("chooseWeightsFileEmptyButton")->isVisible());

    // The smallest one is half of that.
    action("useRandom")->trigger();
    QVERIFY(!action("downloadWeights")->isEnabled());
}

void TestWindowFetch::theDownloadShowsHowFarItIs()
{
    missWeights();
    panelButton("downloadPanelButton")->click();
    QCOMPARE(m_store->fetches, std::vector<std::string> { kOfficial });
    QVERIFY(!action("downloadWeights")->isEnabled());
    QVERIFY(panelButton("downloadPanelButton")->isHidden());
    QVERIFY(panelButton("cancelPanelButton")->isVisible());
    QCOMPARE(find<QProgressBar>("downloadProgress")->maximum(), 0);

    auto* cancel = find<QPushButton>("cancelDownloadButton");
    QTRY_VERIFY(cancel->isVisible());
    m_store->progress(3'634'030, 14'536'120);
    QCOMPARE(find<QProgressBar>("downloadProgress")->value(), 250);
    const QString text
        = u"Downloading %1: 3.6 MB of 14.5 MB, 1.2 MB/s"_s.arg(QLatin1String(kOfficial));
    QCOMPARE(state(), text);
    QVERIFY2(withoutBreaks(banner()).endsWith(text), qPrintable(banner()));
    QVERIFY2(find<QPushButton>("cancelDownloadButton") == cancel, "it stays under the pointer");

    answer(); // nothing waits for the download
    QCOMPARE(state(), text);
}

void TestWindowFetch::theModelLoadsWhenItIsDone()
{
    missWeights();
    action("downloadWeights")->trigger();
    const auto before = m_service->models.size();
    m_store->finish();
    QCOMPARE(m_service->models.size(), before + 1);
    QVERIFY(m_service->models.back().weights.kind == WeightsChoice::Kind::ImageNet);
    m_service->finishModel();
    QVERIFY(banner().isEmpty());
    QVERIFY(message().isEmpty());
    QVERIFY(state().startsWith(u"Ready"_s));
    QVERIFY(find<QProgressBar>("downloadProgress")->isHidden());
}

void TestWindowFetch::anotherChoiceIsLeftAlone()
{
    missWeights();
    action("downloadWeights")->trigger();
    action("useRandom")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 3U, 2000);
    m_service->finishModel();
    QVERIFY(panelButton("cancelPanelButton")->isVisible());
    m_store->finish();
    QCOMPARE(m_service->models.size(), 3U);
    QVERIFY(panelButton("cancelPanelButton")->isHidden());
}

void TestWindowFetch::weightsThatAppearAreOffered()
{
    const QTemporaryDir home;
    qputenv("KERAS_HOME", home.path().toLocal8Bit());
    const auto comeBack = [] { emit qGuiApp->applicationStateChanged(Qt::ApplicationActive); };
    missWeights();
    comeBack();
    QVERIFY(banner().startsWith(u"Demonstration model"_s));
    QVERIFY(!banner().contains(u"now"_s));

    QVERIFY(QDir(home.path()).mkpath(u"models"_s));
    QFile file(home.filePath(u"models/"_s + QLatin1String(kOfficial)));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("half") == 4);
    file.close();
    comeBack();
    QVERIFY(banner().endsWith(u"The ImageNet weights are on this computer now."_s));
    auto* use = find<QPushButton>("retryWeightsButton");
    QTRY_VERIFY_WITH_TIMEOUT(use->isVisible(), 2000);
    use->click();
    m_service->failModel(makeError(ErrorCode::OfficialWeightsUnusable, kOfficial, "cut"));
    m_service->finishModel();
    QVERIFY2(!banner().contains(u"now"_s), "what appeared is of no use");
    QVERIFY(banner().contains(u"cannot be used"_s));
    qunsetenv("KERAS_HOME");
}

void TestWindowFetch::escapeCancels()
{
    missWeights();
    action("downloadWeights")->trigger();
    action("dismiss")->trigger();
    QCOMPARE(m_store->cancels, 1);
    m_store->finish(makeError(ErrorCode::Cancelled, kOfficial));
    QVERIFY2(message().isEmpty(), "who cancelled knows");
    QVERIFY(action("downloadWeights")->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(panelButton("downloadWeightsButton")->isVisible(), 2000);
    action("dismiss")->trigger();
    QCOMPARE(m_store->cancels, 1);
}

void TestWindowFetch::failuresGiveASentenceAndAnotherTry()
{
    missWeights();
    action("downloadWeights")->trigger();
    m_store->finish(makeError(ErrorCode::ServerUnreachable, kOfficial, "Host not found"));
    QVERIFY2(message().contains(u"the server cannot be reached"_s), qPrintable(message()));
    QCOMPARE(find<QLabel>("message", "messageDetail")->text(), u"Host not found"_s);
    find<QPushButton>("fetchAgainButton")->click();
    QCOMPARE(m_store->fetches.size(), 2U);
    QVERIFY2(message().isEmpty(), "what it said is being tried again");
}

void TestWindowFetch::damagedWeightsAreOfferedAgain()
{
    missWeights(ErrorCode::OfficialWeightsUnusable);
    QVERIFY2(message().contains(u"damaged"_s), qPrintable(message()));
    QVERIFY(withoutBreaks(banner()).contains(u"cannot be used"_s));
    find<QPushButton>("message", "downloadWeightsButton")->click();
    QCOMPARE(m_store->fetches, std::vector<std::string> { kOfficial });
}

void TestWindowFetch::aFileThatFitsCanBeInstalled()
{
    missWeights();
    m_service->finishInspection(makeWeightsFile({}));
    QVERIFY2(message().startsWith(u"mine.h5 can be the ImageNet file"_s), qPrintable(message()));
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 3U, 2000);
    m_service->finishModel();
    QVERIFY(!message().isEmpty());
    auto* install = find<QPushButton>("installWeightsButton");
    QVERIFY(withoutBreaks(message()).contains(QLatin1String(kOfficial)));
    QCOMPARE(install->text(), u"Install"_s);
    install->click();
    QCOMPARE(m_store->installs.size(), 1U);
    QCOMPARE(m_store->installs[0].first, std::filesystem::path("/weights/mine.h5"));
    QCOMPARE(m_store->installs[0].second, std::string(kOfficial));
    m_store->finish();
    QTRY_COMPARE_WITH_TIMEOUT(m_service->models.size(), 4U, 2000);
    QVERIFY(m_service->models.back().weights.kind == WeightsChoice::Kind::ImageNet);
    QVERIFY(message().isEmpty());
    QVERIFY(!action("installWeights")->isEnabled());
}

void TestWindowFetch::aFileThatDoesNotFitIsNoOffer_data()
{
    QTest::addColumn<double>("alpha");
    QTest::addColumn<bool>("includeTop");
    QTest::addColumn<int>("classes");
    QTest::newRow("another alpha") << 0.5 << true << 1000;
    QTest::newRow("without a top") << 1.0 << false << 1000;
    QTest::newRow("other classes") << 1.0 << true << 10;
}

void TestWindowFetch::aFileThatDoesNotFitIsNoOffer()
{
    QFETCH(double, alpha);
    QFETCH(bool, includeTop);
    QFETCH(int, classes);
    missWeights();
    Config made;
    made.alpha = alpha;
    made.includeTop = includeTop;
    made.classes = classes;
    m_service->finishInspection(makeWeightsFile(made));
    QVERIFY2(message().isEmpty(), qPrintable(message()));
}

QTEST_MAIN(TestWindowFetch)
#include "tst_window_fetch.moc"
