// A file manager's part: a small window from which the file or folder named on the command line
// can be dragged. Says on standard output how far the drag has come.

#include <QApplication>
#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QUrl>
#include <QWidget>

#include <cstdio>
#include <utility>

namespace {

void say(const char* word)
{
    std::puts(word);
    std::fflush(stdout);
}

class DragSource : public QWidget {
public:
    explicit DragSource(QUrl url)
        : m_url(std::move(url))
    {
        setWindowFlags(Qt::X11BypassWindowManagerHint | Qt::FramelessWindowHint);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).drawText(rect(), Qt::AlignCenter, m_url.fileName());
        if (!std::exchange(m_isShown, true))
            say("ready");
    }

    void mouseMoveEvent(QMouseEvent*) override
    {
        if (std::exchange(m_isDragging, true))
            return;
        auto* drag = new QDrag(this);
        auto* file = new QMimeData;
        file->setUrls({ m_url });
        drag->setMimeData(file);
        connect(drag, &QDrag::actionChanged, this, [](Qt::DropAction action) {
            if (action != Qt::IgnoreAction)
                say("accepted");
        });
        // The drag outlives exec(): the other program fetches the data after the button is let go,
        // and Qt deletes the drag when that program has said that it is done.
        connect(
            drag, &QObject::destroyed, this, [this] { say(m_isTaken ? "dropped" : "refused"); });
        say("dragging");
        m_isTaken = drag->exec(Qt::CopyAction) == Qt::CopyAction;
    }

private:
    QUrl m_url;
    bool m_isShown = false;
    bool m_isDragging = false;
    bool m_isTaken = false;
};

} // namespace

/// drag_source PATH X Y WIDTH HEIGHT
int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    DragSource source(QUrl::fromLocalFile(arguments.value(1)));
    source.setGeometry(arguments.value(2).toInt(), arguments.value(3).toInt(),
        arguments.value(4).toInt(), arguments.value(5).toInt());
    source.show();
    return QApplication::exec();
}
