#include "ui/main_window.h"

#include "ui/collect_session.h"
#include "ui/collection_dock.h"
#include "ui/drop_frame.h"
#include "ui/empty_state.h"
#include "ui/heatmap_actions.h"
#include "ui/image_view.h"
#include "ui/intake.h"
#include "ui/keep_space_key.h"
#include "ui/live_actions.h"
#include "ui/live_session.h"
#include "ui/main_actions.h"
#include "ui/messages.h"
#include "ui/model_dock.h"
#include "ui/model_setup.h"
#include "ui/payload.h"
#include "ui/picture_pane.h"
#include "ui/predictions_dock.h"
#include "ui/record_dock.h"
#include "ui/record_session.h"
#include "ui/snapshot.h"
#include "ui/status_line.h"
#include "ui/thread_memory.h"
#include "ui/threads_text.h"
#include "ui/timings_dock.h"
#include "ui/view_export.h"
#include "ui/weights_fetch.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QIcon>
#include <QLocale>
#include <QMimeData>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

MainWindow::MainWindow(RecognitionService& service, WeightsStore& store, LiveService& live,
    RecordService& recorder, const CameraList& cameras, QWidget* parent)
    : QMainWindow(parent)
    , m_service(service)
    , m_actions(new MainActions(this))
    , m_liveActions(new LiveActions(cameras, this))
    , m_heatmap(new HeatmapActions(this))
    , m_setup(new ModelSetup(service, this))
    , m_threads(new ThreadMemory(service, this))
    , m_fetch(new WeightsFetch(store, *m_setup, *m_actions, this))
    , m_intake(new Intake(service, this))
    , m_export(new ViewExport(this))
    , m_snapshot(new Snapshot(this))
    , m_pane(new PicturePane(*m_actions, *m_liveActions, *m_heatmap, this))
    , m_live(new LiveSession(live, cameras, *m_liveActions, *m_pane, this))
    , m_modelDock(new ModelDock(*m_setup, *m_fetch, *m_threads, *m_actions, this))
    , m_predictions(new PredictionsDock(this))
    , m_collection(new CollectionDock(this))
    , m_timings(new TimingsDock(this))
    , m_recordDock(new RecordDock(m_liveActions->record, this))
    , m_record(new RecordSession({ recorder, live, *m_setup, *m_heatmap, *m_liveActions,
                                     m_pane->liveBar(), m_recordDock->recording() },
          this))
    , m_collect(new CollectSession(recorder, *m_liveActions, *m_recordDock, this))
    , m_status(new StatusLine(this))
    , m_dropFrame(new DropFrame(this))
    , m_messages(new Messages(m_pane->banner(), m_pane->message(), *m_setup, *m_fetch, *m_actions,
          *m_liveActions, this))
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(u"Netlens"_s);
    setWindowIcon(QIcon(u":/org.netlens.Netlens.svg"_s));
    setAcceptDrops(true);
    setCentralWidget(m_pane);
    setStatusBar(m_status);
    buildDocks();
    buildMenus();
    buildToolBar();
    connectService();
    connectIntake();
    connectLive();
    connectRecording();
    connectActions();
    connectViewActions();
    arrange();
    restore();
    new KeepSpaceKey(this);
    m_threads->lookAtComputer();
    m_setup->start();
}

MainWindow::~MainWindow() = default;

void MainWindow::openPaths(const QStringList& paths)
{
    m_intake->openPaths(paths);
}

void MainWindow::connectService()
{
    connect(&m_service, &RecognitionService::recognized, this, &MainWindow::takeRecognition);
    connect(&m_service, &RecognitionService::modelChanged, this, &MainWindow::takeModel);
    connect(&m_service, &RecognitionService::failed, this, &MainWindow::takeFailures);
    connect(&m_service, &RecognitionService::inspected, this, &MainWindow::takeInspection);
    connect(&m_service, &RecognitionService::detailLoaded, this, &MainWindow::takeDetail);
    connect(&m_service, &RecognitionService::stepsMeasured, this, &MainWindow::takeStepTimings);
    connect(m_timings, &TimingsDock::measureRequested, this, [this] { m_service.measureSteps(); });
    connect(&m_service, &RecognitionService::weightsSaved, this, &MainWindow::takeSavedWeights);
    connect(m_threads, &ThreadMemory::changed, this, &MainWindow::showThreads);
    connect(&m_service, &RecognitionService::busyChanged, m_status, &StatusLine::setBusy);
}

void MainWindow::connectIntake()
{
    connect(m_intake, &Intake::picturesFound, this, [this](const QStringList& paths) {
        if (paths.size() > 1) {
            m_collection->setPictures(paths);
        } else {
            m_collection->clear();
            m_intake->showPicture(paths.first());
        }
    });
    connect(&m_pane->emptyState(), &EmptyState::sampleChosen, this,
        [this](const QString& path) { m_collection->setPictures(m_samples, path); });
    connect(m_actions->samples, &QAction::triggered, this,
        [this] { m_collection->setPictures(m_samples); });
    connect(m_intake, &Intake::weightsFound, this,
        [this](const QString& path) { m_service.inspect(path.toStdString()); });
    connect(m_intake, &Intake::loosePictureTaken, m_collection, &CollectionDock::clear);
    connect(m_intake, &Intake::refused, m_messages, &Messages::say);
    connect(m_collection, &CollectionDock::pictureChosen, m_intake, &Intake::showPicture);
    connect(
        m_collection, &CollectionDock::countChanged, m_actions, &MainActions::setCollectionSize);
}

void MainWindow::takeRecognition()
{
    const SharedRecognition recognition = m_service.takeRecognition();
    if (!recognition || (m_recognition && recognition->id < m_recognition->id))
        return;
    if (recognition->frame && !m_live->isCurrent(*recognition->frame))
        return;
    const bool isNextFrame = recognition->frame && m_recognition && m_recognition->frame
        && m_recognition->frame->run == recognition->frame->run;
    m_recognition = recognition;
    m_pane->setRecognition(recognition);
    m_predictions->setRecognition(recognition, showsProbabilities());
    m_actions->setHasPicture(true);
    m_actions->setHasClasses(recognition->hasClasses());
    if (isNextFrame)
        m_messages->frameShown();
    else
        m_messages->pictureShown();
    m_timings->pictureAnswered();
    m_collect->pictureShown(recognition);
    if (recognition->frame)
        followFrame();
    else
        m_live->pictureShown(recognition->id);
    // What is read, not seen, cannot follow every frame.
    if (!isNextFrame)
        nameAnswer();
}

void MainWindow::nameAnswer()
{
    const QString name = QString::fromStdString(m_recognition->name);
    setWindowTitle(tr("%1 – Netlens").arg(name.section(u'/', -1)));
    m_status->setTimings(m_recognition->timings);
    m_pane->view().setAccessibleName(tr("Picture %1").arg(name.section(u'/', -1)));
    m_pane->view().setAccessibleDescription(m_recognition->hasClasses()
            ? tr("Top result: %1").arg(m_predictions->topResult())
            : QString());
}

bool MainWindow::showsProbabilities() const
{
    const auto& running = m_setup->running();
    if (!running)
        return true;
    const Activation activation = running->architecture.config.outputActivation();
    return activation == Activation::Softmax || activation == Activation::Sigmoid
        || activation == Activation::HardSigmoid || activation == Activation::HardSigmoidKeras3;
}

void MainWindow::takeModel()
{
    auto model = m_service.takeModel();
    if (!model)
        return;
    // What was seen of a video still counts when only the number of threads is another.
    const bool isAnother = !m_setup->running() || m_setup->running()->build != model->build;
    m_status->setModel(*model);
    m_actions->setHasModel(true);
    m_setup->modelArrived(std::move(*model));
    m_pane->emptyState().setWeightsMissing(m_setup->answersInstead());
    m_samples.clear();
    for (const std::filesystem::path& sample : m_setup->running()->samples)
        m_samples.append(QString::fromStdString(sample.string()));
    m_pane->emptyState().setSamples(m_samples);
    m_actions->samples->setEnabled(!m_samples.isEmpty());
    m_timings->modelChanged();
    if (isAnother) {
        m_live->modelChanged();
        m_heatmap->modelChanged();
    }
    showThreads();
}

void MainWindow::showThreads()
{
    if (const auto& running = m_setup->running())
        m_status->setThreadsOrigin(
            threadsOrigin(running->request.threads, m_threads->choice(running->request.precision)));
}

void MainWindow::changeEvent(QEvent* event)
{
    // The computer may have gone on battery meanwhile.
    if (event->type() == QEvent::ActivationChange && isActiveWindow())
        m_threads->lookAtComputer();
    QMainWindow::changeEvent(event);
}

void MainWindow::takeFailures()
{
    for (const Failure& failure : m_service.takeFailures()) {
        if (failure.picture)
            m_live->pictureFailed(*failure.picture);
        if (failure.of == Failure::Of::Timing)
            m_timings->failed();
        else
            m_messages->report(failure);
    }
}

void MainWindow::takeInspection()
{
    const auto file = m_service.takeInspection();
    if (!file)
        return;
    ModelChoice next = m_setup->choice();
    next.useFile(*file);
    m_messages->weightsInspected();
    if (m_fetch->canInstall(*file))
        m_messages->offerInstall(*file);
    m_setup->change(tr("weights file"), next);
}

void MainWindow::takeDetail()
{
    if (auto detail = m_service.takeDetail()) {
        m_detail = std::move(*detail);
        m_pane->view().setDetail(m_detail.id, m_detail.picture);
        m_collect->detailLoaded(m_detail.id, m_detail.picture);
    }
}

void MainWindow::takeStepTimings()
{
    if (auto timings = m_service.takeStepTimings())
        m_timings->setTimings(std::move(*timings));
}

void MainWindow::takeSavedWeights()
{
    for (const std::filesystem::path& file : m_service.takeSavedWeights())
        m_messages->weightsSaved(QString::fromStdString(file.string()));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    const auto kind = payloadKind(*event->mimeData());
    if (kind == Payload::Kind::Nothing)
        return;
    // A web address is let in only to be answered with a sentence; it gets no promising frame.
    event->acceptProposedAction();
    m_dropFrame->setShown(kind != Payload::Kind::WebAddress);
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*)
{
    m_dropFrame->setShown(false);
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_dropFrame->setShown(false);
    if (m_intake->take(*event->mimeData(), tr("Dropped picture")))
        event->acceptProposedAction();
}

} // namespace netlens
