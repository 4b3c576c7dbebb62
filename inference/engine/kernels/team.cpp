#include "engine/kernels/team.h"

#include "base/thread_name.h"
#include "engine/flush_denormals.h"

#include <system_error>

namespace netlens {

namespace {

    // About 50 microseconds: longer than anything between two steps, far less than between frames.
    constexpr int kSpins = 1000;
    constexpr unsigned kRoundShift = 32;
    constexpr unsigned kCountShift = 16;

    void pause()
    {
#if defined(__x86_64__)
        __builtin_ia32_pause();
#elif defined(__aarch64__)
        asm volatile("yield");
#endif
    }

    /// Waits for what another thread is about to do; gives way when that takes long.
    template <typename Condition> void await(Condition isTrue)
    {
        for (int spin = 0; !isTrue(); ++spin) {
            if (spin < kSpins)
                pause();
            else
                std::this_thread::yield();
        }
    }

} // namespace

Team::Team(std::size_t threads)
{
    m_helpers.reserve(threads);
    try {
        while (m_helpers.size() + 1 < threads)
            m_helpers.emplace_back([this](const std::stop_token& stop) {
                nameThread("network team");
                help(stop);
            });
    } catch (const std::system_error&) {
        // The system gives no more: fewer threads do the same.
    }
}

Team::~Team()
{
    for (std::jthread& helper : m_helpers)
        helper.request_stop();
    ++m_round;
    m_round.notify_all();
}

void Team::share(std::size_t count, const void* context, Function function)
{
    if (m_helpers.empty() || count <= 1) {
        for (std::size_t i = 0; i < count; ++i)
            function(context, i);
        return;
    }
    m_done.store(0, std::memory_order_relaxed);
    m_context.store(context, std::memory_order_relaxed);
    m_function.store(function, std::memory_order_relaxed);
    const std::uint32_t round = m_round.load(std::memory_order_relaxed) + 1;
    m_state.store(std::uint64_t { round } << kRoundShift | std::uint64_t { count } << kCountShift,
        std::memory_order_release);
    m_round.store(round, std::memory_order_release);
    m_round.notify_all();
    while (takeTask()) { }
    await([&] { return m_done.load(std::memory_order_acquire) == count; });
}

/// Does one task, if one is left.
bool Team::takeTask()
{
    std::uint64_t state = m_state.load(std::memory_order_acquire);
    for (;;) {
        const std::size_t index = static_cast<std::uint16_t>(state);
        const std::size_t count = static_cast<std::uint16_t>(state >> kCountShift);
        const Function function = m_function.load(std::memory_order_relaxed);
        const void* const context = m_context.load(std::memory_order_relaxed);
        if (index >= count)
            return false;
        if (m_state.compare_exchange_weak(
                state, state + 1, std::memory_order_acq_rel, std::memory_order_acquire)) {
            function(context, index);
            m_done.fetch_add(1, std::memory_order_release);
            return true;
        }
    }
}

void Team::help(const std::stop_token& stop)
{
    const FlushDenormals flush;
    std::uint32_t seen = 0;
    while (!stop.stop_requested()) {
        while (takeTask()) { }
        int spins = 0;
        while (m_round.load(std::memory_order_acquire) == seen && ++spins < kSpins)
            pause();
        m_round.wait(seen, std::memory_order_acquire);
        seen = m_round.load(std::memory_order_acquire);
    }
}

} // namespace netlens
