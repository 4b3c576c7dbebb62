#include "ui/keep_arrow_keys.h"

#include <QKeyEvent>
#include <QWidget>

namespace netlens {

namespace {

    class ArrowKeyFilter : public QObject {
    public:
        using QObject::QObject;

        bool eventFilter(QObject* watched, QEvent* event) override
        {
            if (event->type() != QEvent::ShortcutOverride)
                return QObject::eventFilter(watched, event);
            const int key = static_cast<QKeyEvent*>(event)->key();
            if (key == Qt::Key_Left || key == Qt::Key_Right) {
                event->accept();
                return true;
            }
            return QObject::eventFilter(watched, event);
        }
    };

} // namespace

void keepArrowKeys(QWidget* widget)
{
    widget->installEventFilter(new ArrowKeyFilter(widget));
}

} // namespace netlens
