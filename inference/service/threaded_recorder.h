#pragma once

#include "capture/label_dataset.h"
#include "service/record_orders.h"
#include "service/recording.h"

#include <chrono>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace netlens {

/// The RecordService that owns the recording thread, which writes all files and makes the pictures
/// that go into them.
/// The thread begins with the first order and ends with the destructor, which finishes the files:
/// frames that still wait have kGrace, then they are left out.
class ThreadedRecorder final : public RecordService {
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds kGrace { 300 };

    explicit ThreadedRecorder(QObject* parent = nullptr);
    ~ThreadedRecorder() override;

    /// What the destructor does. What fails in it is told by takeFailures() as ever. The last call.
    void finish();

    void startRecording(RecordingPlan plan) override;
    void record(RecordedFrame frame) override;
    void stopRecording() override;
    void openCollection(std::filesystem::path folder) override;
    void savePicture(Image picture, std::string label) override;
    void undoPicture() override;

    RecordingState recording() const override;
    CollectionState collection() const override;
    std::vector<Failure> takeFailures() override;

signals:
    /// For announce() alone.
    void outboxFilled();

private:
    void ensureThread();
    void work(const std::stop_token& stop);
    void carryOut(StartRecording& order, const std::stop_token& stop);
    void carryOut(RecordedFrame& frame, const std::stop_token& stop);
    void carryOut(StopRecording& order, const std::stop_token& stop);
    void carryOut(OpenCollection& order, const std::stop_token& stop);
    void carryOut(SavePicture& order, const std::stop_token& stop);
    void carryOut(UndoPicture& order, const std::stop_token& stop);
    bool isTooLate(const std::stop_token& stop) const;
    void fail(const RecordOrder& order, Error error);
    void endRecording();
    void finishFiles(std::optional<Error> problem);
    void tellOfCollection(std::optional<Error> problem, std::filesystem::path undone = {});

    template <typename F> void post(F&& change);
    void askForAnnouncement();
    void announce();

    std::optional<Recording> m_recording; ///< recording thread only, as the next two
    std::uint64_t m_number = 0; ///< of m_recording
    std::optional<LabelDataset> m_dataset;

    RecordOrders m_orders;

    mutable std::mutex m_mutex;
    // Guarded by m_mutex:
    std::optional<std::chrono::steady_clock::time_point> m_deadline; ///< once it is to end
    RecordingState m_recordingState;
    CollectionState m_collectionState;
    std::vector<Failure> m_failures;
    bool m_recordingChanged = false;
    bool m_collectionChanged = false;
    bool m_announcing = false; ///< a call of announce() is on its way

    std::jthread m_thread; ///< last: it uses everything above
};

} // namespace netlens
