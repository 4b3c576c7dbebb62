#include "app/cli/decode_ahead.h"

#include "app/cli/inputs.h"
#include "base/guarded.h"
#include "base/stopwatch.h"

#include <algorithm>

namespace netlens::cli {

namespace {

    // One photograph of 24 megapixels takes 70 MB when it cannot be decoded reduced.
    constexpr std::size_t kMostBytes = std::size_t { 256 } << 20U;

} // namespace

std::size_t sideBySide(int threads)
{
    constexpr unsigned kMost = 8;
    return std::clamp(
        std::thread::hardware_concurrency() / static_cast<unsigned>(threads), 1U, kMost);
}

DecodeAhead::DecodeAhead(
    std::vector<std::string> operands, std::istream& stream, DecodeOptions options)
    : m_options(options)
    , m_mostHeld(sideBySide(1) + 1)
{
    m_threads.emplace_back([this, operands = std::move(operands), &stream](
                               std::stop_token stop) { walk(std::move(stop), operands, stream); });
    for (std::size_t i = 0; i < sideBySide(1); ++i)
        m_threads.emplace_back([this](std::stop_token stop) { decode(std::move(stop)); });
}

DecodeAhead::~DecodeAhead()
{
    for (std::jthread& thread : m_threads)
        thread.request_stop();
}

std::optional<DecodedInput> DecodeAhead::next()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock,
        [this] { return m_isStopped || (m_slots.empty() ? m_isWalked : m_slots.front()->isDone); });
    if (m_isStopped || m_slots.empty())
        return std::nullopt;
    const std::shared_ptr<Slot> slot = m_slots.front();
    m_slots.pop_front();
    m_changed.notify_all();
    return std::move(slot->input);
}

bool DecodeAhead::areAtLeast(std::size_t count)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_isStopped || m_isWalked || m_found >= count; });
    return !m_isStopped && m_found >= count;
}

void DecodeAhead::stop()
{
    const std::lock_guard lock(m_mutex);
    m_isStopped = true;
    m_slots.clear();
    m_changed.notify_all();
}

void DecodeAhead::walk(
    std::stop_token stop, const std::vector<std::string>& operands, std::istream& stream)
{
    const auto add = [&](const std::string& file, const Result<void>& found) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, stop, [this] { return m_isStopped || hasRoom(); });
        if (m_isStopped || stop.stop_requested())
            return false;
        m_slots.push_back(std::make_shared<Slot>(Slot { { m_found, file, Error {}, 0 }, found }));
        ++m_found;
        m_changed.notify_all();
        return true;
    };
    const auto walked = guarded({}, [&] {
        forEachInput(operands, stream, add);
        return Result<void>();
    });
    if (!walked)
        add("the inputs", walked);
    const std::lock_guard lock(m_mutex);
    m_isWalked = true;
    m_changed.notify_all();
}

void DecodeAhead::decode(std::stop_token stop)
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, stop, [this] { return firstUntaken() != nullptr; });
        if (stop.stop_requested())
            return;
        const std::shared_ptr<Slot> slot = firstUntaken();
        slot->isTaken = true;
        lock.unlock();

        Stopwatch watch;
        const std::string& file = slot->input.file;
        slot->input.picture = slot->found
            ? guarded(file, [&] { return decodePicture(file, m_options); })
            : slot->found.error();
        slot->input.decodeMs = watch.lapMs();

        lock.lock();
        slot->isDone = true;
        m_changed.notify_all();
    }
}

bool DecodeAhead::hasRoom() const
{
    std::size_t bytes = 0;
    for (const auto& slot : m_slots)
        if (slot->isDone && slot->input.picture)
            bytes += slot->input.picture->image.pixels().size();
    return m_slots.empty() || (m_slots.size() < m_mostHeld && bytes < kMostBytes);
}

std::shared_ptr<DecodeAhead::Slot> DecodeAhead::firstUntaken() const
{
    const auto slot = std::ranges::find(m_slots, false, &Slot::isTaken);
    return slot == m_slots.end() ? nullptr : *slot;
}

} // namespace netlens::cli
