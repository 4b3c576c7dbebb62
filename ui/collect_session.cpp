#include "ui/collect_session.h"

#include "model/top_k.h"
#include "service/error_text.h"
#include "ui/collect_panel.h"
#include "ui/live_actions.h"
#include "ui/model_text.h"
#include "ui/record_dock.h"

#include <QApplication>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <chrono>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr QLatin1StringView kFolder("collect/folder");
    constexpr QLatin1StringView kLabel("collect/label");
    constexpr std::chrono::milliseconds kRefreshing { 500 };
    constexpr int kOffered = 5;

    QString problemOf(const CollectionState& state)
    {
        if (state.problem) {
            const ErrorText text = describeError(*state.problem);
            return text.what % u' ' % text.advice;
        }
        if (state.leftOut > 0)
            return CollectSession::tr("This computer does not keep up; pictures left out: %1.")
                .arg(QLocale().toString(state.leftOut));
        return {};
    }

} // namespace

CollectSession::CollectSession(
    RecordService& recorder, LiveActions& actions, RecordDock& dock, QWidget* window)
    : QObject(window)
    , m_recorder(recorder)
    , m_actions(actions)
    , m_dock(dock)
    , m_window(window)
{
    m_refreshing.setSingleShot(true);
    m_refreshing.setInterval(kRefreshing);
    connect(&m_refreshing, &QTimer::timeout, this, &CollectSession::refresh);
    connect(&m_recorder, &RecordService::collectionChanged, this, &CollectSession::refresh);
    connectActions();
    CollectPanel& panel = m_dock.collecting();
    connect(&panel, &CollectPanel::chooseFolderRequested, this, &CollectSession::chooseFolder);
    connect(&panel, &CollectPanel::collectingChanged, this, &CollectSession::collect);
    connect(&panel, &CollectPanel::saveOneRequested, this, &CollectSession::save);
    connect(&panel, &CollectPanel::undoRequested, this, [this] { m_recorder.undoPicture(); });
    panel.setLabel(QSettings().value(kLabel).toString());
    connect(&panel, &CollectPanel::labelChanged, this,
        [](const QString& label) { QSettings().setValue(kLabel, label); });
    connect(&m_dock, &QDockWidget::visibilityChanged, this, [this](bool isVisible) {
        if (isVisible)
            openFolder();
    });
    refresh();
}

void CollectSession::connectActions()
{
    connect(m_actions.collect, &QAction::toggled, this, &CollectSession::hold);
    connect(m_actions.showRecording, &QAction::triggered, &m_dock, &RecordDock::showRecording);
    connect(m_actions.showCollecting, &QAction::triggered, &m_dock, &RecordDock::showCollecting);
}

void CollectSession::pictureShown(const SharedRecognition& recognition)
{
    const bool isAnother = !m_shown || m_shown->id != recognition->id;
    const bool isFirst = m_pixels.isNull();
    m_shown = recognition;
    if (isAnother)
        m_pixels = recognition->picture.image;
    if (isAnother && m_isCollecting && recognition->frame)
        save();
    if (isFirst)
        refresh(); // there is something to save now
    else if (m_dock.isVisible() && !m_refreshing.isActive())
        m_refreshing.start();
}

void CollectSession::previewShown(const Image& pixels)
{
    const bool isFirst = m_pixels.isNull();
    m_pixels = pixels;
    if (m_isCollecting)
        save();
    if (isFirst)
        refresh();
}

void CollectSession::detailLoaded(std::uint64_t id, const Image& pixels)
{
    if (m_shown && m_shown->id == id)
        m_pixels = pixels;
}

void CollectSession::chooseFolder()
{
    const QString usual = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    const QString folder = QFileDialog::getExistingDirectory(
        m_window, tr("Folder for labelled pictures"), QSettings().value(kFolder, usual).toString());
    if (folder.isEmpty())
        return;
    QSettings().setValue(kFolder, folder);
    m_isOpen = false;
    openFolder();
}

void CollectSession::openFolder()
{
    const QString folder = QSettings().value(kFolder).toString();
    if (!folder.isEmpty() && !std::exchange(m_isOpen, true))
        m_recorder.openCollection(folder.toStdString());
    refresh();
}

/// By the key, or by the menu until it is chosen there once more.
void CollectSession::hold(bool on)
{
    if (on) {
        m_dock.showCollecting(); // also says why, when it cannot be
        qApp->installEventFilter(this);
    } else {
        qApp->removeEventFilter(this);
    }
    m_dock.collecting().hold(on);
    m_actions.collect->setChecked(m_isCollecting);
}

bool CollectSession::eventFilter(QObject* watched, QEvent* event)
{
    const auto isReleased = [event] {
        const auto* key = static_cast<QKeyEvent*>(event);
        return key->key() == Qt::Key_K && !key->isAutoRepeat();
    };
    if (event->type() == QEvent::ApplicationDeactivate
        || (event->type() == QEvent::KeyRelease && isReleased()))
        m_actions.collect->setChecked(false);
    return QObject::eventFilter(watched, event);
}

void CollectSession::collect(bool on)
{
    m_isCollecting = on;
    if (on)
        save();
    else
        m_actions.collect->setChecked(false);
}

void CollectSession::save()
{
    if (m_pixels.isNull())
        return;
    openFolder();
    m_recorder.savePicture(m_pixels, m_dock.collecting().label().toStdString());
}

void CollectSession::refresh()
{
    const CollectionState known = m_recorder.collection();
    CollectState state;
    state.folder = QSettings().value(kFolder).toString();
    for (const LabelCount& count : known.counts)
        state.counts.append({ QString::fromStdString(count.label), count.pictures });
    state.suggestions = topLabels();
    state.lastFile = QString::fromStdString(known.lastFile.string());
    state.undoneFile = QString::fromStdString(known.undone.string());
    state.skipped = known.skipped;
    state.problem = problemOf(known);
    if (m_pixels.isNull())
        state.unavailable = tr("Open a picture or start a camera first.");
    m_dock.collecting().setState(state);
}

QStringList CollectSession::topLabels() const
{
    if (!m_shown || !m_shown->hasClasses())
        return {};
    std::vector<int> best = m_shown->frame
        ? m_shown->frame->order
        : rankClasses(m_shown->output.values, m_shown->logits, kOffered);
    best.resize(std::min<std::size_t>(best.size(), kOffered));
    QStringList labels;
    for (const int index : best)
        labels.append(className(*m_shown->labels, index));
    return labels;
}

} // namespace netlens
