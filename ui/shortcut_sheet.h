#pragma once

#include <QDialog>

class QGridLayout;
class QMenu;
class QMenuBar;

namespace netlens {

/// Every shortcut, grouped as in the menu bar, and what the mouse does.
class ShortcutSheet : public QDialog {
    Q_OBJECT
public:
    ShortcutSheet(const QMenuBar& menus, QWidget* parent);

private:
    QWidget* makeGroup(const QString& title, const QList<std::pair<QString, QString>>& lines);
    static QList<std::pair<QString, QString>> linesOf(const QMenu& menu);
};

} // namespace netlens
