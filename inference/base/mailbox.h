#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

namespace netlens {

/// A slot for one item: writers put or amend it, the reader waits for something to be there.
/// Any number of writers, one reader.
template <typename T> class Mailbox {
public:
    /// Changes what is waiting, or a fresh T when nothing is: later orders override earlier ones
    /// that were not taken yet.
    template <typename F> void amend(F&& change)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (!m_item)
                m_item.emplace();
            change(*m_item);
        }
        m_filled.notify_one();
    }

    /// Changes what is waiting, if anything is.
    template <typename F> void revise(F&& change)
    {
        const std::lock_guard lock(m_mutex);
        if (m_item)
            change(*m_item);
    }

    /// Waits for an item; nothing once a stop was requested, whatever is there.
    std::optional<T> take(std::stop_token stop)
    {
        std::unique_lock lock(m_mutex);
        m_filled.wait(lock, stop, [this] { return m_item.has_value(); });
        if (stop.stop_requested()) // the wait prefers an item that is there
            return std::nullopt;
        return std::exchange(m_item, std::nullopt);
    }

    /// Waits until something is there, a stop is requested or the time is over. Whether nothing is.
    bool staysEmpty(std::stop_token stop, std::chrono::milliseconds longest)
    {
        std::unique_lock lock(m_mutex);
        return !m_filled.wait_for(lock, stop, longest, [this] { return m_item.has_value(); });
    }

    bool isEmpty() const
    {
        const std::lock_guard lock(m_mutex);
        return !m_item.has_value();
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_filled;
    std::optional<T> m_item;
};

} // namespace netlens
