#include "service/threaded_live.h"
#include "service/threaded_service.h"
#include "support/made_pictures.h"
#include "support/process_watch.h"
#include "support/scripted_source.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace netlens;
using namespace std::chrono_literals;

namespace {

constexpr int kPatienceMs = 30'000;
constexpr std::int64_t kEver = 1'000'000;

ModelRequest randomModel(int side = 96, double alpha = 0.35, std::int64_t classes = 6)
{
    ModelRequest request;
    request.config.alpha = alpha;
    request.config.input = { side, side, 3 };
    request.config.classes = classes;
    request.weights = { .kind = WeightsChoice::Kind::Random, .path = {}, .seed = 1 };
    return request;
}

ThreadedLive::Open scripted(std::deque<Scene> scenes, bool isLive = true)
{
    return [=](const SourceAddress&, const std::stop_token&,
               const ReconnectingSource::Listener&) -> Result<std::unique_ptr<FrameSource>> {
        return std::unique_ptr<FrameSource>(
            std::make_unique<ScriptedSource>(scenes, isLive, isLive ? 2ms : 0ms));
    };
}

SourceAddress address(bool isLive = true)
{
    return { isLive ? SourceAddress::Kind::Camera : SourceAddress::Kind::VideoFile, "/dev/nothing",
        "Test camera" };
}

} // namespace

#define WAIT_FOR(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatienceMs)

class TestLiveRecognition : public QObject {
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void everyAnswerBelongsToItsFrame();
    void aSlowNetworkTakesTheNewest();
    void probabilitiesAreSmoothedAndOrdered();
    void aFrozenFrameIsExplainedAndLookedAtAnew();
    void theThresholdAppliesToTheFrameOnShow();
    void aPictureOfTheUserComesBeforeFrames();
    void framesBeforeTheModelWait();
    void whatFailsForEveryFrameIsToldOnce();
    void framesAreNoWorkThatIsWaitedFor();

private:
    void play(std::deque<Scene> scenes, bool isLive = true);
    SharedRecognition last() const { return m_answers.empty() ? nullptr : m_answers.back(); }

    std::unique_ptr<ThreadedService> m_service;
    std::unique_ptr<ThreadedLive> m_live;
    std::vector<SharedRecognition> m_answers;
    int m_models = 0;
    int m_busy = 0;
    std::size_t m_failures = 0;
};

void TestLiveRecognition::init()
{
    m_answers.clear();
    m_models = 0;
    m_busy = 0;
    m_failures = 0;
    m_service = std::make_unique<ThreadedService>();
    connect(m_service.get(), &RecognitionService::recognized, this, [this] {
        if (auto answer = m_service->takeRecognition())
            m_answers.push_back(std::move(answer));
    });
    connect(m_service.get(), &RecognitionService::modelChanged, this, [this] { ++m_models; });
    connect(m_service.get(), &RecognitionService::failed, this,
        [this] { m_failures += m_service->takeFailures().size(); });
    connect(m_service.get(), &RecognitionService::busyChanged, this,
        [this](bool busy) { m_busy += busy ? 1 : 0; });
}

void TestLiveRecognition::cleanup()
{
    m_live.reset();
    m_service.reset();
}

void TestLiveRecognition::play(std::deque<Scene> scenes, bool isLive)
{
    if (m_models == 0) {
        m_service->setModel(randomModel());
        WAIT_FOR(m_models == 1);
    }
    m_live = std::make_unique<ThreadedLive>(*m_service, scripted(std::move(scenes), isLive));
    m_live->start(address(isLive));
}

void TestLiveRecognition::everyAnswerBelongsToItsFrame()
{
    play({ { Scene::Kind::Frames, 100, { 32, 24 } }, { Scene::Kind::Frames, kEver, { 64, 48 } } });
    WAIT_FOR(m_answers.size() > 200);
    std::uint64_t id = 0;
    for (const SharedRecognition& answer : m_answers) {
        QVERIFY(answer->frame);
        const FrameStamp& frame = *answer->frame;
        const auto grey = static_cast<std::uint8_t>(frame.number % 256);
        QCOMPARE(answer->picture.image.pixels().front(), grey);
        QCOMPARE(answer->seen.image.pixels().front(), grey);
        QCOMPARE(answer->picture.image.width(), frame.number < 100 ? 32 : 64);
        QCOMPARE(answer->picture.fullSize, answer->picture.image.size());
        QCOMPARE(frame.seconds, static_cast<double>(frame.number) / ScriptedSource::kRate);
        QCOMPARE(answer->name, std::string("Test camera"));
        QCOMPARE(answer->map.classIndex, frame.order.front());
        QVERIFY(answer->id > std::exchange(id, answer->id));
    }
}

void TestLiveRecognition::aSlowNetworkTakesTheNewest()
{
    m_service->setModel(randomModel(224, 1.0, 1000));
    WAIT_FOR(m_models == 1);
    play({ { Scene::Kind::Frames, kEver } });
    WAIT_FOR(m_answers.size() > 30);
    const FrameStamp& frame = *last()->frame;
    QVERIFY2(frame.droppedFrames > 0, "the network kept up with 500 frames a second");
    QVERIFY(frame.capturedFrames > frame.droppedFrames);
    // Each answer was captured after the one before was begun: nothing waited in a queue.
    for (std::size_t i = 1; i < m_answers.size(); ++i)
        QVERIFY(m_answers[i]->frame->number > m_answers[i - 1]->frame->number);
}

void TestLiveRecognition::probabilitiesAreSmoothedAndOrdered()
{
    m_service->setSmoothing({ .seconds = 1e6, .rows = 4 });
    play({ { Scene::Kind::Frames, kEver } });
    WAIT_FOR(m_answers.size() > 50);
    const std::vector<float>& first = m_answers.front()->frame->smoothed;
    QCOMPARE(first.size(), 6U);
    for (const SharedRecognition& answer : m_answers) {
        QCOMPARE(answer->frame->order.size(), 4U);
        for (std::size_t i = 0; i < first.size(); ++i) // with such a time constant nothing moves
            QVERIFY(std::abs(answer->frame->smoothed[i] - first[i]) < 1e-3F);
    }
    // Another source knows nothing of the one before.
    m_live->stop();
    const std::size_t before = m_answers.size();
    m_live->start(address());
    WAIT_FOR(m_answers.size() > before + 1);
    const auto anew = std::ranges::find_if(
        m_answers, [](const SharedRecognition& answer) { return answer->frame->run == 2; });
    QVERIFY(anew != m_answers.end());
    QCOMPARE((*anew)->frame->smoothed, (*anew)->output.values);
}

void TestLiveRecognition::aFrozenFrameIsExplainedAndLookedAtAnew()
{
    play({ { Scene::Kind::Frames, kEver } });
    WAIT_FOR(m_answers.size() > 5);
    m_live->pause();
    QTest::qWait(100);
    const SharedRecognition frozen = last();
    const int other = frozen->map.classIndex == 2 ? 3 : 2;
    m_service->explain(other);
    WAIT_FOR(last()->map.classIndex == other);
    QCOMPARE(last()->id, frozen->id);
    QCOMPARE(last()->frame->number, frozen->frame->number);
    QCOMPARE(last()->frame->smoothed, frozen->frame->smoothed);
    m_service->explain(std::nullopt);
    WAIT_FOR(last()->map.classIndex == frozen->frame->order.front());
    m_service->setModel(randomModel(128, 0.35, 9));
    WAIT_FOR(last()->logits.size() == 9);
    QCOMPARE(last()->id, frozen->id);
    QCOMPARE(last()->frame->smoothed, last()->output.values);
    const std::size_t before = m_answers.size();
    m_service->setPreprocessing({ .fit = Fit::Crop });
    WAIT_FOR(m_answers.size() > before);
    QCOMPARE(last()->frame->smoothed, last()->output.values);
}

void TestLiveRecognition::theThresholdAppliesToTheFrameOnShow()
{
    play({ { Scene::Kind::Frames, kEver } });
    WAIT_FOR(!m_answers.empty());
    QVERIFY(last()->frame->isSure);
    m_live->pause();
    QTest::qWait(100);
    const std::uint64_t id = last()->id;
    m_live->setThreshold(1.1);
    WAIT_FOR(!last()->frame->isSure);
    QCOMPARE(last()->id, id);
    m_live->setThreshold(0);
    WAIT_FOR(last()->frame->isSure);
}

void TestLiveRecognition::aPictureOfTheUserComesBeforeFrames()
{
    play({ { Scene::Kind::Frames, kEver } });
    WAIT_FOR(m_answers.size() > 5);
    for (int i = 0; i < 20; ++i) {
        m_live->stop();
        const std::uint64_t id = m_service->submit({ "mine", madePicture({ 160, 120 }, i) });
        WAIT_FOR(last()->id == id);
        QVERIFY(!last()->frame);
        m_live->start(address());
        WAIT_FOR(last()->frame);
        QVERIFY(last()->id > id);
    }
}

void TestLiveRecognition::framesBeforeTheModelWait()
{
    m_models = 1;
    play({ { Scene::Kind::Frames, 1 } }, false);
    WAIT_FOR(m_live->state().phase == LiveState::Phase::Ended);
    m_service->setModel(randomModel());
    WAIT_FOR(!m_answers.empty());
    QCOMPARE(last()->frame->number, 0);
}

void TestLiveRecognition::whatFailsForEveryFrameIsToldOnce()
{
    ModelRequest picky = randomModel();
    picky.config.input.channels = 5;
    m_service->setModel(picky);
    WAIT_FOR(m_models == 1);
    play({ { Scene::Kind::Frames, kEver } });
    WAIT_FOR(m_failures > 0);
    QTest::qWait(100);
    QCOMPARE(m_failures, 1U);
}

void TestLiveRecognition::framesAreNoWorkThatIsWaitedFor()
{
    play({ { Scene::Kind::Frames, kEver } });
    WAIT_FOR(m_answers.size() > 5);
    const int before = m_busy;
    WAIT_FOR(m_answers.size() > 100);
    QVERIFY2(m_busy <= before + 1, qPrintable(QString::number(m_busy - before)));
}

QTEST_GUILESS_MAIN(TestLiveRecognition)
#include "tst_live_recognition.moc"
