#include "ui/screen_watch.h"

#include "service/error_text.h"

#include <QStringBuilder>

#include <chrono>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    /// What lay under the menu is to be drawn again before the screen is looked at.
    constexpr std::chrono::milliseconds kMenuCloses { 150 };

} // namespace

ScreenWatch::ScreenWatch(LiveService& live, const GrabScreen& grab, QObject* parent)
    : QObject(parent)
    , m_live(live)
    , m_picker(grab)
    , m_grabber(grab)
{
    m_menuCloses.setSingleShot(true);
    m_menuCloses.setInterval(kMenuCloses);
    connect(&m_menuCloses, &QTimer::timeout, this, &ScreenWatch::open);
    connect(&m_picker, &ScreenPicker::picked, this, &ScreenWatch::take);
    connect(&m_live, &LiveService::stateChanged, this, &ScreenWatch::follow);
    connect(&m_grabber, &ScreenGrabber::grabbed, this,
        [this](const Image& picture) { m_live.putScreen(picture); });
    connect(&m_grabber, &ScreenGrabber::lost, this, &ScreenWatch::lose);
}

void ScreenWatch::choose()
{
    m_menuCloses.start();
}

void ScreenWatch::open()
{
    if (m_picker.open())
        return;
    const ErrorText text = describeError(makeError(ErrorCode::ScreenDenied, {}));
    emit refused(text.what % u' ' % text.advice);
}

void ScreenWatch::take(const ScreenRegion& region)
{
    m_grabber.setRegion(region);
    constexpr double kRate = 1000.0 / ScreenGrabber::kInterval;
    const QRect& area = region.area;
    const QString location = u"%1 %2x%3+%4+%5"_s.arg(region.screen ? region.screen->name() : u"?"_s)
                                 .arg(area.width())
                                 .arg(area.height())
                                 .arg(area.x())
                                 .arg(area.y());
    const QSize pixels = region.pixels();
    emit chosen(
        { SourceAddress::Kind::Screen, location.toStdString(), tr("Screen region").toStdString(),
            CaptureFormat { { pixels.width(), pixels.height() }, kRate } });
}

void ScreenWatch::follow()
{
    const LiveState state = m_live.state();
    m_grabber.setRunning(
        state.address.kind == SourceAddress::Kind::Screen && state.isOn() && !state.isPaused);
}

void ScreenWatch::lose(bool isGone)
{
    m_live.putScreen(makeError(isGone ? ErrorCode::SourceLost : ErrorCode::ScreenDenied,
        m_live.state().address.shownName()));
}

} // namespace netlens
