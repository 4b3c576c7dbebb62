#include "ui/action_button.h"

#include "ui/press_on_return.h"

#include <QAction>

namespace netlens {

ActionButton::ActionButton(QAction* action, QWidget* parent)
    : QPushButton(action->iconText(), parent)
{
    setAutoDefault(false);
    pressOnReturn(this);
    setToolTip(action->statusTip());
    setEnabled(action->isEnabled());
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, [this, action] {
        setText(action->iconText());
        setEnabled(action->isEnabled());
    });
}

} // namespace netlens
