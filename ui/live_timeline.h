#pragma once

#include "recognition.h"
#include "service/live_service.h"

namespace netlens {

class TimelineStrip;

/// What was recognised while a source runs, on the strip under the picture.
class LiveTimeline : public QObject {
    Q_OBJECT
public:
    /// @pre both outlive this.
    LiveTimeline(LiveService& live, TimelineStrip& strip, QObject* parent = nullptr);

    /// @pre of the source that runs, and a frame.
    void add(const Recognition& answer);
    /// Another model answers from now on.
    void forget();

private:
    void takeState();

    LiveService& m_live;
    TimelineStrip& m_strip;
    std::uint64_t m_run = 0; ///< what the strip shows
};

} // namespace netlens
