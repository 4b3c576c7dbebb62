#include "support/window_test.h"

#include <QLabel>
#include <QSettings>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

/// What the window shows of a recording while it runs, and when it is over.
class TestWindowRecording : public WindowTest {
    Q_OBJECT
private slots:
    void theWindowDoesNotGrow();

private:
    void startCamera();
    void startRecording();
    void showFrame(std::int64_t number);
};

void TestWindowRecording::startCamera()
{
    m_service->finishModel();
    m_cameras->plug({ { u"/dev/video0"_s, u"Desk camera"_s } });
    action("useCamera")->trigger();
    m_live->run();
}

void TestWindowRecording::startRecording()
{
    QSettings().setValue(u"record/folder"_s, m_folder.filePath(u"videos"_s));
    startCamera();
    action("record")->trigger();
    QVERIFY(m_recorder->recording().isOn());
}

void TestWindowRecording::showFrame(std::int64_t number)
{
    Recognition answer = makeRecognition(10, 3, { 64, 48 });
    answer.id = 100 + static_cast<std::uint64_t>(number);
    FrameStamp frame;
    frame.number = number;
    frame.run = m_live->state().run;
    frame.captured = std::chrono::steady_clock::now();
    frame.smoothed = answer.output.values;
    for (int i = 0; i < 10; ++i)
        frame.order.push_back(i);
    answer.frame = std::move(frame);
    m_service->finishRecognition(std::move(answer));
}

void TestWindowRecording::theWindowDoesNotGrow()
{
    startCamera();
    auto* bar = find<QWidget>("liveBar");
    const int before = bar->minimumSizeHint().width();
    action("record")->trigger();
    auto* sign = find<QLabel>("liveRecording");
    QVERIFY(sign->isVisible() && !find<QLabel>("liveDot")->isVisible());
    QCOMPARE(bar->minimumSizeHint().width(), before);
    bar->resize(before, bar->height());
    QTest::qWait(20);
    QVERIFY(sign->width() >= sign->minimumSizeHint().width()); // the name gives way
    QVERIFY(find<QLabel>("liveName")->text().contains(u"Desk camera"_s));
    action("record")->trigger();
    QVERIFY(!sign->isVisible() && find<QLabel>("liveDot")->isVisible());
}

QTEST_MAIN(TestWindowRecording)
#include "tst_window_recording.moc"
