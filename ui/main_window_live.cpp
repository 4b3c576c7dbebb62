#include "ui/main_window.h"

#include "ui/collect_session.h"
#include "ui/intake.h"
#include "ui/live_actions.h"
#include "ui/live_caption.h"
#include "ui/live_session.h"
#include "ui/messages.h"
#include "ui/model_setup.h"
#include "ui/model_text.h"
#include "ui/predictions_dock.h"
#include "ui/record_session.h"
#include "ui/snapshot.h"
#include "ui/status_line.h"

namespace netlens {

void MainWindow::connectLive()
{
    connect(m_intake, &Intake::pictureComing, this, [this] {
        if (m_setup->running())
            m_live->makeWay();
        else
            m_live->end(); // nobody knows when it will be answered
    });
    connect(m_intake, &Intake::pictureSubmitted, m_live, &LiveSession::await);
    connect(m_intake, &Intake::videoFound, m_live, &LiveSession::watchVideo);
    connect(m_intake, &Intake::pictureComing, m_messages, &Messages::liveWentOn);
    connect(m_live, &LiveSession::begun, this, [this] { explain(std::nullopt); });
    connect(m_live, &LiveSession::failed, m_messages, &Messages::report);
    connect(m_live, &LiveSession::wentOn, m_messages, &Messages::liveWentOn);
    connect(m_live, &LiveSession::refused, m_messages, &Messages::say);
    connect(m_live, &LiveSession::measured, this, [this](const QString& text) {
        m_status->setLive(text);
        if (m_recognition && m_recognition->frame)
            nameAnswer();
    });
    connect(m_liveActions->snapshot, &QAction::triggered, this, [this] {
        if (m_recognition)
            m_snapshot->save(
                m_recognition, modelName(*m_setup->running()), m_predictions->shownClasses());
    });
    connect(
        m_liveActions->snapshotFolder, &QAction::triggered, m_snapshot, &Snapshot::chooseFolder);
    connect(m_snapshot, &Snapshot::saved, this, &MainWindow::saySaved);
    connect(m_snapshot, &Snapshot::failed, this, &MainWindow::sayNotSaved);
}

void MainWindow::connectRecording()
{
    connect(m_live, &LiveSession::previewShown, m_collect, &CollectSession::previewShown);
    connect(m_record, &RecordSession::failed, m_messages, &Messages::reportRecording);
    connect(m_record, &RecordSession::saved, this, &MainWindow::saySaved);
    connect(m_record, &RecordSession::recordingChanged, m_live, &LiveSession::keepGoing);
    connect(m_record, &RecordSession::recordingChanged, this, [this](bool isRecording) {
        if (isRecording)
            m_messages->recordingWentOn();
    });
    connect(m_record, &RecordSession::folderChosen, m_messages, &Messages::recordingWentOn);
}

void MainWindow::followFrame()
{
    const Caption caption = captionFor(
        m_predictions->topName(), m_predictions->topValue(), m_recognition->frame->isSure);
    m_live->frameAnswered(*m_recognition, caption);
    m_record->frameAnswered(m_recognition, caption, m_predictions->shownClasses());
}

} // namespace netlens
