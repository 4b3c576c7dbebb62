#pragma once

#include "base/mailbox.h"
#include "capture/frame_source.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace netlens {

/// What is there for the reader of a ScreenFeed.
struct ScreenNews {
    std::optional<Image> picture {};
    std::int64_t number = 0; ///< of the picture; counts those that came
    std::chrono::steady_clock::time_point taken {};
    std::optional<Error> error {}; ///< no picture will come any more
    bool isHeld = false; ///< none will come until it is held no more
};

/// Pictures of the screen on their way from the one thread that may take them, a window's, to the
/// one that reads sources. One waits at most, the newest. Any thread; one reads.
class ScreenFeed {
public:
    /// While it is held, pictures are thrown away.
    void put(Image picture);
    void fail(Error error);
    /// A picture that waits is of before: it is thrown away.
    void setHeld(bool isHeld);
    /// Forgets everything, for the next source.
    void restart();

    /// As Mailbox has them.
    std::optional<ScreenNews> take(std::stop_token stop) { return m_news.take(std::move(stop)); }
    bool staysEmpty(std::stop_token stop, std::chrono::milliseconds longest)
    {
        return m_news.staysEmpty(std::move(stop), longest);
    }

private:
    Mailbox<ScreenNews> m_news;
    // Guarded by m_news:
    std::int64_t m_count = 0;
    bool m_isHeld = false;
};

/// The live source that hands out what is put into the feed, which outlives it. While the feed is
/// held it waits without a limit. The address's format is what it says of itself before the first
/// picture.
/// Errors of next(): SourceStalled, and those that the feed was given.
std::unique_ptr<FrameSource> openScreen(
    ScreenFeed& feed, const SourceAddress& address, const OpenLimits& limits = {});

} // namespace netlens
