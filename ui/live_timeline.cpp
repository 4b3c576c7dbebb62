#include "ui/live_timeline.h"

#include "ui/model_text.h"
#include "ui/timeline_strip.h"

#include <utility>

namespace netlens {

LiveTimeline::LiveTimeline(LiveService& live, TimelineStrip& strip, QObject* parent)
    : QObject(parent)
    , m_live(live)
    , m_strip(strip)
{
    m_strip.hide();
    connect(&live, &LiveService::stateChanged, this, &LiveTimeline::takeState);
}

void LiveTimeline::takeState()
{
    using Phase = LiveState::Phase;
    const LiveState state = m_live.state();
    // How long it is, is known once it is open. A short one may be over by the time it is told.
    const bool isOpen = state.phase == Phase::Running || state.phase == Phase::Ended;
    if (isOpen && std::exchange(m_run, state.run) != state.run) {
        if (state.isLive)
            m_strip.showLive();
        else
            m_strip.showFile(state.duration);
    }
    m_strip.setVisible(state.isOn() && m_run == state.run);
}

void LiveTimeline::add(const Recognition& answer)
{
    const FrameStamp& frame = *answer.frame;
    TimelineMoment moment { frame.seconds, frame.number, {}, {} };
    for (const int index : frame.order) {
        const auto at = static_cast<std::size_t>(index);
        moment.top.append({ className(*answer.labels, index), frame.smoothed[at] });
    }
    if (frame.isSure && !frame.order.empty())
        moment.topLabel = frame.order.front();
    if (!frame.order.empty())
        m_strip.append(moment);
    m_strip.setPosition(frame.seconds);
}

void LiveTimeline::forget()
{
    m_strip.clear();
}

} // namespace netlens
