#include "support/window_test.h"
#include "ui/collect_panel.h"
#include "ui/record_dock.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTest>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

namespace {

using Phase = LiveState::Phase;

const Camera kCamera { u"/dev/video0"_s, u"Desk camera"_s };

Recognition makeFrame(std::int64_t number, int top = 3, Size size = { 64, 48 })
{
    Recognition answer = makeRecognition(10, top, size);
    answer.name = "Desk camera";
    answer.id = 100 + static_cast<std::uint64_t>(number);
    FrameStamp frame;
    frame.number = number;
    frame.seconds = static_cast<double>(number) / 25;
    frame.captured = std::chrono::steady_clock::now();
    frame.smoothed = answer.output.values;
    for (int i = 0; i < 10; ++i)
        frame.order.push_back((top + i) % 10);
    answer.frame = std::move(frame);
    return answer;
}

std::string valueOf(const LabelLog::Configuration& configuration, const std::string& key)
{
    for (const auto& [name, value] : configuration)
        if (name == key)
            return value;
    return "none";
}

bool isSame(const Image& a, const Image& b)
{
    return a.size() == b.size() && std::ranges::equal(a.pixels(), b.pixels());
}

} // namespace

class TestWindowRecord : public WindowTest {
    Q_OBJECT
private slots:
    void theDockIsHiddenAtFirst();
    void itSaysWhyNothingCanBeRecorded();
    void aRecordingHasWhatWasChosen();
    void framesAreRecordedOnce();
    void aVideoShowsWhatWasChosen_data();
    void aVideoShowsWhatWasChosen();
    void theConfigurationFollows();
    void itIsSeenWithoutTheDock();
    void theButtonEndsIt();
    void itEndsWithItsSource_data();
    void itEndsWithItsSource();
    void theLastFramesOfAVideoAreWaitedFor();
    void itGoesOnWhileHidden();
    void failuresAreSentences();
    void closingFinishesIt();
    void choicesAreRemembered();
    void picturesAreCollectedWhileTheButtonIsHeld();
    void picturesAreCollectedWhileTheKeyIsHeld();
    void theKeyCollectsOnceTheLabelIsTyped();
    void theKeyIsLetGoHoweverItHappens_data();
    void theKeyIsLetGoHoweverItHappens();
    void theKeySaysWhyItCannot();
    void whatHasNoAnswerYetIsCollectedToo();
    void aPictureIsCollected();
    void theCollectionIsShown();
    void labelsAreOffered();
    void theCollectionIsRemembered();

private:
    void startCamera();
    void startRecording();
    void show(Recognition frame);
    void openDock() { action("showCollecting")->trigger(); }
    void useFolder(const QString& key, const QString& name);
    QString progress() const { return find<QLabel>("recordProgress")->text(); }
    bool isRecording() const { return m_recorder->recording().isOn(); }
};

void TestWindowRecord::useFolder(const QString& key, const QString& name)
{
    QSettings().setValue(key, m_folder.filePath(name));
}

void TestWindowRecord::startCamera()
{
    if (m_service->models.size() == 1)
        m_service->finishModel();
    m_cameras->plug({ kCamera });
    action("useCamera")->trigger();
    m_live->run();
}

void TestWindowRecord::startRecording()
{
    useFolder(u"record/folder"_s, u"videos"_s);
    startCamera();
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(m_recorder->plans.size(), std::size_t { 1 });
}

void TestWindowRecord::show(Recognition frame)
{
    frame.frame->run = m_live->state().run;
    m_service->finishRecognition(std::move(frame));
}

void TestWindowRecord::theDockIsHiddenAtFirst()
{
    QVERIFY(!find<RecordDock>("recordDock")->isVisible());
    QVERIFY(m_recorder->folders.empty());
    for (const char* name : { "recordDockToggle", "showRecording", "showCollecting" }) {
        action(name)->trigger();
        QVERIFY2(find<RecordDock>("recordDock")->isVisible(), name);
        find<RecordDock>("recordDock")->hide();
    }
}

void TestWindowRecord::itSaysWhyNothingCanBeRecorded()
{
    action("showRecording")->trigger();
    const auto why = [this] { return find<QPushButton>("recordButton")->accessibleDescription(); };
    QVERIFY(!action("record")->isEnabled());
    QVERIFY(why().contains(u"Start a camera"_s));
    QCOMPARE(action("record")->statusTip(), why());
    m_cameras->plug({ kCamera });
    action("useCamera")->trigger();
    QVERIFY(why().contains(u"first picture"_s));
    m_live->run();
    QVERIFY(why().isEmpty() && action("record")->isEnabled());
    find<QCheckBox>("recordVideo")->click();
    QVERIFY(why().contains(u"Choose what to write"_s));
    QVERIFY(!action("record")->isEnabled());
    find<QCheckBox>("recordTable")->click();
    QVERIFY(action("record")->isEnabled());
    m_live->enter(Phase::Ended);
    QVERIFY(why().contains(u"at its end"_s));
}

void TestWindowRecord::aRecordingHasWhatWasChosen()
{
    find<QCheckBox>("recordTable")->setChecked(true);
    startRecording();
    const RecordingPlan& plan = m_recorder->plans.front();
    QCOMPARE(QString::fromStdString(plan.folder.string()), m_folder.filePath(u"videos"_s));
    const QString name = QString::fromStdString(plan.name);
    static const QRegularExpression form(uR"(^Desk camera \d{4}-\d\d-\d\d \d\d-\d\d-\d\d$)"_s);
    QVERIFY2(form.match(name).hasMatch(), qPrintable(name));
    QVERIFY(plan.video && plan.table && !plan.jsonLines);
    QCOMPARE(plan.rows, 5);
    QCOMPARE(valueOf(plan.configuration, "source"), std::string("Desk camera"));
    QVERIFY(action("record")->isChecked());
    QCOMPARE(action("record")->iconText(), u"Stop recording"_s);
}

void TestWindowRecord::framesAreRecordedOnce()
{
    startCamera();
    show(makeFrame(0));
    useFolder(u"record/folder"_s, u"videos"_s);
    action("record")->trigger();
    for (const int number : { 1, 2, 2, 3 }) // one is explained once more
        show(makeFrame(number));
    QCOMPARE(m_recorder->frames.size(), std::size_t { 3 });
    QCOMPARE(m_recorder->frames[2].answer->frame->number, 3);
    QCOMPARE(m_recorder->frames[2].title, std::string("class 3"));
    Recognition unsure = makeFrame(4);
    unsure.frame->isSure = false;
    show(std::move(unsure));
    QCOMPARE(m_recorder->frames[3].title, std::string());
    Recognition late = makeFrame(5);
    late.frame->run = m_live->state().run - 1;
    m_service->finishRecognition(std::move(late));
    QCOMPARE(m_recorder->frames.size(), std::size_t { 4 });
}

void TestWindowRecord::aVideoShowsWhatWasChosen_data()
{
    QTest::addColumn<bool>("hasCaption");
    QTest::addColumn<bool>("hasHeatmap");
    QTest::newRow("the frame alone") << false << false;
    QTest::newRow("the caption") << true << false;
    QTest::newRow("the map") << false << true;
    QTest::newRow("both") << true << true;
}

void TestWindowRecord::aVideoShowsWhatWasChosen()
{
    QFETCH(bool, hasCaption);
    QFETCH(bool, hasHeatmap);
    find<QCheckBox>("recordCaption")->setChecked(hasCaption);
    find<QCheckBox>("recordHeatmap")->setChecked(hasHeatmap);
    if (action("heatmap")->isChecked()) // what is on the screen does not matter
        action("heatmap")->trigger();
    action("caption")->setChecked(false);
    startRecording();
    constexpr Size kSize { 320, 240 };
    show(makeFrame(0, 3, kSize));
    const Image frame = m_recorder->frames.at(0).answer->picture.image;
    const Image drawn = m_recorder->frames[0].picture();
    QCOMPARE(drawn.size(), kSize);
    const auto differs = [&](int y) {
        return !std::ranges::equal(std::span(frame.row(y), std::size_t { 3 } * 320),
            std::span(drawn.row(y), std::size_t { 3 } * 320));
    };
    QCOMPARE(differs(210), hasCaption || hasHeatmap); // where the caption's plate is
    QCOMPARE(differs(60), hasHeatmap);
    QCOMPARE(isSame(frame, drawn), !hasCaption && !hasHeatmap);
}

void TestWindowRecord::theConfigurationFollows()
{
    startRecording();
    show(makeFrame(0));
    find<QSpinBox>("threshold")->setValue(40);
    show(makeFrame(1));
    const auto& first = m_recorder->frames.at(0).configuration;
    const auto& second = m_recorder->frames.at(1).configuration;
    QCOMPARE(first, m_recorder->plans[0].configuration);
    QCOMPARE(valueOf(first, "threshold"), std::string("0"));
    QCOMPARE(valueOf(second, "threshold"), std::string("0.4"));
    for (const char* key :
        { "model", "alpha", "size", "precision", "weights", "smoothing_seconds", "source" })
        QVERIFY2(valueOf(second, key) != "none", key);
}

void TestWindowRecord::itIsSeenWithoutTheDock()
{
    auto* sign = find<QLabel>("liveRecording");
    startCamera();
    QVERIFY(!sign->isVisible());
    useFolder(u"record/folder"_s, u"videos"_s);
    action("record")->trigger();
    QVERIFY(!find<RecordDock>("recordDock")->isVisible());
    QVERIFY(sign->isVisible());
    QCOMPARE(sign->text(), u"● 0:00"_s);
    QCOMPARE(sign->accessibleName(), u"Recording 0:00"_s);
    QCOMPARE(sign->toolTip(), sign->accessibleName());
    action("record")->trigger();
    QVERIFY(!sign->isVisible());
}

void TestWindowRecord::theButtonEndsIt()
{
    action("showRecording")->trigger();
    useFolder(u"record/folder"_s, u"videos"_s);
    startCamera();
    auto* button = find<QPushButton>("recordButton");
    button->click();
    QVERIFY(isRecording());
    show(makeFrame(0));
    m_recorder->leaveOut(2);
    QTRY_VERIFY_WITH_TIMEOUT(progress().contains(u"frames: 1 · left out: 2"_s), 5000);
    QVERIFY(find<QLabel>("recordFile")->text().contains(u"videos/Desk camera "_s));
    button->click();
    QCOMPARE(m_recorder->stops, 1);
    QVERIFY2(progress().startsWith(u"Finishing"_s), qPrintable(progress()));
    QVERIFY(!action("record")->isChecked());
    m_recorder->finish();
    QVERIFY2(progress().startsWith(u"Saved: 0:0"_s), qPrintable(progress()));
    show(makeFrame(1));
    QCOMPARE(m_recorder->frames.size(), std::size_t { 1 });
}

void TestWindowRecord::itEndsWithItsSource_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("it is stopped") << u"stop"_s;
    QTest::newRow("it fails") << u"fail"_s;
    QTest::newRow("another one is started") << u"other"_s;
    QTest::newRow("a picture is opened") << u"picture"_s;
}

void TestWindowRecord::itEndsWithItsSource()
{
    QFETCH(QString, how);
    startRecording();
    show(makeFrame(0));
    if (how == "stop"_L1) {
        action("useCamera")->trigger();
    } else if (how == "fail"_L1) {
        m_live->enter(Phase::Failed);
    } else if (how == "other"_L1) {
        find<QAction>("cameraMenu", "camera:/dev/video0")->trigger();
    } else {
        m_window->openPaths({ touch(u"cat.png"_s) });
        QTRY_VERIFY_WITH_TIMEOUT(!m_service->pictures.empty(), 5000);
        QVERIFY(isRecording()); // until it turns out to be one
        Recognition picture = makeRecognition();
        picture.id = 1000;
        m_service->finishRecognition(std::move(picture));
    }
    QVERIFY(!isRecording());
    QCOMPARE(m_recorder->stops, 1);
    QVERIFY(!action("record")->isChecked());
}

void TestWindowRecord::theLastFramesOfAVideoAreWaitedFor()
{
    startRecording();
    m_live->enter(Phase::Waiting); // it may come back
    m_live->enter(Phase::Running);
    m_live->enter(Phase::Ended);
    show(makeFrame(0));
    QCOMPARE(m_recorder->frames.size(), std::size_t { 1 });
    QVERIFY(isRecording());
    QTRY_VERIFY_WITH_TIMEOUT(!isRecording(), 5000);
}

void TestWindowRecord::itGoesOnWhileHidden()
{
    startRecording();
    m_window->hide();
    QTest::qWait(20);
    QVERIFY(!m_live->state().isPaused);
    action("record")->trigger();
    QTRY_VERIFY(m_live->state().isPaused);
    m_window->show();
    QTRY_VERIFY(!m_live->state().isPaused);
}

void TestWindowRecord::failuresAreSentences()
{
    startRecording();
    show(makeFrame(0));
    m_recorder->fail(makeError(ErrorCode::DiskFull, "/videos/clip.mp4", "No space left"));
    QVERIFY2(message().startsWith(u"clip.mp4: there is not enough space"_s), qPrintable(message()));
    QVERIFY2(message().contains(u"Make room"_s), qPrintable(message()));
    auto* another = find<QPushButton>("message", "recordFolderButton");
    QVERIFY(another != nullptr && another->isVisible());
    QVERIFY(!action("record")->isChecked());
    QVERIFY(action("record")->isEnabled());
    QVERIFY(m_live->state().isOn());
    show(makeFrame(1)); // what is watched goes on, and the sentence stays
    QVERIFY(!message().isEmpty());
    action("record")->trigger();
    QVERIFY(message().isEmpty());
}

void TestWindowRecord::closingFinishesIt()
{
    startRecording();
    show(makeFrame(0));
    m_window->close();
    QCOMPARE(m_recorder->stops, 1);
}

void TestWindowRecord::choicesAreRemembered()
{
    find<QCheckBox>("recordJsonLines")->click();
    find<QCheckBox>("recordCaption")->click();
    useFolder(u"record/folder"_s, u"videos"_s);
    makeWindow();
    QVERIFY(find<QCheckBox>("recordJsonLines")->isChecked());
    QVERIFY(!find<QCheckBox>("recordCaption")->isChecked());
    QVERIFY(find<QCheckBox>("recordVideo")->isChecked());
    QVERIFY(find<QLabel>("recordFolderName")->text().endsWith(u"videos"_s));
}

void TestWindowRecord::picturesAreCollectedWhileTheButtonIsHeld()
{
    useFolder(u"collect/folder"_s, u"dataset"_s);
    openDock();
    QCOMPARE(m_recorder->folders.size(), std::size_t { 1 });
    startCamera();
    show(makeFrame(0));
    find<QComboBox>("collectLabel")->setEditText(u"my cat"_s);
    auto* hold = find<QPushButton>("collectHold");
    QTest::mousePress(hold, Qt::LeftButton);
    show(makeFrame(1, 3, { 96, 64 }));
    show(makeFrame(1, 3, { 96, 64 })); // explained once more
    show(makeFrame(2));
    QTest::mouseRelease(hold, Qt::LeftButton);
    show(makeFrame(3));
    QCOMPARE(m_recorder->pictures.size(), std::size_t { 3 });
    QCOMPARE(m_recorder->pictures[1].second, std::string("my cat"));
    QVERIFY(isSame(m_recorder->pictures[1].first, makePicture(96, 64)));
    QCOMPARE(m_recorder->folders.size(), std::size_t { 1 });
}

void TestWindowRecord::picturesAreCollectedWhileTheKeyIsHeld()
{
    useFolder(u"collect/folder"_s, u"dataset"_s);
    find<QComboBox>("collectLabel")->setEditText(u"cat"_s);
    startCamera();
    show(makeFrame(0));
    QTest::keyPress(m_window.get(), Qt::Key_K);
    QVERIFY(find<RecordDock>("recordDock")->isVisible());
    QVERIFY(action("collect")->isChecked());
    QCOMPARE(find<QPushButton>("collectHold")->text(), u"Saving…"_s);
    show(makeFrame(1));
    QKeyEvent repeat(QEvent::KeyRelease, Qt::Key_K, {}, u"k"_s, true);
    QCoreApplication::sendEvent(m_window.get(), &repeat);
    show(makeFrame(2));
    QTest::keyRelease(m_window.get(), Qt::Key_K);
    QVERIFY(!action("collect")->isChecked());
    show(makeFrame(3));
    QCOMPARE(m_recorder->pictures.size(), std::size_t { 3 });
    QCOMPARE(find<QPushButton>("collectHold")->text(), u"Hold to save (K)"_s);
}

void TestWindowRecord::theKeyCollectsOnceTheLabelIsTyped()
{
    useFolder(u"collect/folder"_s, u"dataset"_s);
    openDock();
    startCamera();
    show(makeFrame(0));
    auto* label = find<QComboBox>("collectLabel");
    label->setFocus();
    QTest::keyClicks(label, u"my k"_s);
    QTest::keyClick(label, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("collectHold")->hasFocus(), 1000);
    QTest::keyPress(find<QPushButton>("collectHold"), Qt::Key_K);
    QVERIFY(action("collect")->isChecked());
    QTest::keyRelease(find<QPushButton>("collectHold"), Qt::Key_K);
    QVERIFY(!action("collect")->isChecked());
    QCOMPARE(m_recorder->pictures.size(), std::size_t { 1 });
    QCOMPARE(m_recorder->pictures[0].second, std::string("my k"));
}

void TestWindowRecord::theKeyIsLetGoHoweverItHappens_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("another program is used") << u"deactivate"_s;
    QTest::newRow("the panel is hidden") << u"hide"_s;
    QTest::newRow("the label is cleared") << u"label"_s;
    QTest::newRow("it is chosen in the menu once more") << u"menu"_s;
}

void TestWindowRecord::theKeyIsLetGoHoweverItHappens()
{
    QFETCH(QString, how);
    useFolder(u"collect/folder"_s, u"dataset"_s);
    find<QComboBox>("collectLabel")->setEditText(u"cat"_s);
    startCamera();
    show(makeFrame(0));
    QTest::keyPress(m_window.get(), Qt::Key_K);
    QVERIFY(action("collect")->isChecked());
    QEvent deactivate(QEvent::ApplicationDeactivate);
    if (how == "deactivate"_L1)
        QCoreApplication::sendEvent(qApp, &deactivate);
    else if (how == "hide"_L1)
        find<RecordDock>("recordDock")->hide();
    else if (how == "label"_L1)
        find<QComboBox>("collectLabel")->setEditText({});
    else
        action("collect")->trigger();
    QVERIFY(!action("collect")->isChecked());
    show(makeFrame(1));
    QCOMPARE(m_recorder->pictures.size(), std::size_t { 1 });
    QTest::keyRelease(m_window.get(), Qt::Key_K);
    QVERIFY(!action("collect")->isChecked());
}

void TestWindowRecord::theKeySaysWhyItCannot()
{
    QTest::keyPress(m_window.get(), Qt::Key_K);
    QVERIFY(!action("collect")->isChecked());
    QVERIFY(find<RecordDock>("recordDock")->isVisible());
    QVERIFY(find<QPushButton>("collectHold")
                ->accessibleDescription()
                .contains(u"Open a picture or start a camera"_s));
    QTest::keyRelease(m_window.get(), Qt::Key_K);
    QVERIFY(m_recorder->pictures.empty());
}

void TestWindowRecord::whatHasNoAnswerYetIsCollectedToo()
{
    useFolder(u"collect/folder"_s, u"dataset"_s);
    openDock();
    find<QComboBox>("collectLabel")->setEditText(u"cat"_s);
    startCamera();
    QVERIFY(!find<QPushButton>("collectOne")->isEnabled());
    m_live->preview(makePicture(32, 24));
    find<QPushButton>("collectOne")->click();
    QCOMPARE(m_recorder->pictures.size(), std::size_t { 1 });
    QVERIFY(isSame(m_recorder->pictures[0].first, makePicture(32, 24)));
    auto* hold = find<QPushButton>("collectHold");
    QTest::mousePress(hold, Qt::LeftButton);
    m_live->preview(makePicture(48, 24));
    QTest::mouseRelease(hold, Qt::LeftButton);
    m_live->preview(makePicture(64, 24));
    QCOMPARE(m_recorder->pictures.size(), std::size_t { 3 });
    QCOMPARE(m_recorder->pictures[2].first.size(), (Size { 48, 24 }));
}

void TestWindowRecord::aPictureIsCollected()
{
    useFolder(u"collect/folder"_s, u"dataset"_s);
    openDock();
    answer();
    QTRY_VERIFY_WITH_TIMEOUT(!find<QPushButton>("collectUndo")->isEnabled(), 1000);
    find<QComboBox>("collectLabel")->setEditText(u"cat"_s);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>("collectOne")->isEnabled(), 5000);
    find<QPushButton>("collectOne")->click();
    QCOMPARE(m_recorder->pictures.size(), std::size_t { 1 });
    QVERIFY(isSame(m_recorder->pictures[0].first, makePicture(300, 200)));
    m_service->finishDetail({ 1, makePicture(600, 400) }); // of the picture on show
    find<QPushButton>("collectOne")->click();
    QCOMPARE(m_recorder->pictures[1].first.size(), (Size { 600, 400 }));
}

void TestWindowRecord::theCollectionIsShown()
{
    useFolder(u"collect/folder"_s, u"dataset"_s);
    openDock();
    CollectionState state;
    state.folder = m_folder.filePath(u"dataset"_s).toStdString();
    state.counts = { { "cat", 12 } };
    state.lastFile = state.folder / "cat" / "cat-000012.jpg";
    m_recorder->tell(state);
    QCOMPARE(find<QLabel>("collectSaved")->text(), u"Saved cat-000012.jpg"_s);
    find<QPushButton>("collectUndo")->click();
    QCOMPARE(m_recorder->undos, 1);
    state.undone = std::exchange(state.lastFile, state.folder / "cat" / "cat-000011.jpg");
    m_recorder->tell(state);
    QCOMPARE(find<QLabel>("collectSaved")->text(), u"Removed cat-000012.jpg"_s);
    state.undone.clear();
    state.problem = makeError(ErrorCode::DiskFull, "/d/cat/cat-000013.jpg");
    m_recorder->tell(state);
    QVERIFY(find<QLabel>("collectMessage")->text().startsWith(u"cat-000013.jpg: there is not"_s));
    QVERIFY(find<QLabel>("collectMessage")->text().contains(u"Make room"_s));
    state.problem.reset();
    state.leftOut = 4;
    m_recorder->tell(state);
    QVERIFY(find<QLabel>("collectMessage")->text().contains(u"pictures left out: 4"_s));
}

void TestWindowRecord::labelsAreOffered()
{
    openDock();
    CollectionState state;
    state.counts = { { "cat", 12 }, { "class 4", 1 } };
    m_recorder->tell(state);
    auto* label = find<QComboBox>("collectLabel");
    QCOMPARE(label->count(), 2);
    startCamera();
    show(makeFrame(0, 3));
    QTRY_COMPARE_WITH_TIMEOUT(label->count(), 6, 5000);
    QCOMPARE(label->itemText(2), u"class 3"_s); // "class 4" is there already
    QCOMPARE(label->currentText(), QString());
}

void TestWindowRecord::theCollectionIsRemembered()
{
    useFolder(u"collect/folder"_s, u"dataset"_s);
    find<QComboBox>("collectLabel")->setEditText(u"cat"_s);
    makeWindow();
    QVERIFY(m_recorder->folders.empty()); // nobody looks at it yet
    QCOMPARE(find<QComboBox>("collectLabel")->currentText(), u"cat"_s);
    openDock();
    QCOMPARE(m_recorder->folders.size(), std::size_t { 1 });
    QVERIFY(find<QLabel>("collectFolder")->text().endsWith(u"dataset"_s));
}

QTEST_MAIN(TestWindowRecord)
#include "tst_window_record.moc"
