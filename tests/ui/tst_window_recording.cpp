#include "support/window_test.h"

#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QIcon>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QPalette>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>
#include <QStatusBar>
#include <QTest>
#include <QTimer>

using namespace netlens;
using namespace Qt::Literals::StringLiterals;

/// What the window shows of a recording while it runs, and when it is over.
class TestWindowRecording : public WindowTest {
    Q_OBJECT
private slots:
    void theWindowDoesNotGrow();
    void whatIsSavedIsSaid();
    void aFailureSaysWhatIsKept();
    void theTimeIsThatOfTheRecording();
    void nobodyIsAskedForAFolder();
    void redIsForRecordingsAlone();
    void theButtonShowsWhatItDoes();
    void anotherFolderWithdrawsTheMessage();
    void theMenuTellsThePanelFromTheOrder();

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

void TestWindowRecording::whatIsSavedIsSaid()
{
    startRecording();
    showFrame(0);
    auto* status = find<QStatusBar>("statusLine");
    action("record")->trigger();
    QCOMPARE(status->currentMessage(), QString()); // it is not whole yet
    m_recorder->finish();
    static const QRegularExpression form(uR"(^Saved Desk camera .*\.mp4 in /.*/videos$)"_s);
    QVERIFY2(form.match(status->currentMessage()).hasMatch(), qPrintable(status->currentMessage()));
    QVERIFY(message().isEmpty());
}

void TestWindowRecording::aFailureSaysWhatIsKept()
{
    startRecording();
    showFrame(0);
    m_recorder->fail(makeError(ErrorCode::DiskFull, "/videos/clip.mp4", "No space left"));
    static const QRegularExpression form(
        uR"(recorded before is kept in .*/Desk camera .*\.mp4\.$)"_s);
    QVERIFY2(form.match(message()).hasMatch(), qPrintable(message()));
    QCOMPARE(find<QStatusBar>("statusLine")->currentMessage(), QString());
    action("record")->trigger();
    m_recorder->fail(makeError(ErrorCode::FileUnwritable, "/videos", "read-only"));
    QVERIFY2(!message().isEmpty() && !message().contains(u"kept"_s), qPrintable(message()));
}

void TestWindowRecording::theTimeIsThatOfTheRecording()
{
    startRecording();
    showFrame(0);
    m_recorder->lengthen(75);
    auto* sign = find<QLabel>("liveRecording");
    QTRY_COMPARE_WITH_TIMEOUT(sign->text(), u"● 1:15"_s, 5000);
    action("freeze")->trigger();
    QTest::qWait(1100); // a clock would go on
    QCOMPARE(sign->text(), u"● 1:15"_s);
    QVERIFY(find<QLabel>("recordProgress")->text().startsWith(u"1:15"_s));
    action("record")->trigger();
    m_recorder->finish();
    QVERIFY(find<QLabel>("recordProgress")->text().startsWith(u"Saved: 1:15"_s));
}

void TestWindowRecording::nobodyIsAskedForAFolder()
{
    startCamera();
    QTest::keyClick(m_window.get(), Qt::Key_R, Qt::ControlModifier);
    QCOMPARE(m_recorder->plans.size(), std::size_t { 1 });
    const QString videos = QStandardPaths::writableLocation(QStandardPaths::MoviesLocation);
    const QString folder = QString::fromStdString(m_recorder->plans[0].folder.string());
    QCOMPARE(folder, videos + u"/Netlens"_s);
    QVERIFY(find<QLabel>("recordFolderName")->text().endsWith(u"/Netlens"_s));
    QVERIFY(find<QPushButton>("recordChoose")->isVisibleTo(find<QWidget>("recordDock")));
}

void TestWindowRecording::redIsForRecordingsAlone()
{
    const auto isRed = [this](const char* name) {
        const QColor color = find<QLabel>(name)->palette().color(QPalette::WindowText);
        return color.red() > 2 * std::max(color.green(), color.blue());
    };
    startCamera();
    QVERIFY(!isRed("liveDot"));
    QVERIFY(isRed("liveRecording"));
}

void TestWindowRecording::theButtonShowsWhatItDoes()
{
    const auto picture = [](const QIcon& icon) { return icon.pixmap(24).toImage(); };
    const QImage begins = picture(action("record")->icon());
    startRecording();
    const QImage ends = picture(action("record")->icon());
    QVERIFY(ends != begins);
    QVERIFY(ends != picture(action("useCamera")->icon())); // which stops the camera
    QCOMPARE(picture(find<QPushButton>("recordButton")->icon()), ends);
    action("record")->trigger();
    QCOMPARE(picture(find<QPushButton>("recordButton")->icon()), begins);
}

void TestWindowRecording::anotherFolderWithdrawsTheMessage()
{
    startRecording();
    m_recorder->fail(makeError(ErrorCode::FileUnwritable, "/videos", "read-only"));
    QVERIFY(!message().isEmpty());
    bool isAsked = false;
    QTimer::singleShot(0, m_window.get(), [&] {
        QDialog* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        QVERIFY(dialog != nullptr);
        isAsked = true;
        dialog->reject();
    });
    find<QPushButton>("recordFolderButton")->click();
    QVERIFY(isAsked && !message().isEmpty());
    const QString other = m_folder.filePath(u"other"_s);
    QVERIFY(QDir().mkpath(other));
    QTimer::singleShot(0, m_window.get(), [other] {
        auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
        QVERIFY(dialog != nullptr);
        dialog->findChild<QLineEdit*>()->setText(other);
        static_cast<QDialog*>(dialog)->accept();
    });
    find<QPushButton>("recordFolderButton")->click();
    QVERIFY2(message().isEmpty(), qPrintable(message()));
    action("record")->trigger();
    QCOMPARE(QString::fromStdString(m_recorder->plans.back().folder.string()), other);
}

void TestWindowRecording::theMenuTellsThePanelFromTheOrder()
{
    const auto text = [this](const char* name) { return action(name)->text().remove(u'&'); };
    QCOMPARE(text("record"), u"Record"_s);
    QCOMPARE(text("showRecording"), u"Recording panel…"_s);
    startRecording();
    QCOMPARE(text("record"), u"Stop recording"_s);
}

QTEST_MAIN(TestWindowRecording)
#include "tst_window_recording.moc"
