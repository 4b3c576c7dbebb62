#pragma once

#include "capture/frame_source.h"

namespace netlens {

/// A source whose calls may take longer than anybody wants to wait: a library that cannot be
/// interrupted, a driver, a server. Belongs to one thread from open() to its end.
class BlockingReader {
public:
    struct Picture {
        Image image;
        std::optional<double> seconds; ///< in the medium, where it says
    };

    virtual ~BlockingReader() = default;
    BlockingReader() = default;
    BlockingReader(const BlockingReader&) = delete;
    BlockingReader& operator=(const BlockingReader&) = delete;

    virtual Result<SourceTraits> open() = 0;
    /// Nothing when this call brought no picture, but the next one may.
    /// Errors: SourceLost ends the source; what else there is does not.
    virtual Result<std::optional<Picture>> read() = 0;
    virtual bool isAtEnd() const { return false; } ///< nothing will come, and nothing is wrong
    /// @pre not a live source
    virtual void seek(double seconds) { (void)seconds; }
};

/// Reads on a thread of its own, so that next() of the source keeps its promise whatever the
/// reader does. Of a live source the newest picture waits; numbers count those that came, so gaps
/// are pictures nobody took. A medium is read one picture ahead.
/// The end of the source waits half a second for a call that is under way; then it leaves the
/// thread to end by itself, with the reader. Errors: the reader's, SourceStalled, Cancelled.
Result<std::unique_ptr<FrameSource>> openOnThread(std::unique_ptr<BlockingReader> reader,
    const std::string& name, std::stop_token stop, const OpenLimits& limits);

} // namespace netlens
