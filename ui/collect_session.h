#pragma once

#include "recognition.h"
#include "service/record_service.h"

#include <QObject>
#include <QTimer>

namespace netlens {

class LiveActions;
class RecordDock;

/// Pictures under labels as the window has them: what the panel and the key say goes to the
/// service with the picture of the moment, what it says comes into the panel.
class CollectSession : public QObject {
    Q_OBJECT
public:
    /// @pre all outlive this.
    CollectSession(
        RecordService& recorder, LiveActions& actions, RecordDock& dock, QWidget* window);

    /// A picture or a frame is on its way to the screen.
    void pictureShown(const SharedRecognition& recognition);
    /// One that has no answer yet.
    void previewShown(const Image& pixels);
    /// The picture shown last at full resolution.
    void detailLoaded(std::uint64_t id, const Image& pixels);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void connectActions();
    void chooseFolder();
    void openFolder();
    void hold(bool on);
    void collect(bool on);
    void save();
    void refresh();
    QStringList topLabels() const;

    RecordService& m_recorder;
    LiveActions& m_actions;
    RecordDock& m_dock;
    QWidget* m_window;
    QTimer m_refreshing; ///< not with every frame
    SharedRecognition m_shown;
    Image m_pixels; ///< on the screen, the best there are
    bool m_isCollecting = false;
    bool m_isOpen = false; ///< the service was told the folder
};

} // namespace netlens
