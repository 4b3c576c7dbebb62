#pragma once

#include "image/image.h"
#include "ui/screen_region.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <cstdint>
#include <vector>

namespace netlens {

struct GrabLimits {
    int stripPixels = 1280 * 720; ///< that one call brings
    int mostPixels = 1920 * 1080; ///< of a picture that is handed out
};

/// Takes pictures of a part of the screen, again and again, as Qt lets only the GUI thread do it.
/// Large regions are taken in strips, between which the event loop turns, and are handed out
/// smaller. Half of the thread's time at most goes into it, so what takes long comes less often.
class ScreenGrabber : public QObject {
    Q_OBJECT
public:
    static constexpr int kInterval = 80; ///< ms from picture to picture

    explicit ScreenGrabber(
        GrabScreen grab = grabScreen, const GrabLimits& limits = {}, QObject* parent = nullptr);

    void setRegion(const ScreenRegion& region);
    /// A picture comes at once, then the next; until false.
    void setRunning(bool isRunning);
    bool isRunning() const { return m_timer.isActive(); }

signals:
    void grabbed(const netlens::Image& picture);
    /// Nothing more comes. @param isGone the screen; or else the system shows none
    void lost(bool isGone);

private:
    void step();
    bool begin();
    int stripHeight() const;
    void append(const QImage& strip);
    void finish();
    void lose(bool isGone);

    GrabScreen m_grab;
    GrabLimits m_limits;
    ScreenRegion m_region;
    QRect m_area; ///< of the picture that is being taken: the part that is still on the screen
    QTimer m_timer;
    QElapsedTimer m_sinceBegin; ///< of the picture that is being taken
    qint64 m_work = 0; ///< ms that went into it
    int m_stripPixels; ///< fewer where the system is slow
    int m_reduction = 1; ///< pixels of the screen for one that is handed out, each way
    int m_done = 0; ///< rows of the region that are there
    int m_width = 0; ///< of the picture handed out
    int m_height = 0;
    std::vector<std::uint8_t> m_rgb;
};

} // namespace netlens
