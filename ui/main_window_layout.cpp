#include "ui/main_window.h"

#include "ui/collection_dock.h"
#include "ui/heatmap_actions.h"
#include "ui/live_actions.h"
#include "ui/live_session.h"
#include "ui/main_actions.h"
#include "ui/model_dock.h"
#include "ui/model_setup.h"
#include "ui/predictions_dock.h"
#include "ui/record_dock.h"
#include "ui/record_session.h"
#include "ui/theme_menu.h"
#include "ui/threads_panel.h"
#include "ui/timings_dock.h"

#include <QCloseEvent>
#include <QLayout>
#include <QMenuBar>
#include <QScreen>
#include <QSettings>
#include <QToolBar>
#include <QUndoStack>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr int kLayoutVersion = 3; ///< raise when docks or tool bars change
    constexpr QSize kDefaultSize(1180, 720);

} // namespace

QList<QDockWidget*> MainWindow::docks() const
{
    return { m_modelDock, m_predictions, m_collection, m_timings, m_recordDock };
}

void MainWindow::buildDocks()
{
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    addDockWidget(Qt::LeftDockWidgetArea, m_modelDock);
    addDockWidget(Qt::RightDockWidgetArea, m_predictions);
    addDockWidget(Qt::BottomDockWidgetArea, m_collection);
    addDockWidget(Qt::BottomDockWidgetArea, m_timings);
    tabifyDockWidget(m_modelDock, m_recordDock);
    m_collection->hide();
    m_timings->hide();
    m_recordDock->hide();
}

void MainWindow::buildMenus()
{
    addFileMenu();
    addEditMenu();
    addViewMenu();

    QMenu* model = menuBar()->addMenu(tr("&Model"));
    model->addActions({ m_actions->useImageNet, m_actions->useRandom, m_actions->useDemo,
        m_actions->chooseWeights });
    model->addSeparator();
    model->addActions(
        { m_actions->downloadWeights, m_actions->cancelDownload, m_actions->installWeights });
    model->addSeparator();
    model->addActions({ m_actions->chooseCalibration, m_actions->drawCalibration });
    model->addSeparator();
    model->addAction(m_actions->retryWeights);

    QMenu* camera = menuBar()->addMenu(tr("&Camera"));
    camera->setObjectName(u"cameraMenu"_s);
    m_liveActions->fill(camera);

    QMenu* explain = menuBar()->addMenu(tr("E&xplain"));
    m_heatmap->fill(explain);
    explain->addSeparator();
    explain->addAction(m_actions->explainTop);
    explain->addMenu(tr("&Class by rank"))->addActions(m_actions->explainRank);

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({ m_actions->samples, m_actions->shortcuts, m_actions->about });
}

void MainWindow::addFileMenu()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addActions({ m_actions->open, m_actions->openFolder });
    file->addSeparator();
    file->addActions({ m_actions->previous, m_actions->next });
    file->addSeparator();
    file->addActions({ m_actions->exportView, m_actions->exportWeights });
    file->addSeparator();
    file->addAction(m_actions->quit);
}

void MainWindow::addEditMenu()
{
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    QAction* undo = m_setup->undoStack().createUndoAction(edit, tr("&Undo"));
    QAction* redo = m_setup->undoStack().createRedoAction(edit, tr("&Redo"));
    undo->setObjectName(u"undo"_s);
    undo->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Z));
    undo->setStatusTip(tr("Take back the last change of the configuration"));
    redo->setObjectName(u"redo"_s);
    redo->setShortcuts(
        { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y) });
    redo->setStatusTip(tr("Make the change of the configuration again"));
    edit->addActions({ undo, redo });
    edit->addSeparator();
    edit->addActions({ m_actions->copy, m_actions->copyKeras, m_actions->paste });
    edit->addSeparator();
    edit->addAction(m_actions->findClass);
}

void MainWindow::addViewMenu()
{
    QMenu* view = menuBar()->addMenu(tr("&View"));
    view->addActions(
        { m_actions->zoomIn, m_actions->zoomOut, m_actions->zoomToFit, m_actions->zoomToActual });
    view->addSeparator();
    QMenu* panels = view->addMenu(tr("&Panels"));
    for (QDockWidget* dock : docks()) {
        QAction* toggle = dock->toggleViewAction();
        toggle->setObjectName(dock->objectName() + u"Toggle"_s);
        toggle->setStatusTip(tr("Show or hide this panel"));
        panels->addAction(toggle);
    }
    view->addMenu(new ThemeMenu(view));
    view->addAction(m_actions->resetLayout);
    view->addSeparator();
    view->addActions({ m_actions->fullScreen, m_actions->dismiss });
}

void MainWindow::buildToolBar()
{
    QToolBar* bar = addToolBar(tr("Main tool bar"));
    bar->setObjectName(u"toolBar"_s);
    bar->setMovable(false);
    bar->setIconSize(QSize(20, 20));
    bar->setToolButtonStyle(Qt::ToolButtonIconOnly);
    bar->toggleViewAction()->setObjectName(u"toolBarToggle"_s);
    bar->addActions({ m_actions->open, m_actions->paste });
    bar->addSeparator();
    m_liveActions->fill(bar);
    bar->addSeparator();
    bar->addActions({ m_actions->previous, m_actions->next });
    bar->addSeparator();
    bar->addActions(
        { m_actions->zoomOut, m_actions->zoomIn, m_actions->zoomToFit, m_actions->zoomToActual });
    bar->addSeparator();
    bar->addActions({ m_heatmap->heatmap(), m_heatmap->cells() });
    bar->addSeparator();
    bar->addActions({ m_actions->copy, m_actions->exportView });
}

void MainWindow::arrange()
{
    const QSize room = screen()->availableSize() - QSize(16, 48);
    resize(kDefaultSize.boundedTo(room));
    // On a small screen the picture has more of the room than its answers.
    constexpr int kPicture = 420;
    constexpr int kModel = 362;
    const int predictions = std::clamp(width() - kModel - kPicture, 200, 290);
    resizeDocks({ m_modelDock, m_predictions }, { 300, predictions }, Qt::Horizontal);
}

/// Panels side by side would reach beyond a narrow screen.
void MainWindow::tabPanelsOnNarrowScreen()
{
    if (minimumSizeHint().width() <= screen()->availableSize().width())
        return;
    tabifyDockWidget(m_modelDock, m_predictions);
    m_predictions->raise();
    layout()->activate(); // the window may be narrower from now on
}

void MainWindow::resetLayout()
{
    for (QDockWidget* dock : docks()) {
        dock->setFloating(false);
        dock->show();
    }
    addDockWidget(Qt::LeftDockWidgetArea, m_modelDock);
    addDockWidget(Qt::RightDockWidgetArea, m_predictions);
    addDockWidget(Qt::BottomDockWidgetArea, m_collection);
    addDockWidget(Qt::BottomDockWidgetArea, m_timings);
    tabifyDockWidget(m_modelDock, m_recordDock);
    m_collection->setVisible(m_collection->count() > 1);
    m_timings->hide();
    m_recordDock->hide();
    tabPanelsOnNarrowScreen();
    if (!isFullScreen() && !isMaximized())
        arrange();
}

void MainWindow::restore()
{
    const QSettings settings;
    restoreGeometry(settings.value(u"window/geometry"_s).toByteArray());
    restoreState(settings.value(u"window/state"_s).toByteArray(), kLayoutVersion);
    tabPanelsOnNarrowScreen();
    m_predictions->setShownClasses(
        settings.value(u"predictions/shown"_s, m_predictions->shownClasses()).toInt());
    const int threads = settings.value(u"threads/wish"_s, kAutomaticThreads).toInt();
    if (threads >= 1 && threads <= ThreadsPanel::mostOffered())
        m_setup->restoreThreads(threads);
    // The strip belongs to the pictures of this run.
    m_collection->hide();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_record->end();
    m_live->end();
    QSettings settings;
    settings.setValue(u"window/geometry"_s, saveGeometry());
    settings.setValue(u"window/state"_s, saveState(kLayoutVersion));
    settings.setValue(u"predictions/shown"_s, m_predictions->shownClasses());
    settings.setValue(u"threads/wish"_s, m_setup->choice().threads());
    QMainWindow::closeEvent(event);
}

} // namespace netlens
