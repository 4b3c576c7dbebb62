#include "ui/theme_menu.h"

#include "ui/theme.h"

#include <QActionGroup>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

ThemeMenu::ThemeMenu(QWidget* parent)
    : QMenu(tr("&Theme"), parent)
{
    auto* group = new QActionGroup(this);
    const auto add = [&](Theme theme, const QString& name, const QString& text) {
        QAction* action = addAction(text);
        action->setObjectName(name);
        action->setStatusTip(tr("Colours of the window"));
        action->setCheckable(true);
        action->setChecked(theme == savedTheme());
        group->addAction(action);
        connect(action, &QAction::triggered, this, [theme] {
            applyTheme(theme);
            saveTheme(theme);
        });
    };
    add(Theme::System, u"themeSystem"_s, tr("&System"));
    add(Theme::Light, u"themeLight"_s, tr("&Light"));
    add(Theme::Dark, u"themeDark"_s, tr("&Dark"));
}

} // namespace netlens
