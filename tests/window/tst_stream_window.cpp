#include "hand.h"
#include "real_window.h"
#include "support/drawn_video.h"
#include "support/process_watch.h"
#include "support/stream_server.h"
#include "ui/image_view.h"
#include "ui/timeline_strip.h"

#include <QApplication>
#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QTcpServer>
#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;
using Phase = LiveState::Phase;

#define WAIT_FOR(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatienceMs)

namespace {

/// A label takes its row half a second after it leads; a second may go by without a frame.
constexpr double kSecondsEach = 2.5;

/// The captions that a window shows, each once while it stays.
class Captions {
public:
    explicit Captions(RealWindow& real)
    {
        auto& view = real.find<ImageView>("imageView");
        QObject::connect(&view, &ImageView::framePainted, &m_context,
            [this, &view](std::chrono::steady_clock::time_point captured) {
                const std::string caption = view.caption().toStdString();
                if (!caption.empty() && (texts.empty() || texts.back() != caption))
                    texts.push_back(caption);
                isRising &= captured > m_captured;
                m_captured = captured;
                ++painted;
            });
    }

    std::vector<std::string> texts;
    bool isRising = true; ///< no frame came after a later one
    int painted = 0;

private:
    QObject m_context;
    std::chrono::steady_clock::time_point m_captured;
};

/// What the strip knows, without the times at which nothing was sure.
std::vector<TimelineStretch> labelled(const TimelineModel& timeline)
{
    std::vector<TimelineStretch> stretches;
    for (const TimelineStretch& stretch : timeline.stretches())
        if (stretch.number > 0)
            stretches.push_back(stretch);
    return stretches;
}

} // namespace

/// Streams that ffmpeg sends on 127.0.0.1, watched by a person; the server ends and comes again.
class TestStreamWindow : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void everyLabelComesThroughAndComesBack_data();
    void everyLabelComesThroughAndComesBack();
    void closingWhileNobodyAnswersIsQuick();

private:
    static bool openByHand(RealWindow& real, const QString& address);
    Home m_home;
    DrawnVideo m_drawn { kSecondsEach };
    std::vector<std::string> m_labels;
    QString m_file;
};

void TestStreamWindow::initTestCase()
{
    if (!hasFfmpeg())
        QSKIP("skipped: no ffmpeg");
    QVERIFY(m_home.isReady());
    WAIT_FOR(xdotool({ u"get_num_desktops"_s }));
    m_file = m_home.path(u"drawn.mp4"_s);
    QVERIFY(makeVideo(m_file, m_drawn.pictures));
    for (const DrawnSegment& segment : m_drawn.segments)
        m_labels.push_back(segment.label);
}

bool TestStreamWindow::openByHand(RealWindow& real, const QString& address)
{
    const auto waitFor = [](const auto& isSo) { return QTest::qWaitFor(isSo, kPatienceMs); };
    QLineEdit* field = nullptr;
    return press(u"ctrl+l"_s) && waitFor([&] {
        field = real.window().findChild<QLineEdit*>(u"streamUrl"_s);
        return field != nullptr && field->hasFocus();
    }) && xdotool({ u"type"_s, address })
        && waitFor([&] { return field->text() == address; }) && press(u"Return"_s)
        && waitFor([] { return QApplication::activeModalWidget() == nullptr; });
}

void TestStreamWindow::everyLabelComesThroughAndComesBack_data()
{
    QTest::addColumn<QStringList>("how");
    QTest::addColumn<QString>("address");
    for (const StreamKind& kind : { motionJpeg(), transportStream() })
        QTest::newRow(kind.name) << kind.how << kind.address;
}

void TestStreamWindow::everyLabelComesThroughAndComesBack()
{
    QFETCH(QStringList, how);
    QFETCH(QString, address);
    RealWindow real;
    QVERIFY(real.isReady());
    real.find<QDoubleSpinBox>("smoothing").setValue(0.1);
    Captions captions(real);
    const int port = freePort();
    StreamServer first(m_file, how, port);
    WAIT_FOR(isListening(port));
    QVERIFY(openByHand(real, address.arg(port)));
    WAIT_FOR(real.live().state().phase == Phase::Running);
    WAIT_FOR(real.live().state().phase == Phase::Waiting); // everything has been sent
    QCOMPARE(captions.texts, m_labels);
    const auto seen = labelled(real.find<TimelineStrip>("timelineStrip").timeline());
    QCOMPARE(seen.size(), m_labels.size());
    for (std::size_t i = 0; i < seen.size(); ++i)
        QCOMPARE(seen[i].number, static_cast<int>(i) + 1);
    // The second begins when the first has ended, half a second later than in the stream, and so
    // do all that follow. The first loses what passes while the stream is being looked through.
    for (std::size_t i = 2; i < seen.size(); ++i) {
        const double between = seen[i].begin - seen[i - 1].begin;
        QVERIFY2(std::abs(between - kSecondsEach) < 0.8 * kSlowdown,
            qPrintable(u"%1: %2 s"_s.arg(i).arg(between)));
    }
    WAIT_FOR(real.message().contains(u"127.0.0.1"_s));

    captions.texts.clear();
    const int painted = captions.painted;
    StreamServer second(m_file, how, port);
    WAIT_FOR(real.live().state().phase == Phase::Running);
    WAIT_FOR(captions.texts.size() >= 3 && captions.painted > painted + 30);
    QVERIFY(second.kill());
    WAIT_FOR(real.live().state().phase == Phase::Waiting);
    QVERIFY(captions.isRising);
    // The last caption of before may stand until the first answer.
    if (captions.texts.front() == m_labels.back())
        captions.texts.erase(captions.texts.begin());
    QVERIFY(captions.texts.size() <= m_labels.size());
    QVERIFY(std::ranges::equal(captions.texts, std::span(m_labels).first(captions.texts.size())));
    QVERIFY(press(u"c"_s));
    WAIT_FOR(real.live().state().phase == Phase::Idle);
}

void TestStreamWindow::closingWhileNobodyAnswersIsQuick()
{
    QTcpServer silent; // takes the connection, says nothing, and is there until the end
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    QElapsedTimer timer;
    {
        RealWindow real;
        QVERIFY(real.isReady());
        QVERIFY(openByHand(real, u"http://127.0.0.1:%1/video"_s.arg(silent.serverPort())));
        WAIT_FOR(silent.hasPendingConnections());
        timer.start();
        real.window().close();
    }
    QVERIFY2(timer.elapsed() < 1000 * kSlowdown, qPrintable(QString::number(timer.elapsed())));
}

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    dressAsProgram();
    TestStreamWindow test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_stream_window.moc"
