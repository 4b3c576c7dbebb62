#include "ui/theme.h"

#include "ui/colors.h"

#include <QApplication>
#include <QSettings>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr QLatin1StringView kKey("appearance/theme");

    struct Tones {
        QColor window, base, button, text, accent, accentText, link;
    };

    QPalette paletteOf(const Tones& tones)
    {
        QPalette palette(tones.button, tones.window);
        palette.setColor(QPalette::WindowText, tones.text);
        palette.setColor(QPalette::Text, tones.text);
        palette.setColor(QPalette::ButtonText, tones.text);
        palette.setColor(QPalette::BrightText, tones.accentText);
        palette.setColor(QPalette::Base, tones.base);
        palette.setColor(QPalette::AlternateBase, mixed(tones.base, tones.text, 0.05));
        palette.setColor(QPalette::ToolTipBase, mixed(tones.window, tones.text, 0.08));
        palette.setColor(QPalette::ToolTipText, tones.text);
        palette.setColor(QPalette::PlaceholderText,
            readable(mixed(tones.text, tones.base, 0.4), tones.base, tones.text));
        palette.setColor(QPalette::Highlight, tones.accent);
        palette.setColor(QPalette::HighlightedText, tones.accentText);
        palette.setColor(QPalette::Link, tones.link);
        palette.setColor(QPalette::LinkVisited, tones.link);
        const QColor faded = mixed(tones.text, tones.window, 0.55);
        for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
            palette.setColor(QPalette::Disabled, role, faded);
        palette.setColor(QPalette::Disabled, QPalette::Base, tones.window);
        palette.setColor(
            QPalette::Disabled, QPalette::Highlight, mixed(tones.window, tones.text, 0.25));
        palette.setColor(QPalette::Disabled, QPalette::HighlightedText, tones.text);
        return palette;
    }

} // namespace

QPalette themePalette(Theme theme)
{
    if (theme == Theme::Dark)
        return paletteOf({ QColor(0x2a, 0x2c, 0x30), QColor(0x1e, 0x20, 0x23),
            QColor(0x38, 0x3b, 0x40), QColor(0xec, 0xed, 0xee), QColor(0x2f, 0x72, 0xc4), Qt::white,
            QColor(0x7d, 0xb4, 0xf5) });
    return paletteOf({ QColor(0xf4, 0xf5, 0xf6), Qt::white, QColor(0xf0, 0xf1, 0xf2),
        QColor(0x1d, 0x20, 0x24), QColor(0x1f, 0x66, 0xb8), Qt::white, QColor(0x1a, 0x5f, 0xb4) });
}

void applyTheme(Theme theme)
{
    QApplication::setPalette(theme == Theme::System ? QPalette() : themePalette(theme));
}

Theme savedTheme()
{
    const QString name = QSettings().value(kKey).toString();
    return name == "light"_L1 ? Theme::Light : name == "dark"_L1 ? Theme::Dark : Theme::System;
}

void saveTheme(Theme theme)
{
    const auto name = theme == Theme::Light ? "light"_L1
        : theme == Theme::Dark              ? "dark"_L1
                                            : "system"_L1;
    QSettings().setValue(kKey, QString(name));
}

} // namespace netlens
