#pragma once

#include <QMenu>

namespace netlens {

/// View ▸ Theme: System, Light, Dark; applied at once and kept.
class ThemeMenu : public QMenu {
    Q_OBJECT
public:
    explicit ThemeMenu(QWidget* parent = nullptr);
};

} // namespace netlens
