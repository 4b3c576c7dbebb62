#include "ui/press_on_return.h"

#include <QAbstractButton>
#include <QKeyEvent>

namespace netlens {

namespace {

    class PressOnReturn : public QObject {
    public:
        explicit PressOnReturn(QAbstractButton* button)
            : QObject(button)
            , m_button(button)
        {
            button->installEventFilter(this);
        }

        bool eventFilter(QObject* watched, QEvent* event) override
        {
            if (event->type() == QEvent::KeyPress) {
                const int key = static_cast<QKeyEvent*>(event)->key();
                if (key == Qt::Key_Return || key == Qt::Key_Enter) {
                    m_button->click();
                    return true;
                }
            }
            return QObject::eventFilter(watched, event);
        }

    private:
        QAbstractButton* m_button;
    };

} // namespace

void pressOnReturn(QAbstractButton* button)
{
    new PressOnReturn(button); // owned by the button
}

} // namespace netlens
