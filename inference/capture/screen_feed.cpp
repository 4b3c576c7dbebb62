#include "capture/screen_feed.h"

#include <string>
#include <utility>

namespace netlens {

namespace {

    class ScreenSource final : public FrameSource {
    public:
        ScreenSource(ScreenFeed& feed, const SourceAddress& address, const OpenLimits& limits)
            : m_feed(feed)
            , m_limit(limits.frame)
        {
            m_traits.name = address.shownName();
            m_traits.isLive = true;
            if (address.format) {
                m_traits.size = address.format->size;
                m_traits.rate = address.format->rate;
            }
        }

        const SourceTraits& traits() const override { return m_traits; }

        Result<std::optional<Frame>> next(std::stop_token stop) override
        {
            for (;;) {
                if (!m_isHeld && m_feed.staysEmpty(stop, m_limit) && !stop.stop_requested())
                    return makeError(ErrorCode::SourceStalled, m_traits.name,
                        "nothing for " + std::to_string(m_limit.count()) + " ms");
                auto news = m_feed.take(stop);
                if (!news)
                    return std::optional<Frame>();
                m_isHeld = news->isHeld;
                if (news->error)
                    return *std::move(news->error);
                if (news->picture)
                    return std::optional(frameOf(*std::move(news)));
            }
        }

        Result<void> seek(double /*seconds*/, std::stop_token /*stop*/) override
        {
            return makeError(ErrorCode::NotAvailable, m_traits.name, "the screen has no past");
        }

    private:
        Frame frameOf(ScreenNews news)
        {
            if (!m_firstTaken) {
                m_firstTaken = news.taken;
                m_firstNumber = news.number;
            }
            m_traits.size = news.picture->size();
            return { news.number - m_firstNumber,
                std::chrono::duration<double>(news.taken - *m_firstTaken).count(), news.taken,
                *std::move(news.picture) };
        }

        ScreenFeed& m_feed;
        std::chrono::milliseconds m_limit;
        SourceTraits m_traits;
        bool m_isHeld = false;
        std::optional<std::chrono::steady_clock::time_point> m_firstTaken;
        std::int64_t m_firstNumber = 0;
    };

} // namespace

void ScreenFeed::put(Image picture)
{
    const auto now = std::chrono::steady_clock::now();
    m_news.amend([&](ScreenNews& news) {
        if (m_isHeld)
            news.isHeld = true;
        else
            news = { .picture = std::move(picture), .number = m_count++, .taken = now };
    });
}

void ScreenFeed::fail(Error error)
{
    m_news.amend(
        [&](ScreenNews& news) { news = { .error = std::move(error), .isHeld = m_isHeld }; });
}

void ScreenFeed::setHeld(bool isHeld)
{
    m_news.amend([&](ScreenNews& news) {
        m_isHeld = isHeld;
        news = { .error = std::move(news.error), .isHeld = isHeld };
    });
}

void ScreenFeed::restart()
{
    m_news.amend([&](ScreenNews& news) {
        m_isHeld = false;
        news = {};
    });
}

std::unique_ptr<FrameSource> openScreen(
    ScreenFeed& feed, const SourceAddress& address, const OpenLimits& limits)
{
    return std::make_unique<ScreenSource>(feed, address, limits);
}

} // namespace netlens
