#include "ui/scroll_past.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>

namespace netlens {

namespace {

    class WheelFilter : public QObject {
    public:
        using QObject::QObject;

        bool eventFilter(QObject* watched, QEvent* event) override
        {
            if (event->type() != QEvent::Wheel)
                return QObject::eventFilter(watched, event);
            event->ignore();
            return true;
        }
    };

} // namespace

void scrollPastControls(QWidget* contents)
{
    auto* filter = new WheelFilter(contents);
    const auto leave = [filter](QWidget* control) {
        control->setFocusPolicy(Qt::StrongFocus);
        control->installEventFilter(filter);
    };
    for (QComboBox* box : contents->findChildren<QComboBox*>())
        leave(box);
    for (QAbstractSpinBox* box : contents->findChildren<QAbstractSpinBox*>())
        leave(box);
}

} // namespace netlens
