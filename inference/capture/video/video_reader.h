#pragma once

#include "base/result.h"
#include "capture/video/video_facts.h"
#include "image/image.h"

#include <optional>
#include <string>

#include <opencv2/videoio.hpp>

namespace netlens {

/// The frames of one video file with the seconds at which they are shown, rising.
class VideoReader {
public:
    struct Picture {
        Image image;
        double seconds = 0;
    };

    /// @param name what errors call it. Errors: SourceNotFound, SourceDenied, NotAVideo.
    static Result<VideoReader> open(const std::string& path, std::string name);
    VideoReader(VideoReader&& other) noexcept;
    VideoReader& operator=(VideoReader&&) = delete;
    ~VideoReader();

    const VideoFacts& facts() const { return m_facts; }
    bool hasTimes() const { return m_hasTimes; }

    /// Nothing when no more comes, be it the end or a break. Errors: OutOfMemory, Internal.
    Result<std::optional<Picture>> read();
    /// The same without making the picture: its seconds.
    std::optional<double> skip();
    /// To somewhere near that second; false when the file does not allow it.
    bool jump(double seconds);
    /// Begins again.
    bool rewind();

private:
    VideoReader(int descriptor, std::string name);
    bool start();
    /// Decodes one frame; its seconds.
    std::optional<double> grab();

    int m_descriptor = -1;
    std::string m_name;
    cv::VideoCapture m_capture;
    cv::Mat m_picture;
    VideoFacts m_facts;
    bool m_hasTimes = true; ///< the format says when a frame is shown
    std::optional<double> m_last;
};

} // namespace netlens
