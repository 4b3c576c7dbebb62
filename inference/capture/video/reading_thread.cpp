#include "capture/video/blocking_reader.h"

#include "base/guarded.h"
#include "base/thread_name.h"
#include "capture/video/left_threads.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace netlens {

namespace {

    using Picture = BlockingReader::Picture;
    using Item = Result<std::optional<Frame>>;
    using Clock = std::chrono::steady_clock;

    /// What the reading thread and the source share; the last of the two to end takes it along.
    struct Desk {
        std::string name;
        std::unique_ptr<BlockingReader> reader; ///< the reading thread's
        std::mutex mutex;
        std::condition_variable_any changed;
        std::optional<Result<SourceTraits>> opened;
        std::optional<Item> waiting; ///< for whoever asks next
        std::optional<double> seekTo;
        bool mustEnd = false;
        bool isDone = false; ///< the thread touches nothing any more
    };

    /// Turns what is read into items on the desk.
    class Reading {
    public:
        explicit Reading(Desk& desk)
            : m_desk(desk)
        {
        }

        void run()
        {
            nameThread("capture reader");
            auto opened = guarded(m_desk.name, [&] { return m_desk.reader->open(); });
            if (opened)
                m_traits = *opened;
            const bool isOpen = opened.has_value();
            {
                const std::lock_guard lock(m_desk.mutex);
                m_desk.opened = std::move(opened);
            }
            m_desk.changed.notify_all();
            while (isOpen && isWanted() && step()) { }
        }

    private:
        /// Waits for the place on the desk where a medium must not lose pictures.
        bool isWanted()
        {
            std::unique_lock lock(m_desk.mutex);
            m_desk.changed.wait(lock, [&] {
                return m_traits.isLive || m_desk.mustEnd || m_desk.seekTo || !m_desk.waiting;
            });
            const auto target = std::exchange(m_desk.seekTo, std::nullopt);
            const bool mustEnd = m_desk.mustEnd;
            lock.unlock();
            if (target && !mustEnd) {
                (void)guarded(m_desk.name, [&] {
                    m_desk.reader->seek(*target);
                    return Result<void>();
                });
                m_last.reset();
            }
            return !mustEnd;
        }

        /// False after what is the last of this source.
        bool step()
        {
            auto picture = guarded(m_desk.name, [&] { return m_desk.reader->read(); });
            if (picture && !*picture && !m_desk.reader->isAtEnd())
                return true;
            // After its end a medium may be asked to jump.
            const bool goesOn = picture ? *picture || !m_traits.isLive
                                        : picture.error().code != ErrorCode::SourceLost;
            Item item = picture ? itemOf(*std::move(picture)) : Item(picture.error());
            {
                const std::lock_guard lock(m_desk.mutex);
                if (!m_desk.seekTo) // or it is from before the jump
                    m_desk.waiting = std::move(item);
            }
            m_desk.changed.notify_all();
            return goesOn;
        }

        Item itemOf(std::optional<Picture> picture)
        {
            if (!picture)
                return std::optional<Frame>();
            const auto now = Clock::now();
            if (m_number == 0)
                m_first = now;
            return std::optional(
                Frame { m_number++, secondsOf(*picture, now), now, std::move(picture->image) });
        }

        double secondsOf(const Picture& picture, Clock::time_point now)
        {
            if (m_traits.isLive)
                return std::chrono::duration<double>(now - m_first).count();
            const double pace = m_traits.rate > 0 ? 1 / m_traits.rate : 0;
            const double expected = m_last ? *m_last + pace : 0;
            const bool rises = picture.seconds && (!m_last || *picture.seconds > *m_last);
            m_last = rises ? *picture.seconds : expected;
            return *m_last;
        }

        Desk& m_desk;
        SourceTraits m_traits;
        std::int64_t m_number = 0;
        Clock::time_point m_first;
        std::optional<double> m_last;
    };

    void readInto(const std::shared_ptr<Desk>& desk)
    {
        Reading(*desk).run();
        desk->reader.reset();
        const std::lock_guard lock(desk->mutex);
        desk->isDone = true;
        desk->changed.notify_all();
    }

    class ThreadedSource final : public FrameSource {
    public:
        ThreadedSource(std::shared_ptr<Desk> desk, const OpenLimits& limits)
            : m_desk(std::move(desk))
            , m_limits(limits)
            , m_thread([shared = m_desk] { readInto(shared); })
        {
        }
        ThreadedSource(const ThreadedSource&) = delete;
        ThreadedSource& operator=(const ThreadedSource&) = delete;

        ~ThreadedSource() override
        {
            constexpr std::chrono::milliseconds kPatience { 500 };
            std::unique_lock lock(m_desk->mutex);
            m_desk->mustEnd = true;
            m_desk->changed.notify_all();
            const bool isDone
                = m_desk->changed.wait_for(lock, kPatience, [&] { return m_desk->isDone; });
            lock.unlock();
            if (isDone)
                m_thread.join();
            else
                leaveThread(std::move(m_thread), [desk = m_desk] {
                    const std::lock_guard held(desk->mutex);
                    return desk->isDone;
                });
        }

        Result<void> waitUntilOpen(std::stop_token stop)
        {
            std::unique_lock lock(m_desk->mutex);
            // The library's own limit should come first: it knows more about the reason.
            constexpr std::chrono::seconds kGrace { 1 };
            m_desk->changed.wait_for(
                lock, stop, m_limits.open + kGrace, [&] { return m_desk->opened.has_value(); });
            if (stop.stop_requested())
                return makeError(ErrorCode::Cancelled, m_desk->name);
            if (!m_desk->opened)
                return makeError(ErrorCode::SourceStalled, m_desk->name, "no answer in time");
            if (!*m_desk->opened)
                return m_desk->opened->error();
            m_traits = **m_desk->opened;
            return {};
        }

        const SourceTraits& traits() const override { return m_traits; }

        Result<std::optional<Frame>> next(std::stop_token stop) override
        {
            std::unique_lock lock(m_desk->mutex);
            m_desk->changed.wait_for(lock, stop, m_limits.frame,
                [&] { return m_desk->waiting.has_value() || m_desk->isDone; });
            if (stop.stop_requested())
                return std::optional<Frame>();
            if (m_desk->waiting)
                return take();
            if (m_desk->isDone)
                return m_ending;
            return makeError(ErrorCode::SourceStalled, m_desk->name,
                "nothing for " + std::to_string(m_limits.frame.count()) + " ms");
        }

        Result<void> seek(double seconds, std::stop_token /*stop*/) override
        {
            const std::lock_guard lock(m_desk->mutex);
            m_desk->seekTo = seconds;
            m_desk->waiting.reset();
            m_desk->changed.notify_all();
            return {};
        }

    private:
        Item take()
        {
            Item item = *std::move(m_desk->waiting);
            m_desk->waiting.reset();
            m_desk->changed.notify_all();
            if (!item || !*item)
                m_ending = item;
            else
                m_traits.size = (*item)->image.size();
            return item;
        }

        std::shared_ptr<Desk> m_desk;
        OpenLimits m_limits;
        SourceTraits m_traits;
        Item m_ending { std::nullopt }; ///< what came last, if it was no frame
        std::thread m_thread;
    };

} // namespace

Result<std::unique_ptr<FrameSource>> openOnThread(std::unique_ptr<BlockingReader> reader,
    const std::string& name, std::stop_token stop, const OpenLimits& limits)
{
    auto desk = std::make_shared<Desk>();
    desk->name = name;
    desk->reader = std::move(reader);
    auto source = std::make_unique<ThreadedSource>(std::move(desk), limits);
    if (const auto opened = source->waitUntilOpen(std::move(stop)); !opened)
        return opened.error();
    return std::unique_ptr<FrameSource>(std::move(source));
}

} // namespace netlens
