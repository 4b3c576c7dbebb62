#include "ui/live_session.h"

#include "ui/image_view.h"
#include "ui/live_actions.h"
#include "ui/live_bar.h"
#include "ui/payload.h"
#include "ui/picture_pane.h"
#include "ui/sequence_dialog.h"
#include "ui/stream_dialog.h"
#include "ui/timeline_strip.h"

#include <QCursor>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QSettings>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

void LiveSession::connectActions()
{
    connect(m_actions.camera, &QAction::triggered, this, &LiveSession::useCamera);
    connect(&m_actions, &LiveActions::cameraChosen, this, &LiveSession::useThis);
    connect(m_actions.openVideo, &QAction::triggered, this, &LiveSession::openVideo);
    connect(m_actions.openStream, &QAction::triggered, this, &LiveSession::openStream);
    connect(m_actions.openSequence, &QAction::triggered, this, &LiveSession::openSequence);
    connect(m_actions.watchScreen, &QAction::triggered, &m_screen, &ScreenWatch::choose);
    connect(&m_screen, &ScreenWatch::chosen, this, &LiveSession::watch);
    connect(&m_screen, &ScreenWatch::refused, this, &LiveSession::refused);
    connect(m_actions.retry, &QAction::triggered, this, [this] { watch(m_live.state().address); });
    connect(m_actions.chooseOther, &QAction::triggered, this, &LiveSession::chooseOther);
    connect(m_actions.freeze, &QAction::triggered, this, [this](bool isFrozen) {
        m_isUnseen = false;
        if (isFrozen)
            m_live.pause();
        else
            m_live.resume();
    });
    connect(m_actions.stepBack, &QAction::triggered, this, [this] { step(-1); });
    connect(m_actions.stepForward, &QAction::triggered, this, [this] { step(1); });
    connect(m_actions.mirror, &QAction::triggered, this, [this](bool isMirrored) {
        m_orientation.isMirrored = isMirrored;
        turn();
    });
    connect(m_actions.rotate, &QAction::triggered, this, [this] {
        // Clockwise as it is seen: the mirror comes after the turn.
        m_orientation.quarterTurns
            = (m_orientation.quarterTurns + (m_orientation.isMirrored ? 3 : 1)) % 4;
        turn();
    });
    connect(m_actions.caption, &QAction::toggled, this, [this](bool isOn) {
        QSettings().setValue(u"live/caption"_s, isOn);
        if (!isOn)
            m_pane.view().setCaption({});
    });
    connect(m_actions.goOnHidden, &QAction::toggled, this,
        [](bool isOn) { QSettings().setValue(u"live/goOnHidden"_s, isOn); });
}

void LiveSession::connectBar()
{
    connect(&m_bar, &LiveBar::seekRequested, this, [this](double seconds) {
        m_sinceSeek.start();
        m_live.seek(seconds);
    });
    connect(&m_pane.timeline(), &TimelineStrip::seekRequested, &m_bar, &LiveBar::seekRequested);
    connect(
        &m_bar, &LiveBar::speedChanged, this, [this](double factor) { m_live.setSpeed(factor); });
    connect(&m_bar, &LiveBar::loopChanged, this, [this](bool on) {
        QSettings().setValue(u"live/loop"_s, on);
        m_live.setLoop(on);
    });
    connect(&m_bar, &LiveBar::smoothingChanged, this, [this](double seconds) {
        QSettings().setValue(u"live/smoothing"_s, seconds);
        m_live.setSmoothing(seconds);
    });
    connect(&m_bar, &LiveBar::thresholdChanged, this, [this](double probability) {
        QSettings().setValue(u"live/threshold"_s, probability);
        m_live.setThreshold(probability);
    });
}

void LiveSession::restore()
{
    const QSettings settings;
    const double smoothing = settings.value(u"live/smoothing"_s, 0.5).toDouble();
    const double threshold = settings.value(u"live/threshold"_s, 0.0).toDouble();
    const bool isLooping = settings.value(u"live/loop"_s, false).toBool();
    m_bar.setSmoothing(smoothing);
    m_bar.setThreshold(threshold);
    m_bar.setLoop(isLooping);
    m_live.setSmoothing(smoothing);
    m_live.setThreshold(threshold);
    m_live.setLoop(isLooping);
    m_actions.caption->setChecked(settings.value(u"live/caption"_s, true).toBool());
    m_actions.goOnHidden->setChecked(settings.value(u"live/goOnHidden"_s, false).toBool());
}

/// A camera hangs as it hung; a video is right as it is until somebody turns it.
void LiveSession::turnAsBefore(const SourceAddress& address)
{
    m_orientation = {};
    if (address.kind == SourceAddress::Kind::Camera) {
        const QSettings settings;
        m_orientation.isMirrored = settings.value(u"live/mirrored"_s, false).toBool();
        m_orientation.quarterTurns = settings.value(u"live/turns"_s, 0).toInt() % 4;
    }
    m_actions.mirror->setChecked(m_orientation.isMirrored);
    m_live.setOrientation(m_orientation);
}

void LiveSession::useCamera()
{
    if (m_live.state().isOn()) {
        end();
        return;
    }
    const QList<Camera> cameras = m_cameras.cameras();
    const QString last = QSettings().value(u"live/camera"_s).toString();
    const auto found = std::ranges::find(cameras, last, &Camera::device);
    if (!cameras.isEmpty())
        useThis(found != cameras.end() ? *found : cameras.first());
    else
        emit refused(tr("No camera is connected. Connect one, then try again."));
}

void LiveSession::useThis(const Camera& camera)
{
    QSettings().setValue(u"live/camera"_s, camera.device);
    watch({ SourceAddress::Kind::Camera, camera.device.toStdString(), camera.name.toStdString() });
}

void LiveSession::openVideo()
{
    QSettings settings;
    const QString videos = tr("Videos (%1)").arg(videoPatterns().join(u' '));
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open video"),
        settings.value(u"live/videoFolder"_s).toString(),
        QStringList { videos, tr("All files (*)") }.join(u";;"_s));
    if (path.isEmpty())
        return;
    settings.setValue(u"live/videoFolder"_s, QFileInfo(path).path());
    watchVideo(path);
}

void LiveSession::openStream()
{
    auto* dialog = new StreamDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
        [this, dialog] { watch(parseSourceAddress(dialog->url().toStdString())); });
    dialog->open();
}

void LiveSession::openSequence()
{
    auto* dialog = new SequenceDialog(m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { watch(dialog->address()); });
    dialog->open();
}

void LiveSession::chooseOther()
{
    switch (m_live.state().address.kind) {
    case SourceAddress::Kind::VideoFile:
        return openVideo();
    case SourceAddress::Kind::Pictures:
        return openSequence();
    case SourceAddress::Kind::Stream:
        return openStream();
    case SourceAddress::Kind::Screen:
        return m_screen.choose();
    case SourceAddress::Kind::Camera:
        break;
    }
    m_actions.sources()->popup(QCursor::pos());
}

void LiveSession::step(int frames)
{
    if (!m_live.state().isPaused)
        m_live.pause();
    m_sinceSeek.invalidate();
    m_live.step(frames);
}

void LiveSession::turn()
{
    const LiveState state = m_live.state();
    if (state.address.kind == SourceAddress::Kind::Camera) {
        QSettings settings;
        settings.setValue(u"live/mirrored"_s, m_orientation.isMirrored);
        settings.setValue(u"live/turns"_s, m_orientation.quarterTurns);
    }
    m_live.setOrientation(m_orientation);
    const bool isHeld = state.isPaused || state.phase == LiveState::Phase::Ended;
    if (!state.isLive && state.isOn() && isHeld)
        m_live.seek(m_shown.seconds); // the frame on show, turned
}

} // namespace netlens
