#include "support/window_test.h"
#include "ui/heatmap_item.h"
#include "ui/image_view.h"
#include "ui/picture_item.h"
#include "ui/stream_dialog.h"
#include "ui/timeline_strip.h"

#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QTableView>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QUrl>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

using Phase = LiveState::Phase;

const Camera kFirst { u"/dev/video0"_s, u"First & best"_s };
const Camera kSecond { u"/dev/video2"_s, u"Second"_s };

/// A frame's answer: class `top` leads, the smoothed values and the order are made for the test.
Recognition makeFrame(std::int64_t number, int top = 3, Size size = { 64, 48 })
{
    Recognition answer = makeRecognition(10, top, size);
    answer.name = "Test source";
    FrameStamp frame;
    frame.run = 1;
    frame.number = number;
    frame.seconds = static_cast<double>(number) / 25;
    frame.captured = std::chrono::steady_clock::now();
    frame.capturedFrames = number + 1;
    frame.smoothed = answer.output.values;
    for (int i = 0; i < 10; ++i)
        frame.order.push_back((top + i) % 10);
    answer.frame = std::move(frame);
    return answer;
}

} // namespace

class TestWindowLive : public WindowTest {
    Q_OBJECT
private slots:
    void nothingStartsByItself();
    void camerasAreListedAsTheyComeAndGo();
    void aChosenCameraStartsAndIsRemembered();
    void keyCStartsAndStops();
    void withoutACameraKeyCSaysSo();
    void spaceFreezesAndGoesOn();
    void spacePressesAFocusedButton();
    void aVideoIsDropped();
    void theBarOfAVideo();
    void aVideoThatClaimsToLastForYears();
    void theTimelineOfAVideo();
    void theTimelineOfAVideoThatIsOverAtOnce();
    void theTimelineOfACamera();
    void theBarOfACamera();
    void aStreamIsOpenedByItsAddress();
    void framesShowSmoothedValuesInSteadyOrder();
    void zoomStaysFromFrameToFrame();
    void framesAreAskedForAsLargeAsTheyArePainted();
    void previewsFillInWhereThereIsNoMap();
    void answersOfAnEarlierSourceAreIgnored();
    void theCaptionNamesTheAnswerOrItsDoubt();
    void failuresOfferAWayOut_data();
    void failuresOfferAWayOut();
    void whatPassesIsWithdrawn();
    void aPictureEndsTheSource();
    void whatIsNoPictureDoesNot();
    void whatAFrameLackedIsWithdrawnByTheNext();
    void aPictureIsNotCaptionedByASourceThatFailed();
    void withoutAModelAPictureEndsTheSourceAtOnce();
    void nobodyLooking();
    void theLooksAreRestored();
    void aCameraHangsAsItHung();
    void mirrorAndRotate();
    void aSnapshotIsSaved();
    void aSnapshotIsOfTheMomentItWasAskedFor();
    void theRatesAreShown();
    void theBarFoldsWhereItIsNarrow();

private:
    void startVideo();
    void show(Recognition frame);
    QStringList camerasIn(const char* menu) const;
};

void TestWindowLive::startVideo()
{
    m_service->finishModel();
    m_window->openPaths({ touch(u"clip.mp4"_s) });
    QTRY_VERIFY_WITH_TIMEOUT(!m_live->starts.empty(), 5000);
    m_live->run(20.0);
}

void TestWindowLive::show(Recognition frame)
{
    frame.id = 100 + static_cast<std::uint64_t>(frame.frame->number);
    frame.frame->run = m_live->state().run;
    m_service->finishRecognition(std::move(frame));
}

QStringList TestWindowLive::camerasIn(const char* menu) const
{
    QStringList names;
    for (const QAction* entry : find<QMenu>(menu)->actions())
        if (entry->objectName().startsWith(u"camera:"_s))
            names.append(entry->text());
    return names;
}

void TestWindowLive::nothingStartsByItself()
{
    m_cameras->plug({ kFirst });
    QSettings().setValue(u"live/camera"_s, kFirst.device);
    makeWindow();
    m_service->finishModel();
    QTest::qWait(50);
    QVERIFY(m_live->starts.empty());
    QVERIFY(find<QWidget>("liveBar")->isHidden());
    QVERIFY(!action("freeze")->isEnabled());
}

void TestWindowLive::camerasAreListedAsTheyComeAndGo()
{
    QVERIFY(camerasIn("cameraMenu").isEmpty());
    QVERIFY(!find<QAction>("cameraMenu", "noCamera")->isEnabled());
    m_cameras->plug({ kFirst, kSecond });
    for (const char* menu : { "cameraMenu", "cameraButtonMenu" })
        QCOMPARE(camerasIn(menu), (QStringList { u"First && best"_s, u"Second"_s }));
    QVERIFY(find<QMenu>("cameraMenu")->findChild<QAction*>(u"noCamera"_s) == nullptr);
    m_cameras->plug({ kSecond });
    QCOMPARE(camerasIn("cameraMenu"), QStringList { u"Second"_s });
}

void TestWindowLive::aChosenCameraStartsAndIsRemembered()
{
    m_cameras->plug({ kFirst, kSecond });
    find<QAction>("cameraMenu", "camera:/dev/video2")->trigger();
    QCOMPARE(m_live->starts.size(), 1U);
    QCOMPARE(m_live->starts[0].kind, SourceAddress::Kind::Camera);
    QCOMPARE(m_live->starts[0].location, std::string("/dev/video2"));
    QCOMPARE(m_live->starts[0].name, std::string("Second"));
    m_live->run();
    QCOMPARE(action("useCamera")->text(), u"&Stop"_s);
    m_cameras->plug({ kSecond, kFirst });
    QVERIFY(find<QAction>("cameraMenu", "camera:/dev/video2")->isChecked());
    QVERIFY(!find<QAction>("cameraMenu", "camera:/dev/video0")->isChecked());
    m_live->stop();
    makeWindow();
    action("useCamera")->trigger();
    QCOMPARE(m_live->starts.back().location, std::string("/dev/video2"));
}

void TestWindowLive::keyCStartsAndStops()
{
    m_cameras->plug({ kFirst });
    QTest::keyClick(m_window.get(), Qt::Key_C);
    QCOMPARE(m_live->starts.size(), 1U);
    m_live->run();
    QVERIFY(find<QWidget>("liveBar")->isVisible());
    QTest::keyClick(m_window.get(), Qt::Key_C);
    QCOMPARE(m_live->stops, 1);
    QCOMPARE(action("useCamera")->text(), u"&Use camera"_s);
    QVERIFY(find<QWidget>("liveBar")->isHidden());
}

void TestWindowLive::withoutACameraKeyCSaysSo()
{
    QTest::keyClick(m_window.get(), Qt::Key_C);
    QVERIFY(m_live->starts.empty());
    QVERIFY(message().contains(u"No camera is connected"_s));
    QCOMPARE(action("useCamera")->text(), u"&Use camera"_s);
}

void TestWindowLive::spaceFreezesAndGoesOn()
{
    m_cameras->plug({ kFirst });
    action("useCamera")->trigger();
    m_live->run();
    QTest::keyClick(m_window.get(), Qt::Key_Space);
    QVERIFY(m_live->state().isPaused);
    QVERIFY(action("freeze")->isChecked());
    QVERIFY(find<QLabel>("liveName")->text().startsWith(u"Frozen"_s));
    QTest::keyClick(m_window.get(), Qt::Key_Space);
    QVERIFY(!m_live->state().isPaused);
    QVERIFY(find<QLabel>("liveName")->text().startsWith(u"Live"_s));
}

void TestWindowLive::spacePressesAFocusedButton()
{
    startVideo();
    auto* loop = find<QToolButton>("loop");
    loop->setFocus(Qt::TabFocusReason);
    QTest::keyClick(loop, Qt::Key_Space);
    QVERIFY(m_live->isLooping);
    QVERIFY(!m_live->state().isPaused);
}

void TestWindowLive::aVideoIsDropped()
{
    const QString path = touch(u"holiday.MKV"_s);
    QMimeData data;
    data.setUrls({ QUrl::fromLocalFile(path) });
    QVERIFY(drop(data));
    QTRY_VERIFY_WITH_TIMEOUT(!m_live->starts.empty(), 5000);
    QCOMPARE(m_live->starts[0].kind, SourceAddress::Kind::VideoFile);
    QCOMPARE(QString::fromStdString(m_live->starts[0].location), path);
}

void TestWindowLive::theBarOfAVideo()
{
    startVideo();
    auto* slider = find<QSlider>("seekSlider");
    QVERIFY(slider->isVisible());
    QCOMPARE(slider->maximum(), 20'000);
    show(makeFrame(100));
    QCOMPARE(slider->value(), 4000);
    QCOMPARE(find<QLabel>("liveTime")->text(), u"0:04 / 0:20"_s);
    QVERIFY(m_live->seeks.empty()); // following is not seeking
    slider->setValue(12'000);
    QCOMPARE(m_live->seeks, std::vector<double> { 12 });
    action("stepForward")->trigger();
    QVERIFY(m_live->state().isPaused);
    action("stepBack")->trigger();
    QCOMPARE(m_live->steps, (std::vector<int> { 1, -1 }));
    auto* speed = find<QComboBox>("speed");
    speed->setCurrentIndex(speed->findData(2.0));
    QCOMPARE(m_live->speed, 2.0);
    m_live->enter(Phase::Ended);
    QVERIFY(find<QLabel>("liveName")->text().startsWith(u"At the end"_s));
    m_live->resume();
    m_live->enter(Phase::Ended);
    QVERIFY(action("freeze")->isChecked());
    action("freeze")->trigger(); // plays again
    QVERIFY(!m_live->state().isPaused);
}

void TestWindowLive::aVideoThatClaimsToLastForYears()
{
    startVideo();
    m_live->run(1e8);
    m_live->run(20.0);
    auto* slider = find<QSlider>("seekSlider");
    QCOMPARE(slider->minimum(), 0);
    QCOMPARE(slider->maximum(), 20'000);
}

void TestWindowLive::theTimelineOfAVideo()
{
    auto* strip = find<TimelineStrip>("timelineStrip");
    QVERIFY(!strip->isVisible());
    startVideo();
    QVERIFY(strip->isVisible());
    QVERIFY(!strip->isLive());
    for (int number = 0; number < 50; ++number)
        show(makeFrame(number, number < 25 ? 3 : 7));
    const TimelineModel& timeline = strip->timeline();
    QCOMPARE(timeline.labelCount(), 2);
    QCOMPARE(timeline.stretches().size(), std::size_t { 2 });
    QCOMPARE(timeline.stretches()[1].begin, 1.0);
    QCOMPARE(timeline.labelName(timeline.stretchAt(0.5)->number), u"class 3"_s);
    QCOMPARE(timeline.momentAt(1.5)->top.first().name, u"class 7"_s);

    QTest::mouseClick(strip, Qt::LeftButton, {}, strip->rect().center());
    QCOMPARE(m_live->seeks.size(), std::size_t { 1 });
    QVERIFY(qAbs(m_live->seeks[0] - 10) < 0.5); // in the middle of 20 s

    Recognition doubtful = makeFrame(300);
    doubtful.frame->isSure = false;
    show(std::move(doubtful));
    QCOMPARE(timeline.stretchAt(12)->number, int { TimelineStretch::kUnsure });
    m_service->changeThreads(2); // the same one, faster
    QCOMPARE(timeline.labelCount(), 2);
    m_service->finishModel(); // another model answers
    QCOMPARE(timeline.labelCount(), 0);
}

void TestWindowLive::theTimelineOfAVideoThatIsOverAtOnce()
{
    m_service->finishModel();
    m_window->openPaths({ touch(u"clip.mp4"_s) });
    QTRY_VERIFY_WITH_TIMEOUT(!m_live->starts.empty(), 5000);
    m_live->run(0.04, Phase::Ended); // that it ran is not announced apart
    QVERIFY(find<TimelineStrip>("timelineStrip")->isVisible());
}

void TestWindowLive::theTimelineOfACamera()
{
    m_cameras->plug({ kFirst });
    action("useCamera")->trigger();
    auto* strip = find<TimelineStrip>("timelineStrip");
    QVERIFY(!strip->isVisible()); // there is nothing yet
    m_live->run();
    QVERIFY(strip->isVisible());
    QVERIFY(strip->isLive());
    action("useCamera")->trigger();
    QVERIFY(!strip->isVisible());
}

void TestWindowLive::theBarOfACamera()
{
    m_cameras->plug({ kFirst });
    action("useCamera")->trigger();
    QVERIFY(find<QLabel>("liveName")->text().startsWith(u"Opening"_s));
    m_live->run();
    QVERIFY(find<QLabel>("liveName")->text().contains(u"First & best"_s));
    QVERIFY(!find<QSlider>("seekSlider")->isVisible());
    QVERIFY(!find<QToolButton>("stepBackButton")->isVisible());
    QVERIFY(!action("stepForward")->isEnabled());
    find<QDoubleSpinBox>("smoothing")->setValue(1.5);
    find<QSpinBox>("threshold")->setValue(40);
    QCOMPARE(m_live->smoothing, 1.5);
    QCOMPARE(m_live->threshold, 0.4);
}

void TestWindowLive::aStreamIsOpenedByItsAddress()
{
    action("openStream")->trigger();
    auto* dialog = m_window->findChild<StreamDialog*>();
    QVERIFY(dialog != nullptr);
    dialog->setUrl(u"rtsp://me:secret@host/a"_s);
    dialog->accept();
    QCOMPARE(m_live->starts.size(), 1U);
    QCOMPARE(m_live->starts[0].kind, SourceAddress::Kind::Stream);
    QCOMPARE(m_live->starts[0].location, std::string("rtsp://me:secret@host/a"));
    QVERIFY(!find<QLabel>("liveName")->text().contains(u"secret"_s));
}

void TestWindowLive::framesShowSmoothedValuesInSteadyOrder()
{
    startVideo();
    Recognition frame = makeFrame(0, 3);
    frame.frame->order = { 5, 3, 0 }; // 5 was ahead for long, 3 leads since a moment
    frame.frame->smoothed = { 0.1F, 0, 0, 0.45F, 0.02F, 0.4F, 0.03F, 0, 0, 0 };
    show(std::move(frame));
    const QAbstractItemModel* model = find<QTableView>("predictionTable")->model();
    const auto text
        = [model](int row, int column) { return model->index(row, column).data().toString(); };
    QCOMPARE(text(0, 1), u"class 5"_s);
    QCOMPARE(text(0, 2), u"40.0 %"_s);
    QCOMPARE(text(1, 1), u"class 3"_s);
    QCOMPARE(text(1, 2), u"45.0 %"_s);
    QCOMPARE(text(2, 1), u"class 0"_s);
    QCOMPARE(text(3, 1), u"class 6"_s);
    QCOMPARE(text(4, 1), u"class 4"_s);
    QCOMPARE(find<QLabel>("pictureName")->text(), u"Test source"_s);
    QCOMPARE(find<QLabel>("pictureSize")->text(), u" · 64 × 48"_s);
}

void TestWindowLive::zoomStaysFromFrameToFrame()
{
    startVideo();
    show(makeFrame(0));
    auto* view = find<ImageView>("imageView");
    view->zoomToActual();
    const QTransform before = view->transform();
    for (int i = 1; i < 5; ++i) {
        show(makeFrame(i, i));
        QCOMPARE(view->transform(), before);
        QCOMPARE(view->picture().pixels().size(), QSize(64, 48));
    }
    show(makeFrame(6, 3, { 128, 96 })); // another size is shown whole
    QVERIFY(view->transform() != before);
}

void TestWindowLive::framesAreAskedForAsLargeAsTheyArePainted()
{
    startVideo();
    show(makeFrame(0, 3, { 1280, 720 }));
    const auto* view = find<ImageView>("imageView");
    QTRY_COMPARE(m_live->sizeOnScreen.width, qRound(1280 * view->zoom()));
    QTRY_COMPARE(m_live->sizeOnScreen.height, qRound(720 * view->zoom()));
}

void TestWindowLive::previewsFillInWhereThereIsNoMap()
{
    m_cameras->plug({ kFirst });
    action("useCamera")->trigger();
    m_live->run();
    auto* view = find<ImageView>("imageView");
    m_live->preview(makePicture(32, 24)); // no model has answered yet
    QVERIFY(view->isVisible());
    QCOMPARE(view->picture().pixels().size(), QSize(32, 24));
    QVERIFY(!view->heatmap().isVisible());
    m_service->finishModel();
    show(makeFrame(0));
    QVERIFY(view->heatmap().isVisible());
    m_live->preview(makePicture(32, 24)); // its answer will come with its map
    QCOMPARE(view->picture().pixels().size(), QSize(64, 48));
    QVERIFY(view->heatmap().isVisible());
    action("heatmap")->trigger();
    m_live->preview(makePicture(32, 24));
    QCOMPARE(view->picture().pixels().size(), QSize(32, 24));
}

void TestWindowLive::answersOfAnEarlierSourceAreIgnored()
{
    startVideo();
    Recognition late = makeFrame(50, 7);
    late.frame->run = m_live->state().run;
    late.id = 5;
    m_window->openPaths({ touch(u"other.mp4"_s) });
    QTRY_COMPARE_WITH_TIMEOUT(m_live->starts.size(), 2U, 5000);
    m_service->finishRecognition(std::move(late));
    QVERIFY(!find<ImageView>("imageView")->isVisible());
}

void TestWindowLive::theCaptionNamesTheAnswerOrItsDoubt()
{
    startVideo();
    auto* view = find<ImageView>("imageView");
    show(makeFrame(0, 3));
    QCOMPARE(view->caption(), u"class 3"_s);
    Recognition unsure = makeFrame(1, 3);
    unsure.frame->isSure = false;
    show(std::move(unsure));
    QCOMPARE(view->caption(), u"not sure"_s);
    QVERIFY(find<QLabel>("certainty")->text().contains(u"not sure"_s));
    action("caption")->trigger();
    QVERIFY(view->caption().isEmpty());
    show(makeFrame(2, 3));
    QVERIFY(view->caption().isEmpty());
    action("caption")->trigger();
    show(makeFrame(3, 4));
    QCOMPARE(view->caption(), u"class 4"_s);
    m_live->stop();
    show(makeFrame(4, 5)); // the network was still at it
    QVERIFY(view->caption().isEmpty());
    action("useCamera")->trigger();
    QVERIFY(view->caption().isEmpty());
}

void TestWindowLive::failuresOfferAWayOut_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("not there") << ErrorCode::SourceNotFound << u"no such camera"_s;
    QTest::newRow("busy") << ErrorCode::SourceBusy << u"another program"_s;
    QTest::newRow("denied") << ErrorCode::SourceDenied << u"no permission"_s;
    QTest::newRow("stalled") << ErrorCode::SourceStalled << u"no picture came"_s;
    QTest::newRow("lost") << ErrorCode::SourceLost << u"it is gone"_s;
}

void TestWindowLive::failuresOfferAWayOut()
{
    QFETCH(ErrorCode, code);
    QFETCH(QString, words);
    m_cameras->plug({ kSecond });
    action("useCamera")->trigger();
    m_live->fail(code);
    m_live->enter(Phase::Failed);
    QVERIFY2(message().startsWith(u"Second: "_s), qPrintable(message()));
    QVERIFY2(message().contains(words), qPrintable(message()));
    QVERIFY(find<QWidget>("liveBar")->isHidden());
    auto* retry = find<QPushButton>("message", "retryLiveButton");
    QVERIFY(retry != nullptr && retry->isVisible());
    QVERIFY(find<QPushButton>("message", "chooseOtherSourceButton") != nullptr);
    retry->click();
    QCOMPARE(m_live->starts.size(), 2U);
    QCOMPARE(m_live->starts[1], m_live->starts[0]);
    m_live->run();
    QVERIFY(message().isEmpty());
}

void TestWindowLive::whatPassesIsWithdrawn()
{
    m_cameras->plug({ kFirst });
    action("useCamera")->trigger();
    m_live->run();
    m_live->fail(ErrorCode::SourceLost);
    m_live->enter(Phase::Waiting);
    QVERIFY(!message().isEmpty());
    QVERIFY(find<QLabel>("liveName")->text().startsWith(u"Waiting"_s));
    m_live->enter(Phase::Running);
    QVERIFY(message().isEmpty());
}

void TestWindowLive::aPictureEndsTheSource()
{
    startVideo();
    show(makeFrame(0));
    const int stops = m_live->stops;
    m_window->openPaths({ touch(u"cat.png"_s) });
    QTRY_VERIFY_WITH_TIMEOUT(!m_service->pictures.empty(), 5000);
    QCOMPARE(m_live->stops, stops); // it may turn out to be none
    QVERIFY(m_live->isHeld);
    show(makeFrame(1)); // the network was still at it
    QCOMPARE(m_live->stops, stops);
    Recognition picture = makeRecognition();
    picture.id = 1000;
    m_service->finishRecognition(std::move(picture));
    QCOMPARE(m_live->stops, stops + 1);
    QVERIFY(find<QWidget>("liveBar")->isHidden());
    QCOMPARE(find<QLabel>("pictureName")->text(), u"cat.jpg"_s);
    QCOMPARE(find<QLabel>("pictureSize")->text(), u" · 300 × 200"_s);
}

void TestWindowLive::whatIsNoPictureDoesNot()
{
    startVideo();
    show(makeFrame(0));
    m_window->openPaths({ touch(u"cat.png"_s) });
    QTRY_VERIFY_WITH_TIMEOUT(m_live->isHeld, 5000);
    Failure failure;
    failure.error = makeError(ErrorCode::NotAPicture, "bat.png");
    failure.picture = m_service->pictures.size() - 1; // of one before
    m_service->fail(failure);
    failure.picture.reset(); // of a frame
    m_service->fail(failure);
    QVERIFY(m_live->isHeld);
    failure.error = makeError(ErrorCode::NotAPicture, "cat.png");
    failure.picture = m_service->pictures.size();
    m_service->fail(failure);
    QVERIFY(!m_live->isHeld);
    QVERIFY(m_live->state().isOn());
    QVERIFY(message().contains(u"cat.png"_s));
    show(makeFrame(1));
    QVERIFY(message().contains(u"cat.png"_s)); // there is time to read it
    QVERIFY(find<QWidget>("liveBar")->isVisible());
    QCOMPARE(m_live->stops, 0);
    // Another video in place of a picture that is still being read.
    m_window->openPaths({ touch(u"dog.png"_s) });
    QTRY_VERIFY_WITH_TIMEOUT(m_live->isHeld, 5000);
    m_window->openPaths({ touch(u"other.mp4"_s) });
    QTRY_COMPARE_WITH_TIMEOUT(m_live->starts.size(), 2U, 5000);
    m_live->run(20.0);
    Recognition late = makeRecognition();
    late.id = 1000;
    m_service->finishRecognition(late);
    QCOMPARE(find<QLabel>("pictureName")->text(), u"cat.jpg"_s);
    QVERIFY(m_live->state().isOn());
}

void TestWindowLive::whatAFrameLackedIsWithdrawnByTheNext()
{
    startVideo();
    show(makeFrame(0));
    Failure failure;
    failure.error = makeError(ErrorCode::OutOfMemory, "clip.mp4");
    m_service->fail(failure);
    QVERIFY(!message().isEmpty());
    show(makeFrame(1));
    QVERIFY(message().isEmpty());
}

void TestWindowLive::aPictureIsNotCaptionedByASourceThatFailed()
{
    startVideo();
    show(makeFrame(0));
    QVERIFY(!find<ImageView>("imageView")->caption().isEmpty());
    m_live->enter(Phase::Failed);
    Recognition before = makeRecognition(); // its settings were changed
    before.id = 500;
    m_service->finishRecognition(before);
    QCOMPARE(find<QLabel>("pictureName")->text(), u"cat.jpg"_s);
    QCOMPARE(m_live->state().phase, Phase::Failed); // to be tried again
    m_window->openPaths({ touch(u"cat.png"_s) });
    QTRY_VERIFY_WITH_TIMEOUT(!m_service->pictures.empty(), 5000);
    Recognition picture = makeRecognition();
    picture.id = 1000;
    m_service->finishRecognition(picture);
    QVERIFY(find<ImageView>("imageView")->caption().isEmpty());
    QCOMPARE(m_live->state().phase, Phase::Idle);
}

void TestWindowLive::withoutAModelAPictureEndsTheSourceAtOnce()
{
    m_window->openPaths({ touch(u"clip.mp4"_s) });
    QTRY_VERIFY_WITH_TIMEOUT(!m_live->starts.empty(), 5000);
    m_live->run(20.0);
    m_window->openPaths({ touch(u"cat.png"_s) });
    QTRY_COMPARE_WITH_TIMEOUT(m_live->stops, 1, 5000);
    QVERIFY(!m_live->isHeld);
}

void TestWindowLive::nobodyLooking()
{
    startVideo();
    m_window->hide();
    QTRY_VERIFY(m_live->state().isPaused);
    m_window->show();
    QTRY_VERIFY(!m_live->state().isPaused);
    action("freeze")->trigger();
    m_window->hide();
    QTest::qWait(20);
    m_window->show();
    QTest::qWait(20);
    QVERIFY(m_live->state().isPaused); // a person froze it
    action("freeze")->trigger();
    action("goOnHidden")->trigger();
    m_window->hide();
    QTest::qWait(20);
    QVERIFY(!m_live->state().isPaused);
}

void TestWindowLive::theLooksAreRestored()
{
    find<QDoubleSpinBox>("smoothing")->setValue(2);
    find<QSpinBox>("threshold")->setValue(55);
    find<QToolButton>("loop")->setChecked(true);
    action("caption")->setChecked(false);
    action("goOnHidden")->setChecked(true);
    makeWindow();
    QCOMPARE(find<QDoubleSpinBox>("smoothing")->value(), 2.0);
    QCOMPARE(m_live->smoothing, 2.0);
    QCOMPARE(m_live->threshold, 0.55);
    QVERIFY(m_live->isLooping);
    QVERIFY(!action("caption")->isChecked());
    QVERIFY(action("goOnHidden")->isChecked());
}

void TestWindowLive::aCameraHangsAsItHung()
{
    QVERIFY(!action("rotate")->isEnabled()); // nothing that it could turn
    m_cameras->plug({ kFirst });
    action("useCamera")->trigger();
    action("mirror")->trigger();
    action("rotate")->trigger();
    QCOMPARE(m_live->orientation, (Orientation { 3, true }));
    m_window->openPaths({ touch(u"clip.mp4"_s) }); // which nobody has turned
    QTRY_COMPARE_WITH_TIMEOUT(m_live->starts.size(), 2U, 5000);
    QCOMPARE(m_live->orientation, Orientation());
    QVERIFY(!action("mirror")->isChecked());
    action("rotate")->trigger();
    QCOMPARE(m_live->orientation, (Orientation { 1, false }));
    m_live->stop();
    makeWindow();
    action("useCamera")->trigger();
    QCOMPARE(m_live->orientation, (Orientation { 3, true }));
    QVERIFY(action("mirror")->isChecked());
}

void TestWindowLive::mirrorAndRotate()
{
    startVideo();
    action("mirror")->trigger();
    for (const int turns : { 3, 2, 1, 0 }) { // clockwise behind the mirror
        action("rotate")->trigger();
        QCOMPARE(m_live->orientation, (Orientation { turns, true }));
    }
    QVERIFY(m_live->seeks.empty());
    show(makeFrame(50));
    action("freeze")->trigger();
    action("mirror")->trigger();
    QCOMPARE(m_live->seeks, std::vector<double> { 2 }); // the held frame is read again, turned
    action("freeze")->trigger();
    m_live->enter(Phase::Ended);
    action("rotate")->trigger();
    QCOMPARE(m_live->seeks, (std::vector<double> { 2, 2 })); // and the last one
}

void TestWindowLive::aSnapshotIsSaved()
{
    const QString folder = m_folder.filePath(u"snapshots"_s);
    QDir().mkpath(folder);
    QSettings().setValue(u"live/snapshotFolder"_s, folder);
    startVideo();
    show(makeFrame(7));
    QTest::keyClick(m_window.get(), Qt::Key_S);
    QTRY_COMPARE_WITH_TIMEOUT(QDir(folder).entryList(QDir::Files).size(), 2, 10'000);
    const QString json = QDir(folder).entryList({ u"*.json"_s }).value(0);
    const QString png = QDir(folder).entryList({ u"*.png"_s }).value(0);
    QVERIFY(json.startsWith(u"Test source-"_s));
    QCOMPARE(QFileInfo(json).completeBaseName(), QFileInfo(png).completeBaseName());
    QCOMPARE(QImage(QDir(folder).filePath(png)).size(), QSize(64, 48));
    QFile file(QDir(folder).filePath(json));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject result = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(result[u"frame"_s][u"number"_s].toInt(), 7);
    QCOMPARE(result[u"frame"_s][u"smoothed"_s][0][u"label"_s].toString(), u"class_3"_s);
    QCOMPARE(result[u"predictions"_s][0][u"index"_s].toInt(), 3);
}

void TestWindowLive::aSnapshotIsOfTheMomentItWasAskedFor()
{
    const QString folder = m_folder.filePath(u"chosen"_s);
    QDir().mkpath(folder);
    startVideo();
    show(makeFrame(7));
    QTimer choosing;
    connect(&choosing, &QTimer::timeout, this, [&] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr)
            return;
        choosing.stop();
        show(makeFrame(8)); // the video goes on meanwhile
        dialog->findChild<QLineEdit*>(u"fileNameEdit"_s)->setText(folder);
        QMetaObject::invokeMethod(dialog, "accept");
    });
    choosing.start(20);
    QTest::keyClick(m_window.get(), Qt::Key_S);
    QTRY_COMPARE_WITH_TIMEOUT(QDir(folder).entryList(QDir::Files).size(), 2, 10'000);
    QFile file(QDir(folder).filePath(QDir(folder).entryList({ u"*.json"_s }).value(0)));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject result = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(result[u"frame"_s][u"number"_s].toInt(), 7);
}

void TestWindowLive::theRatesAreShown()
{
    startVideo();
    for (int i = 0; i < 20; ++i) {
        show(makeFrame(i));
        QTest::qWait(20);
    }
    QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("liveRates")->text().contains(u"fps"_s), 5000);
    action("useCamera")->trigger();
    QVERIFY(!find<QLabel>("liveRates")->isVisible());
}

void TestWindowLive::theBarFoldsWhereItIsNarrow()
{
    startVideo();
    const int least = m_window->minimumSizeHint().width();
    QVERIFY2(least <= 910, qPrintable(QString::number(least))); // 1366 at 150 %
    auto* bar = find<QWidget>("liveBar");
    const auto isInside = [bar](const QWidget* widget) {
        const QRect place(widget->mapTo(bar, QPoint()), widget->size());
        return bar->rect().contains(place);
    };
    const QWidget* const freeze = find<QWidget>("freezeButton");
    const QWidget* const smoothing = find<QWidget>("smoothing");
    for (const bool isNarrow : { false, true, false }) {
        m_window->resize(isNarrow ? least : 1400, 760);
        QTRY_COMPARE_WITH_TIMEOUT(
            smoothing->mapTo(bar, QPoint()).y() > freeze->mapTo(bar, QPoint()).y() + 10, isNarrow,
            2000);
        for (const char* name : { "freezeButton", "snapshotButton", "smoothing", "threshold" })
            QVERIFY2(isInside(find<QWidget>(name)), name);
    }
}

QTEST_MAIN(TestWindowLive)
#include "tst_window_live.moc"
