#include "ui/screen_picker.h"

#include "ui/screen_overlay.h"

#include <QCursor>
#include <QGuiApplication>

#include <utility>

namespace netlens {

ScreenPicker::ScreenPicker(GrabScreen grab, QObject* parent)
    : QObject(parent)
    , m_grab(std::move(grab))
{
    // What the overlays show is not what is there any more.
    connect(qApp, &QGuiApplication::screenAdded, this, &ScreenPicker::close);
    connect(qApp, &QGuiApplication::screenRemoved, this, &ScreenPicker::close);
}

ScreenPicker::~ScreenPicker() = default;

bool ScreenPicker::open()
{
    if (!m_overlays.empty())
        return true;
    // All are taken before the first overlay could be seen on another.
    std::vector<std::pair<QScreen*, QPixmap>> pictures;
    for (QScreen* screen : QGuiApplication::screens())
        if (QPixmap picture = m_grab(*screen, { QPoint(), screen->size() }); !picture.isNull())
            pictures.emplace_back(screen, std::move(picture));
    for (const auto& [screen, picture] : pictures)
        add(*screen, picture);
    return !m_overlays.empty();
}

void ScreenPicker::add(QScreen& screen, const QPixmap& picture)
{
    m_overlays.push_back(std::make_unique<ScreenOverlay>(screen, picture));
    ScreenOverlay* overlay = m_overlays.back().get();
    connect(overlay, &ScreenOverlay::cancelled, this, &ScreenPicker::close);
    connect(overlay, &ScreenOverlay::picked, this,
        [this, shown = QPointer<QScreen>(&screen)](const QRect& area) {
            close();
            emit picked({ shown, area });
        });
    overlay->showFullScreen();
    if (screen.geometry().contains(QCursor::pos()))
        overlay->activateWindow(); // Enter takes the screen one looks at
}

void ScreenPicker::close()
{
    // It may be one of them that speaks.
    for (auto& overlay : std::exchange(m_overlays, {})) {
        overlay->hide();
        overlay.release()->deleteLater();
    }
}

} // namespace netlens
