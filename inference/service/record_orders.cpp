#include "service/record_orders.h"

#include <utility>

namespace netlens {

namespace {

    bool isLarge(const RecordOrder& order)
    {
        return std::holds_alternative<RecordedFrame>(order)
            || std::holds_alternative<SavePicture>(order);
    }

} // namespace

void RecordOrders::give(RecordOrder order)
{
    {
        const std::lock_guard lock(m_mutex);
        m_orders.push_back(std::move(order));
    }
    m_filled.notify_one();
}

bool RecordOrders::offer(RecordOrder order)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_waiting == kMostWaiting)
            return false;
        ++m_waiting;
        m_orders.push_back(std::move(order));
    }
    m_filled.notify_one();
    return true;
}

bool RecordOrders::noneWait() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting == 0;
}

std::optional<RecordOrder> RecordOrders::take(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    if (!m_filled.wait(lock, stop, [this] { return !m_orders.empty(); }))
        return std::nullopt;
    std::optional order(std::move(m_orders.front()));
    m_orders.pop_front();
    m_waiting -= isLarge(*order) ? 1 : 0;
    return order;
}

} // namespace netlens
