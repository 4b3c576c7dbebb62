#include "capture/video/ffmpeg_messages.h"
#include "capture/video/sources.h"
#include "capture/video/video_reader.h"

#include <algorithm>
#include <climits>
#include <deque>

namespace netlens {

namespace {

    using Picture = VideoReader::Picture;

    class VideoFile final : public FrameSource {
    public:
        VideoFile(VideoReader reader, std::string name, Picture first)
            : m_reader(std::move(reader))
            , m_last(first.seconds)
        {
            const VideoFacts& facts = m_reader.facts();
            m_traits = { std::move(name), first.image.size(), facts.rate, false, facts.duration };
            m_ahead.push_back(std::move(first));
        }

        const SourceTraits& traits() const override { return m_traits; }
        Result<std::optional<Frame>> next(std::stop_token stop) override;
        Result<void> seek(double seconds, std::stop_token stop) override;

    private:
        std::optional<Frame> deliver(Picture picture);
        Result<std::optional<Frame>> endOrBreak();
        bool isBehindGap(double seconds);
        Error gap(Picture behind);
        Error damage(double from) const;
        bool goBehindBreak();
        bool look(double from, double seconds);
        double pace() const { return m_traits.rate > 0 ? 1 / m_traits.rate : 0; }
        double missing() const { return m_traits.duration.value_or(0) - m_last - pace(); }

        VideoReader m_reader;
        SourceTraits m_traits;
        std::deque<Picture> m_ahead; ///< decoded already
        std::int64_t m_number = 0;
        int m_sinceComplaint = INT_MAX / 2; ///< pictures since the library's last one
        double m_last = 0; ///< seconds of the last picture
        bool m_isOver = false;
        std::stop_token m_stop; ///< of the call that is under way
    };

    std::optional<Frame> VideoFile::deliver(Picture picture)
    {
        m_last = picture.seconds;
        m_traits.size = picture.image.size();
        return Frame { m_number++, picture.seconds, std::chrono::steady_clock::now(),
            std::move(picture.image) };
    }

    Result<std::optional<Frame>> VideoFile::next(std::stop_token stop)
    {
        if (stop.stop_requested())
            return std::optional<Frame>();
        if (!m_ahead.empty()) {
            Picture picture = std::move(m_ahead.front());
            m_ahead.pop_front();
            return deliver(std::move(picture));
        }
        if (m_isOver)
            return std::optional<Frame>();
        m_stop = std::move(stop);
        auto picture = m_reader.read();
        if (!picture) {
            m_isOver = true;
            return picture.error();
        }
        if (!*picture)
            return endOrBreak();
        if (isBehindGap((*picture)->seconds))
            return gap(**std::move(picture));
        return deliver(**std::move(picture));
    }

    /// A picture may be shown for long; one that is missing has left a complaint as well.
    bool VideoFile::isBehindGap(double seconds)
    {
        constexpr double kShortest = 0.4;
        constexpr int kDecoderDelay = 32; // pictures that may come between the two
        m_sinceComplaint = takeFfmpegMessages().empty() ? m_sinceComplaint + 1 : 0;
        return m_sinceComplaint < kDecoderDelay
            && seconds - m_last > std::max(kShortest, 5 * pace());
    }

    Error VideoFile::gap(Picture behind)
    {
        const double from = m_last;
        m_ahead.push_back(std::move(behind));
        return damage(from);
    }

    Error VideoFile::damage(double from) const
    {
        return makeError(ErrorCode::VideoDamaged, m_traits.name,
            "at " + std::to_string(from) + " s, "
                + (m_ahead.empty()
                        ? "nothing follows"
                        : "goes on at " + std::to_string(m_ahead.front().seconds) + " s"));
    }

    /// The library stops in the same way at the end and where it cannot decode.
    Result<std::optional<Frame>> VideoFile::endOrBreak()
    {
        const double here = m_last;
        const double rest = missing();
        // The sound may last longer than the pictures.
        const double tolerated = std::max(1.0, 0.05 * m_traits.duration.value_or(0));
        const bool goesOn = rest > std::max(0.2, 3 * pace()) && goBehindBreak();
        m_isOver = !goesOn;
        if (!goesOn && rest < tolerated)
            return std::optional<Frame>();
        return damage(here);
    }

    /// Looks for a picture behind the break, in growing steps.
    bool VideoFile::goBehindBreak()
    {
        const double end = m_last + missing();
        for (double step = 0; m_last + step < end && !m_stop.stop_requested();
             step = step == 0 ? 0.5 : 2 * step) {
            constexpr int kAttempts = 4;
            if (step > 0 && !m_reader.jump(m_last + step))
                continue;
            for (int attempt = 0; attempt < kAttempts; ++attempt) {
                auto picture = m_reader.read();
                if (!picture || !*picture || (*picture)->seconds <= m_last)
                    continue;
                m_ahead.push_back(**std::move(picture));
                return true;
            }
        }
        return false;
    }

    Result<void> VideoFile::seek(double seconds, std::stop_token stop)
    {
        m_stop = std::move(stop);
        double target = std::max(0.0, seconds);
        if (m_traits.duration)
            target = std::min(target, *m_traits.duration);
        m_isOver = false;
        m_last = target;
        // The library misses by a few frames, by much where key frames are rare, and tells wrong
        // times next to the end.
        for (const double lead : { 0.5, 3.0, 10.0 }) {
            if (target > lead && m_reader.jump(target - lead) && look(target - lead, target))
                return {};
        }
        constexpr int kAttempts = 2; // one to learn where the end is
        for (int attempt = 0; attempt < kAttempts && !m_stop.stop_requested(); ++attempt) {
            if (!m_reader.rewind())
                break;
            if (look(0, target))
                return {};
            target = m_last;
        }
        if (m_stop.stop_requested())
            return {};
        m_isOver = true;
        return makeError(ErrorCode::VideoDamaged, m_traits.name,
            "cannot go to " + std::to_string(seconds) + " s");
    }

    /// Decodes up to the picture shown at `seconds` and keeps it and the one behind it; the last
    /// picture of all is shown for ever. False when the reader is past it already, or at the end.
    bool VideoFile::look(double from, double seconds)
    {
        constexpr double kRounding = 1e-4;
        constexpr double kCloseBy = 5; // from here on pictures are made: one may be shown for long
        m_ahead.clear();
        double now = from;
        while (now < seconds - kCloseBy) {
            if (m_stop.stop_requested())
                return false;
            const auto skipped = m_reader.skip();
            if (!skipped || *skipped > seconds + kRounding)
                return false;
            now = *skipped;
            m_last = now;
        }
        for (;;) {
            if (m_stop.stop_requested())
                return false;
            auto picture = m_reader.read();
            if (!picture || !*picture)
                return !m_ahead.empty();
            const bool isBehind = (*picture)->seconds > seconds + kRounding;
            // A video may begin later than at zero; behind a jump zero is no time at all.
            const bool isWrong = isBehind || (*picture)->seconds <= 0;
            if (isWrong && m_ahead.empty() && from > 0)
                return false;
            if (!isBehind)
                m_ahead.clear();
            m_ahead.push_back(**std::move(picture));
            if (isBehind)
                return true;
        }
    }

} // namespace

Result<std::unique_ptr<FrameSource>> openVideoFile(const SourceAddress& address)
{
    auto reader = VideoReader::open(address.location, address.shownName());
    if (!reader)
        return reader.error();
    auto first = reader->read();
    if (!first)
        return first.error();
    if (!*first)
        return makeError(
            ErrorCode::NotAVideo, address.shownName(), "not one picture can be decoded");
    return std::unique_ptr<FrameSource>(
        std::make_unique<VideoFile>(*std::move(reader), address.shownName(), **std::move(first)));
}

} // namespace netlens
