#pragma once

#include "base/mailbox.h"
#include "service/frame_sink.h"
#include "service/recognition_service.h"
#include "service/recognition_worker.h"

#include <atomic>
#include <mutex>
#include <stop_token>
#include <thread>

namespace netlens {

/// The RecognitionService that owns the inference thread.
/// Everything of oneDNN, decoding and file reading happens there; the GUI thread only amends
/// orders and takes results, and whoever has frames offers them.
class ThreadedService final : public RecognitionService, public FrameSink {
    Q_OBJECT
public:
    explicit ThreadedService(QObject* parent = nullptr);
    ~ThreadedService() override;

    void setModel(ModelRequest request) override;
    void setPreprocessing(Preprocessing how) override;
    std::uint64_t submit(PictureSource source) override;
    void explain(std::optional<int> classIndex) override;
    void loadDetail() override;
    void measureSteps() override;
    void inspect(std::filesystem::path weightsFile) override;
    void saveWeights(std::filesystem::path file) override;
    void knowThreads(ThreadChoices known) override;

    SharedRecognition takeRecognition() override;
    std::optional<ModelState> takeModel() override;
    std::vector<Failure> takeFailures() override;
    std::optional<WeightsFileInfo> takeInspection() override;
    std::vector<std::filesystem::path> takeSavedWeights() override;
    std::optional<Detail> takeDetail() override;
    std::optional<StepTimings> takeStepTimings() override;
    std::optional<ThreadChoices> takeThreadChoices() override;

    int offer(LiveFrame frame) override;
    void withdrawFrames() override;
    void setSmoothing(const SmoothingOptions& options) override;

signals:
    /// From the inference thread, for announce() alone.
    void outboxFilled();

private:
    void work(std::stop_token stop);
    /// Has the number of threads measured if that is wanted and nobody wants anything else.
    void measureThreads(RecognitionWorker& worker, const std::stop_token& stop);
    void post(Outcome outcome);
    void setBusy(bool busy);
    void announce();

    Mailbox<Orders> m_orders;
    std::atomic<std::uint64_t> m_lastId = 0;

    std::mutex m_outboxMutex;
    Outcome m_outbox; ///< guarded by m_outboxMutex
    bool m_busy = false; ///< guarded by m_outboxMutex
    bool m_announcing = false; ///< guarded by m_outboxMutex: a call of announce() is on its way
    bool m_announcedBusy = false; ///< GUI thread only

    std::jthread m_thread; ///< last: it uses everything above
};

} // namespace netlens
