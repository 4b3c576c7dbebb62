#pragma once

#include "capture/frame_source.h"

#include <deque>

/// What happens to a source, in order.
struct Scene {
    enum class Kind {
        Frames, ///< `count` frames of `size`
        Stall, ///< nothing comes: SourceStalled, `count` times
        Damage, ///< VideoDamaged, once
        Loss, ///< SourceLost, now and ever after
        Silence, ///< next() waits until a stop is requested
    };
    Kind kind = Kind::Frames;
    int count = 1;
    netlens::Size size { 32, 24 };
};

/// Plays scenes without camera, file or network. After the last one a medium is at its end, and a
/// live source is lost. Frames are grey, as bright as their number (mod 256). Seeking plays the
/// scenes from the beginning and leaves out what lies before.
class ScriptedSource : public netlens::FrameSource {
public:
    static constexpr double kRate = 25;

    /// @param interval between two frames of a live source
    ScriptedSource(std::deque<Scene> scenes, bool isLive, std::chrono::milliseconds interval = {});

    const netlens::SourceTraits& traits() const override { return m_traits; }
    netlens::Result<std::optional<netlens::Frame>> next(std::stop_token stop) override;
    netlens::Result<void> seek(double seconds, std::stop_token stop) override;

private:
    netlens::Frame frame(netlens::Size size);

    netlens::SourceTraits m_traits;
    std::deque<Scene> m_script;
    std::deque<Scene> m_scenes; ///< of them, those to come
    std::chrono::milliseconds m_interval;
    std::int64_t m_number = 0;
};

/// A grey picture.
netlens::Image plainPicture(netlens::Size size, int brightness);
