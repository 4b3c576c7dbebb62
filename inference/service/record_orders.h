#pragma once

#include "service/record_service.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <variant>

namespace netlens {

struct StartRecording {
    RecordingPlan plan;
    std::uint64_t number = 0;
};
struct StopRecording { };
struct OpenCollection {
    std::filesystem::path folder;
};
struct SavePicture {
    Image picture;
    std::string label;
};
struct UndoPicture { };

using RecordOrder = std::variant<StartRecording, RecordedFrame, StopRecording, OpenCollection,
    SavePicture, UndoPicture>;

/// What the recording thread is to do, in order. What a person asks for always has room; frames and
/// pictures, which are large and come by themselves, do not. Any thread gives, one takes.
class RecordOrders {
public:
    static constexpr int kMostWaiting = 8; ///< frames and pictures

    void give(RecordOrder order);
    /// For frames and pictures: false when as many as may wait do.
    bool offer(RecordOrder order);
    /// Of frames and pictures.
    bool noneWait() const;
    /// Waits for one. Once a stop was requested: what is left, then nothing.
    std::optional<RecordOrder> take(const std::stop_token& stop);

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_filled;
    std::deque<RecordOrder> m_orders;
    int m_waiting = 0; ///< of them, frames and pictures
};

} // namespace netlens
