#pragma once

#include "service/live_service.h"
#include "ui/screen_grabber.h"
#include "ui/screen_picker.h"

#include <QObject>

namespace netlens {

/// The screen as a live source: asks for a part of it, and gives the service pictures while such a
/// source runs and is not paused.
class ScreenWatch : public QObject {
    Q_OBJECT
public:
    /// @pre live outlives this
    explicit ScreenWatch(
        LiveService& live, const GrabScreen& grab = grabScreen, QObject* parent = nullptr);

    void choose();

signals:
    void chosen(const netlens::SourceAddress& address);
    void refused(const QString& sentence);

private:
    void open();
    void take(const ScreenRegion& region);
    void follow();
    void lose(bool isGone);

    LiveService& m_live;
    ScreenPicker m_picker;
    ScreenGrabber m_grabber;
    QTimer m_menuCloses;
};

} // namespace netlens
