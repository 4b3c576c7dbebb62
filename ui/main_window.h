#pragma once

#include "service/recognition_service.h"

#include <QMainWindow>

class QDockWidget;
class QMimeData;

namespace netlens {

class CameraList;
class CollectSession;
class CollectionDock;
class DropFrame;
class HeatmapActions;
class Intake;
class LiveActions;
class LiveService;
class LiveSession;
class MainActions;
class Messages;
class ModelDock;
class ModelSetup;
class PicturePane;
class PredictionsDock;
class RecordDock;
class RecordService;
class RecordSession;
class Snapshot;
class StatusLine;
class ThreadMemory;
class TimingsDock;
class ViewExport;
class WeightsFetch;
class WeightsStore;

/// The window: puts the parts together and routes what they say to one another.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// @pre all outlive the window.
    MainWindow(RecognitionService& service, WeightsStore& store, LiveService& live,
        RecordService& recorder, const CameraList& cameras, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Pictures, folders and weights files, as from the command line.
    void openPaths(const QStringList& paths);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QList<QDockWidget*> docks() const;
    void buildDocks();
    void buildMenus();
    void addFileMenu();
    void addEditMenu();
    void addViewMenu();
    void buildToolBar();
    void connectService();
    void connectIntake();
    void connectLive();
    void connectRecording();
    void connectActions();
    void connectViewActions();

    void takeRecognition();
    void followFrame();
    void nameAnswer();
    void takeModel();
    void takeFailures();
    void takeInspection();
    void takeDetail();
    void takeStepTimings();
    void takeSavedWeights();
    void showThreads();

    void openImages();
    void openFolder();
    void chooseWeights();
    void chooseCalibration();
    /// @param folder of pictures; empty: drawn ones
    void calibrateOn(const QString& folder);
    void exportView();
    void exportWeights();
    void saySaved(const QString& path);
    void sayNotSaved(const QString& path, const QString& why);
    void pasteClipboard();
    void copyResult();
    void copyKerasCode();
    void dismiss();
    void setFullScreen(bool on);
    void showAbout();
    void explain(std::optional<int> classIndex);
    bool showsProbabilities() const;

    void arrange();
    void tabPanelsOnNarrowScreen();
    void resetLayout();
    void restore();

    RecognitionService& m_service;
    MainActions* m_actions;
    LiveActions* m_liveActions;
    HeatmapActions* m_heatmap;
    ModelSetup* m_setup;
    ThreadMemory* m_threads;
    WeightsFetch* m_fetch;
    Intake* m_intake;
    ViewExport* m_export;
    Snapshot* m_snapshot;
    PicturePane* m_pane;
    LiveSession* m_live;
    ModelDock* m_modelDock;
    PredictionsDock* m_predictions;
    CollectionDock* m_collection;
    TimingsDock* m_timings;
    RecordDock* m_recordDock;
    RecordSession* m_record;
    CollectSession* m_collect;
    StatusLine* m_status;
    DropFrame* m_dropFrame;
    Messages* m_messages;
    QStringList m_samples; ///< pictures to try the running model with
    SharedRecognition m_recognition;
    RecognitionService::Detail m_detail; ///< the shown picture at full resolution, if loaded
};

} // namespace netlens
