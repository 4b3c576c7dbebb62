#include "app/cli/frame_picker.h"

#include <cmath>

namespace netlens::cli {

bool FramePicker::wants(const Frame& frame)
{
    if (frame.number < m_nextNumber)
        return false;
    // Times are rounded to the medium's clock: a frame may be a little early for its slot.
    constexpr double kRounding = 1e-3;
    const double slot = std::floor(frame.seconds * m_rate + kRounding);
    if (m_rate > 0 && slot < m_nextSlot)
        return false;
    m_nextNumber = (frame.number / m_every + 1) * m_every;
    m_nextSlot = slot + 1;
    return true;
}

} // namespace netlens::cli
