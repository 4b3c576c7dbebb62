#pragma once

#include "ui/screen_region.h"

#include <QObject>

#include <memory>
#include <vector>

namespace netlens {

class ScreenOverlay;

/// Asks for a part of the screen, with an overlay on each screen.
class ScreenPicker : public QObject {
    Q_OBJECT
public:
    explicit ScreenPicker(GrabScreen grab = grabScreen, QObject* parent = nullptr);
    ~ScreenPicker() override;

    /// False when no screen shows itself. Does nothing while it is asking.
    bool open();
    void close();

signals:
    void picked(const netlens::ScreenRegion& region);

private:
    void add(QScreen& screen, const QPixmap& picture);

    GrabScreen m_grab;
    std::vector<std::unique_ptr<ScreenOverlay>> m_overlays;
};

} // namespace netlens
