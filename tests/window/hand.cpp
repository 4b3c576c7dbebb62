#include "hand.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTest>

namespace {

constexpr QRect kSource(10, 300, 120, 60); ///< left of the window under test

/// Words to move the pointer.
QStringList to(QPoint point)
{
    return { QStringLiteral("mousemove"), QString::number(point.x()), QString::number(point.y()) };
}

QStringList path(QPoint from, QPoint destination)
{
    constexpr int kSteps = 10;
    QStringList words;
    for (int i = 1; i <= kSteps; ++i)
        words += to(from + (destination - from) * i / kSteps);
    return words;
}

/// Waits until the widget has kept its place on the screen for a while: a window manager moves a
/// new window, and what has just been shown moves its neighbours. Nobody aims before.
bool standsStill(const QWidget& widget)
{
    constexpr int kStillMs = 250;
    QRect place;
    QElapsedTimer still;
    return QTest::qWaitFor(
        [&] {
            const QRect now(widget.mapToGlobal(QPoint()), widget.size());
            if (!still.isValid() || now != place) {
                place = now;
                still.start();
            }
            return still.hasExpired(kStillMs);
        },
        kPatienceMs);
}

/// The other program, which says how far the drag has come.
class DragSource {
public:
    explicit DragSource(const QString& file)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(qEnvironmentVariable("NETLENS_DRAG_SOURCE"),
            { file, QString::number(kSource.x()), QString::number(kSource.y()),
                QString::number(kSource.width()), QString::number(kSource.height()) });
    }

    ~DragSource()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    DragSource(const DragSource&) = delete;
    DragSource& operator=(const DragSource&) = delete;

    bool says(const char* word)
    {
        const auto heard = [&] {
            m_said += m_process.readAllStandardOutput();
            return m_said.contains(word);
        };
        return QTest::qWaitFor([&] { return heard() || m_process.state() == QProcess::NotRunning; },
                   kPatienceMs)
            && heard();
    }

private:
    QProcess m_process;
    QByteArray m_said;
};

} // namespace

bool xdotool(const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QStringLiteral("xdotool"), arguments);
    return QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, kPatienceMs)
        && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

bool press(const QString& keys)
{
    return xdotool({ QStringLiteral("key"), keys });
}

bool clickOn(const QWidget& widget, QPoint where)
{
    return standsStill(widget)
        && xdotool(to(widget.mapToGlobal(where)) + QStringList { "click", "1" });
}

bool dragAcross(QPoint from, QPoint destination)
{
    return xdotool(to(from) + QStringList { "mousedown", "1" } + path(from, destination)
        + QStringList { "mouseup", "1" });
}

bool dragInto(const QWidget& target, const QString& file)
{
    DragSource source(file);
    const QPoint from = kSource.center();
    const QPoint begun = from + QPoint(30, 0);
    const QPoint destination = target.mapToGlobal(target.rect().center());
    // Each stage waits until the other program says so: a drag is a conversation of two programs.
    const bool accepted = source.says("ready")
        && xdotool(to(from) + QStringList { "mousedown", "1" } + path(from, begun))
        && source.says("dragging") && xdotool(path(begun, destination)) && source.says("accepted");
    return xdotool({ "mouseup", "1" }) && accepted && source.says("dropped");
}
