#include "ui/live_actions.h"

#include "ui/icons.h"
#include "ui/screen_region.h"

#include <QMenu>
#include <QToolBar>
#include <QToolButton>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr auto kCameraEntry = "cameraEntry";

} // namespace

LiveActions::LiveActions(const CameraList& cameras, QObject* parent)
    : QObject(parent)
    , m_cameras(cameras)
{
    addSources();
    addPlaying();
    addRecording();
    addLooks();
    for (QAction* action : { freeze, record, collect, mirror, caption, goOnHidden })
        action->setCheckable(true);
    setRunning(false, false, {});
    setScreenOffered(showsScreens());
}

QAction* LiveActions::add(const Look& look)
{
    auto* action = new QAction(look.text, this);
    action->setObjectName(look.name);
    action->setStatusTip(look.tip);
    if (!look.icon.isEmpty())
        action->setIcon(icon(look.icon));
    if (!look.keys.isEmpty())
        action->setShortcut(look.keys);
    return action;
}

void LiveActions::addSources()
{
    camera = add({ u"useCamera"_s, tr("&Use camera"), tr("Start the camera used last"), u"camera"_s,
        Qt::Key_C });
    openVideo = add({ u"openVideo"_s, tr("Open &video…"), tr("Watch a video file"), {},
        Qt::CTRL | Qt::SHIFT | Qt::Key_V });
    openStream = add({ u"openStream"_s, tr("Open s&tream…"),
        tr("Watch a network camera or another stream"), {}, Qt::CTRL | Qt::Key_L });
    openSequence = add({ u"openSequence"_s, tr("Open picture se&quence…"),
        tr("Watch the pictures in a folder, one after the other"), {} });
    watchScreen = add({ u"watchScreen"_s, tr("Watch the scr&een…"), {}, {} });
    retry = add({ u"retryLive"_s, tr("Try again"), tr("Open it again"), {} });
    chooseOther = add({ u"chooseOtherSource"_s, tr("Choose another…"),
        tr("Choose something else to watch"), {} });
}

void LiveActions::addPlaying()
{
    freeze = add({ u"freeze"_s, tr("&Freeze"), tr("Hold this picture, or go on"), u"pause"_s,
        Qt::Key_Space });
    stepBack = add({ u"stepBack"_s, tr("Frame &back"), tr("Hold the video one frame back"),
        u"step-back"_s, Qt::Key_Comma });
    stepForward = add({ u"stepForward"_s, tr("Frame f&orward"), tr("Hold the video one frame on"),
        u"step-forward"_s, Qt::Key_Period });
    snapshot = add({ u"snapshot"_s, tr("Save s&napshot"),
        tr("Save this frame as PNG and what was recognised as JSON"), u"snapshot"_s, Qt::Key_S });
}

void LiveActions::addRecording()
{
    record = add({ u"record"_s, {}, {}, u"record"_s, Qt::CTRL | Qt::Key_R });
    showRecording = add({ u"showRecording"_s, tr("Recor&ding panel…"),
        tr("Choose what is recorded and where: video, table, JSON Lines"), {} });
    recordFolder = add({ u"recordFolder"_s, tr("Fo&lder for recordings…"),
        tr("Choose where recordings are written"), {} });
    recordFolder->setIconText(tr("Choose another folder…"));
    collect = add({ u"collect"_s, tr("Save pictures for a l&abel"),
        tr("Save what is shown under the label that is set, while the key is held"), {},
        Qt::Key_K });
    collect->setAutoRepeat(false);
    showCollecting = add({ u"showCollecting"_s, tr("Collect p&ictures…"),
        tr("Save pictures into a folder for each label, as trainers read them"), {} });
    setRecording(false, tr("Start a camera, a video or a stream first."));
}

void LiveActions::addLooks()
{
    snapshotFolder = add({ u"snapshotFolder"_s, tr("Snapshot f&older…"),
        tr("Choose where snapshots are saved"), {} });
    mirror = add(
        { u"mirror"_s, tr("&Mirror"), tr("Swap left and right, for the network as well"), {} });
    rotate = add({ u"rotate"_s, tr("&Rotate"), tr("Turn clockwise, for the network as well"), {},
        Qt::Key_R });
    caption = add({ u"caption"_s, tr("Ca&ption on the picture"),
        tr("Write the answer over the picture in large letters"), u"caption"_s, Qt::Key_L });
    goOnHidden = add({ u"goOnHidden"_s, tr("&Go on while hidden"),
        tr("Also recognise while the window is minimised or covered"), {} });
}

void LiveActions::fill(QMenu* menu)
{
    menu->addAction(camera);
    menu->addSeparator();
    menu->addActions({ openVideo, openSequence, openStream, watchScreen });
    menu->addSeparator();
    menu->addActions({ freeze, stepBack, stepForward });
    menu->addSeparator();
    menu->addActions({ snapshot, snapshotFolder });
    menu->addSeparator();
    menu->addActions({ record, showRecording, recordFolder, collect, showCollecting });
    menu->addSeparator();
    menu->addActions({ mirror, rotate, caption, goOnHidden });
    const auto list = [this, menu] { listCameras(menu); };
    list();
    connect(&m_cameras, &CameraList::changed, menu, list);
    connect(menu, &QMenu::aboutToShow, menu, list);
}

void LiveActions::fill(QToolBar* bar)
{
    auto* button = new QToolButton(bar);
    button->setObjectName(u"cameraButton"_s);
    button->setDefaultAction(camera);
    button->setPopupMode(QToolButton::MenuButtonPopup);
    auto* menu = new QMenu(button);
    menu->setObjectName(u"cameraButtonMenu"_s);
    menu->addActions({ openVideo, openSequence, openStream, watchScreen });
    button->setMenu(menu);
    m_sources = menu;
    const auto list = [this, menu] { listCameras(menu); };
    list();
    connect(&m_cameras, &CameraList::changed, menu, list);
    connect(menu, &QMenu::aboutToShow, menu, list);
    bar->addWidget(button);
    bar->addAction(freeze);
}

/// The cameras come first, before what does not change.
void LiveActions::listCameras(QMenu* menu)
{
    for (QAction* action : menu->actions())
        if (action->property(kCameraEntry).toBool())
            delete action;
    QAction* const first = menu->actions().value(0);
    const auto insert = [&](QAction* action) {
        action->setProperty(kCameraEntry, true);
        menu->insertAction(first, action);
        return action;
    };
    const QList<Camera> cameras = m_cameras.cameras();
    if (cameras.isEmpty()) {
        QAction* none = insert(new QAction(tr("No camera is connected"), menu));
        none->setObjectName(u"noCamera"_s);
        none->setStatusTip(tr("Connect a camera; it will be listed here"));
        none->setEnabled(false);
    }
    for (const Camera& entry : cameras) {
        QAction* action = insert(new QAction(QString(entry.name).replace(u'&', u"&&"_s), menu));
        action->setObjectName(u"camera:"_s + entry.device);
        action->setStatusTip(tr("Use the camera %1").arg(entry.device));
        action->setCheckable(true);
        action->setChecked(entry.device == m_device);
        connect(action, &QAction::triggered, this, [this, entry] { emit cameraChosen(entry); });
    }
    insert(new QAction(menu))->setSeparator(true);
}

void LiveActions::setRunning(bool isRunning, bool isSteppable, const QString& device)
{
    m_device = device;
    camera->setText(isRunning ? tr("&Stop") : tr("&Use camera"));
    camera->setStatusTip(isRunning ? tr("Stop what is watched") : tr("Start the camera used last"));
    camera->setIcon(icon(isRunning ? u"stop"_s : u"camera"_s));
    for (QAction* action : { freeze, snapshot, mirror, rotate })
        action->setEnabled(isRunning);
    for (QAction* action : { stepBack, stepForward })
        action->setEnabled(isSteppable);
    if (!isRunning)
        setFrozen(false);
}

void LiveActions::setScreenOffered(bool isOffered)
{
    watchScreen->setEnabled(isOffered);
    watchScreen->setStatusTip(isOffered
            ? tr("Choose a part of the screen and watch it")
            : tr("Wayland shows no program the screen; log in to an X11 session to watch it"));
}

void LiveActions::setRecording(bool isRecording, const QString& whyNot)
{
    record->setChecked(isRecording);
    record->setEnabled(whyNot.isEmpty());
    record->setText(isRecording ? tr("Stop r&ecording") : tr("R&ecord"));
    record->setIcon(icon(isRecording ? u"record-stop"_s : u"record"_s));
    record->setIconText(isRecording ? tr("Stop recording") : tr("Record"));
    const QString tip
        = isRecording ? tr("End the recording") : tr("Record the frames that are answered");
    record->setStatusTip(whyNot.isEmpty() ? tip : whyNot);
    record->setToolTip(whyNot); // empty: its text
}

void LiveActions::setFrozen(bool isFrozen)
{
    freeze->setChecked(isFrozen);
    freeze->setText(isFrozen ? tr("&Go on") : tr("&Freeze"));
    freeze->setIcon(icon(isFrozen ? u"play"_s : u"pause"_s));
}

} // namespace netlens
