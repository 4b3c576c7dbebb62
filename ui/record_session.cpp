#include "ui/record_session.h"

#include "service/recording_configuration.h"
#include "ui/annotated_picture.h"
#include "ui/file_name.h"
#include "ui/heatmap_actions.h"
#include "ui/live_actions.h"
#include "ui/live_bar.h"
#include "ui/model_setup.h"
#include "ui/model_text.h"
#include "ui/record_panel.h"
#include "ui/time_text.h"

#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>

#include <chrono>
#include <utility>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr QLatin1StringView kFolder("record/folder");
    /// What is remembered, and as what.
    constexpr std::pair<QLatin1StringView, bool RecordChoices::*> kChoices[] {
        { QLatin1StringView("record/video"), &RecordChoices::video },
        { QLatin1StringView("record/caption"), &RecordChoices::caption },
        { QLatin1StringView("record/heatmap"), &RecordChoices::heatmap },
        { QLatin1StringView("record/table"), &RecordChoices::table },
        { QLatin1StringView("record/jsonLines"), &RecordChoices::jsonLines },
    };
    constexpr std::chrono::milliseconds kTelling { 250 };
    constexpr std::chrono::milliseconds kLastFrames { 1000 };

    /// "tabby video 2026-11-29 22-41-07"
    QString recordingName(const std::string& source)
    {
        const QString name = fileNameOf(QString::fromStdString(source));
        const QString time = QDateTime::currentDateTime().toString(u"yyyy-MM-dd HH-mm-ss"_s);
        return name.isEmpty() ? time : QString(name % u' ' % time);
    }

    QString usualPlace()
    {
        return QStandardPaths::writableLocation(QStandardPaths::MoviesLocation);
    }

    /// Nobody is asked first: a video would run on behind the question.
    QString recordingFolder()
    {
        const QString chosen = QSettings().value(kFolder).toString();
        return chosen.isEmpty() ? QString(usualPlace() % "/Netlens"_L1) : chosen;
    }

    /// The video, or what there is instead.
    QString fileOf(const RecordingState& state)
    {
        return state.files.empty() ? QString()
                                   : QString::fromStdString(state.files.front().string());
    }

} // namespace

RecordSession::RecordSession(const Parts& parts, QWidget* window)
    : QObject(window)
    , m_parts(parts)
    , m_window(window)
{
    m_telling.setInterval(kTelling);
    m_atEnd.setSingleShot(true);
    m_atEnd.setInterval(kLastFrames);
    connect(&m_telling, &QTimer::timeout, this, &RecordSession::showProgress);
    connect(&m_atEnd, &QTimer::timeout, this, &RecordSession::end);
    connect(m_parts.actions.record, &QAction::triggered, this, &RecordSession::toggle);
    connect(m_parts.actions.recordFolder, &QAction::triggered, this, &RecordSession::chooseFolder);
    connect(
        &m_parts.panel, &RecordPanel::chooseFolderRequested, this, &RecordSession::chooseFolder);
    connect(&m_parts.panel, &RecordPanel::choicesChanged, this, &RecordSession::saveChoices);
    connect(&m_parts.live, &LiveService::stateChanged, this, &RecordSession::followSource);
    connect(&m_parts.recorder, &RecordService::recordingChanged, this, &RecordSession::takeState);
    connect(&m_parts.recorder, &RecordService::failed, this, [this] {
        const RecordingState state = m_parts.recorder.recording();
        for (const Failure& failure : m_parts.recorder.takeFailures())
            emit failed(failure, state.hasFailed ? fileOf(state) : QString());
    });
    restore();
    refresh();
}

void RecordSession::restore()
{
    const QSettings settings;
    RecordChoices choices;
    for (const auto& [key, choice] : kChoices)
        choices.*choice = settings.value(key, choices.*choice).toBool();
    m_parts.panel.setChoices(choices);
    m_parts.panel.setFolder(recordingFolder());
}

void RecordSession::saveChoices()
{
    const RecordChoices choices = m_parts.panel.choices();
    QSettings settings;
    for (const auto& [key, choice] : kChoices)
        settings.setValue(key, choices.*choice);
    refresh();
}

void RecordSession::chooseFolder()
{
    const QString now = recordingFolder();
    const QString folder = QFileDialog::getExistingDirectory(
        m_window, tr("Folder for recordings"), QDir(now).exists() ? now : usualPlace());
    if (folder.isEmpty())
        return;
    QSettings().setValue(kFolder, folder);
    m_parts.panel.setFolder(folder);
    emit folderChosen();
}

void RecordSession::toggle(bool on)
{
    if (on)
        start();
    else
        end();
}

void RecordSession::start()
{
    const RecordChoices choices = m_parts.panel.choices();
    const LiveState live = m_parts.live.state();
    RecordingPlan plan;
    plan.folder = recordingFolder().toStdString();
    plan.name = recordingName(live.name).toStdString();
    plan.video = choices.video;
    plan.table = choices.table;
    plan.jsonLines = choices.jsonLines;
    plan.rate = live.rate;
    plan.rows = m_classes;
    plan.configuration = configuration();
    m_run = live.run;
    m_parts.recorder.startRecording(std::move(plan));
    takeState();
}

LabelLog::Configuration RecordSession::configuration() const
{
    const auto& running = m_parts.model.running();
    if (!running)
        return {};
    return recordingConfiguration(*running, modelName(*running).toStdString(), m_parts.live.state(),
        m_parts.bar.smoothing(), m_parts.bar.threshold());
}

void RecordSession::frameAnswered(
    const SharedRecognition& recognition, const Caption& caption, int classes)
{
    m_classes = classes;
    // A frame that is looked at once more, or explained otherwise, is in the recording already.
    if (!m_isOn || recognition->frame->run != m_run || recognition->id == m_lastId)
        return;
    m_lastId = recognition->id;
    const RecordChoices choices = m_parts.panel.choices();
    Annotations annotations;
    annotations.font = QApplication::font();
    if (choices.caption)
        annotations.caption = caption;
    if (choices.heatmap) {
        annotations.heatmap = m_parts.heatmap.look();
        annotations.heatmap->visible = true;
    }
    RecordedFrame frame;
    frame.answer = recognition;
    frame.picture = [recognition, annotations = std::move(annotations)] {
        return annotatedPicture(*recognition, annotations);
    };
    if (recognition->frame->isSure)
        frame.title = caption.text.toStdString();
    frame.configuration = configuration();
    m_parts.recorder.record(std::move(frame));
}

void RecordSession::end()
{
    m_atEnd.stop();
    m_parts.recorder.stopRecording();
    takeState();
}

void RecordSession::followSource()
{
    const LiveState live = m_parts.live.state();
    const bool isAtEnd = live.phase == LiveState::Phase::Ended;
    if (!m_isOn || !isAtEnd)
        m_atEnd.stop();
    else if (!m_atEnd.isActive())
        m_atEnd.start();
    if (m_isOn && (live.run != m_run || !live.isOn()))
        end();
    refresh();
}

void RecordSession::takeState()
{
    const RecordingState state = m_parts.recorder.recording();
    const bool isOn = state.isOn();
    const bool isWhole = state.phase == RecordingState::Phase::Idle;
    if (isOn)
        m_telling.start();
    else
        m_telling.stop();
    if (std::exchange(m_isOn, isOn) != isOn)
        emit recordingChanged(isOn);
    refresh();
    const bool hasEnded = !std::exchange(m_isWhole, isWhole) && isWhole;
    if (hasEnded && !state.hasFailed && !state.files.empty())
        emit saved(fileOf(state));
}

QString RecordSession::reason() const
{
    const LiveState live = m_parts.live.state();
    if (!live.isOn())
        return tr("Start a camera, a video or a stream first.");
    if (live.phase == LiveState::Phase::Opening)
        return tr("Wait until its first picture is there.");
    if (live.phase == LiveState::Phase::Ended)
        return tr("The video is at its end; play it again to record it.");
    if (!m_parts.panel.choices().hasFiles())
        return tr("Choose what to write: a video, a table or JSON Lines.");
    return {};
}

void RecordSession::refresh()
{
    const QString why = m_isOn ? QString() : reason();
    m_parts.actions.setRecording(m_isOn, why);
    m_parts.panel.setRecording(m_isOn);
    m_parts.panel.setReason(why);
    showProgress();
}

void RecordSession::showProgress()
{
    const RecordingState state = m_parts.recorder.recording();
    const QString text = state.number == 0 ? QString() : progressText(state);
    const QString file = text.isEmpty() ? QString() : fileOf(state);
    m_parts.panel.setProgress(text, QDir::toNativeSeparators(file));
    m_parts.bar.setRecording(m_isOn ? timeText(state.seconds) : QString());
}

QString RecordSession::progressText(const RecordingState& state) const
{
    const QLocale locale;
    const QString numbers
        = tr("%1 · frames: %2 · left out: %3", "time, written, too many to write")
              .arg(timeText(state.seconds), locale.toString(qlonglong { state.frames }),
                  locale.toString(qlonglong { state.leftOut }));
    switch (state.phase) {
    case RecordingState::Phase::Recording:
        return numbers;
    case RecordingState::Phase::Finishing:
        return tr("Finishing… %1").arg(numbers);
    case RecordingState::Phase::Idle:
        break;
    }
    if (state.files.empty() || state.frames == 0)
        return {};
    return tr("Saved: %1").arg(numbers);
}

} // namespace netlens
