#pragma once

#include <QPushButton>

class QAction;

namespace netlens {

/// A button for an action of the menu, with its short text (iconText). Follows what becomes of the
/// action.
class ActionButton : public QPushButton {
    Q_OBJECT
public:
    explicit ActionButton(QAction* action, QWidget* parent = nullptr);
};

} // namespace netlens
