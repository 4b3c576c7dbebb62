#include "ui/action_button.h"

#include "ui/press_on_return.h"

#include <QAction>

namespace netlens {

ActionButton::ActionButton(QAction* action, QWidget* parent)
    : QPushButton(action->iconText(), parent)
{
    setAutoDefault(false);
    pressOnReturn(this);
    setCheckable(action->isCheckable());
    const auto follow = [this, action] {
        setText(action->iconText());
        setToolTip(action->statusTip());
        setEnabled(action->isEnabled());
        setChecked(action->isChecked());
    };
    follow();
    connect(action, &QAction::changed, this, follow);
    connect(this, &QPushButton::clicked, this, [this, action] {
        action->trigger();
        setChecked(action->isChecked()); // it may have been refused
    });
}

} // namespace netlens
