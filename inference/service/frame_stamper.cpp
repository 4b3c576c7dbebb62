#include "service/frame_stamper.h"

#include <algorithm>

namespace netlens {

FrameStamp FrameStamper::stamp(const LiveFrame& live, const Recognition& answer)
{
    FrameStamp stamp { live.run, live.frame.number, live.frame.seconds, live.frame.captured,
        live.capturedFrames, live.droppedFrames, live.frame.onScreen };
    if (!answer.hasClasses())
        return stamp;
    if (answer.id == m_lastId || live.stretch != m_stretch)
        m_smoother.reset();
    m_lastId = answer.id;
    m_stretch = live.stretch;
    const SmoothedLabels& labels = m_smoother.add(answer.output.values, live.frame.seconds);
    stamp.smoothed.assign(labels.probabilities.begin(), labels.probabilities.end());
    for (const SmoothedLabels::Row& row : labels.rows)
        stamp.order.push_back(row.index);
    stamp.isSure = labels.isSure;
    return stamp;
}

bool FrameStamper::isSure(const FrameStamp& frame) const
{
    return frame.smoothed.empty()
        || static_cast<double>(std::ranges::max(frame.smoothed)) >= m_smoother.options().threshold;
}

} // namespace netlens
