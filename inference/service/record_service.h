#pragma once

#include "capture/label_dataset.h"
#include "capture/label_log.h"
#include "service/recognition_service.h"

#include <QObject>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace netlens {

/// What is to be written of the frames that come, and where.
struct RecordingPlan {
    std::filesystem::path folder; ///< made where it is missing
    std::string name; ///< of the files, without a suffix; a number is added where it is taken
    bool video = true; ///< MP4, with subtitles beside it
    bool table = false; ///< CSV
    bool jsonLines = false;
    double rate = 0; ///< of the video, frames a second; 0: not known
    int rows = 5; ///< classes of a frame in the logs
    LabelLog::Configuration configuration {}; ///< until a frame has another one
};

/// An answered frame on its way into the files.
struct RecordedFrame {
    SharedRecognition answer; ///< @pre of moving pictures: it has a FrameStamp
    /// As it is to be seen in the video. Called on the recording thread, if at all.
    std::function<Image()> picture;
    std::string title; ///< its subtitle; empty shows none
    LabelLog::Configuration configuration; ///< that it was recognised with
};

struct RecordingState {
    enum class Phase {
        Idle,
        Recording,
        Finishing, ///< the files take their names
    };
    Phase phase = Phase::Idle;
    std::uint64_t number = 0; ///< of the last startRecording(); rises
    /// By the names they will have; when it is over, those that have come to be.
    std::vector<std::filesystem::path> files {};
    std::int64_t frames = 0; ///< taken into the files; the video has one rate
    std::int64_t leftOut = 0; ///< came faster than they could be written
    double seconds = 0; ///< how long what is in the files is; stands still while nothing comes
    bool hasFailed = false; ///< it has ended by itself; what came before is in the files

    bool isOn() const { return phase == Phase::Recording; }
};

/// Pictures collected under labels.
struct CollectionState {
    std::filesystem::path folder; ///< empty: none was opened
    std::vector<LabelCount> counts {};
    std::filesystem::path lastFile {}; ///< what undoPicture() removes; empty: nothing
    int skipped = 0; ///< in a row, because nothing had changed
    /// Came faster than they could be written, since the last time that all had been.
    int leftOut = 0;
    std::optional<Error> problem {}; ///< of the last order
    std::filesystem::path undone {}; ///< what the last order, an undoPicture(), removed
};

/// Files for what the window shows: recordings of moving pictures, and pictures under labels.
/// All methods are called on the GUI thread and return at once. What is to be written waits in a
/// short queue; when that is full a frame or picture is left out and counted, so that memory does
/// not grow however slow the disk is.
class RecordService : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// Another recording is finished first.
    virtual void startRecording(RecordingPlan plan) = 0;
    /// Into the recording that is on; otherwise nothing happens.
    virtual void record(RecordedFrame frame) = 0;
    /// What waits is still written.
    virtual void stopRecording() = 0;

    /// Counts what is there.
    virtual void openCollection(std::filesystem::path folder) = 0;
    /// @pre a collection is open, the picture is not null
    virtual void savePicture(Image picture, std::string label) = 0;
    virtual void undoPicture() = 0;

    virtual RecordingState recording() const = 0;
    virtual CollectionState collection() const = 0;
    /// Failure::Of::Recording: it has ended, and what came before is in its files.
    virtual std::vector<Failure> takeFailures() = 0;

signals:
    /// Its phase or its files; the numbers rise without a word.
    void recordingChanged();
    void collectionChanged();
    void failed();
};

} // namespace netlens
