#pragma once

#include "service/live_service.h"
#include "service/record_service.h"
#include "ui/live_caption.h"

#include <QObject>
#include <QTimer>

namespace netlens {

class HeatmapActions;
class LiveActions;
class LiveBar;
class ModelSetup;
class RecordPanel;

/// Recordings as the window has them: what the action and the panel say goes to the service, and
/// with it each frame that is answered; how far it is comes back. A recording ends with its source.
class RecordSession : public QObject {
    Q_OBJECT
public:
    /// What a recording is made of and where it is shown. All outlive the session.
    struct Parts {
        RecordService& recorder;
        LiveService& live;
        const ModelSetup& model;
        const HeatmapActions& heatmap;
        LiveActions& actions;
        LiveBar& bar;
        RecordPanel& panel;
    };
    RecordSession(const Parts& parts, QWidget* window);

    /// A frame's answer is on its way to the screen. @param classes how many are logged
    void frameAnswered(const SharedRecognition& recognition, const Caption& caption, int classes);
    /// Ends what is recorded.
    void end();
    /// Asks for the folder.
    void chooseFolder();

signals:
    /// @param kept the file with what came before; empty: there is none
    void failed(const netlens::Failure& failure, const QString& kept);
    /// What follows is recorded elsewhere.
    void folderChosen();
    /// The first of its files, when a recording has ended well.
    void saved(const QString& file);
    /// Whether one is on.
    void recordingChanged(bool isRecording);

private:
    void restore();
    void toggle(bool on);
    void start();
    LabelLog::Configuration configuration() const;
    void saveChoices();
    void followSource();
    void takeState();
    void refresh();
    void showProgress();
    QString reason() const;
    QString progressText(const RecordingState& state) const;

    Parts m_parts;
    QWidget* m_window;
    QTimer m_telling;
    QTimer m_atEnd; ///< the network may still be at the last frames
    std::uint64_t m_run = 0; ///< of the source that is recorded
    std::uint64_t m_lastId = 0; ///< of the last frame recorded
    int m_classes = 5;
    bool m_isOn = false;
    bool m_isWhole = true; ///< nothing is left to be finished
};

} // namespace netlens
