#include "ui/colors.h"
#include "ui/hint_label.h"
#include "ui/message_strip.h"
#include "ui/theme.h"

#include <QTest>

using namespace netlens;

namespace {

constexpr double kReadable = 4.5;

}

class TestColors : public QObject {
    Q_OBJECT
private slots:
    void contrastFollowsWcag_data();
    void contrastFollowsWcag();
    void themesAreReadable_data();
    void themesAreReadable();
    void messagesAreReadable_data();
    void messagesAreReadable();
    void quietTextIsQuieterThanText();
    void hintsFollowTheTheme();
};

void TestColors::contrastFollowsWcag_data()
{
    QTest::addColumn<QColor>("a");
    QTest::addColumn<QColor>("b");
    QTest::addColumn<double>("expected");
    QTest::newRow("black on white is the most there is")
        << QColor(Qt::black) << QColor(Qt::white) << 21.0;
    QTest::newRow("the order does not matter") << QColor(Qt::white) << QColor(Qt::black) << 21.0;
    QTest::newRow("a colour on itself is none") << QColor(Qt::red) << QColor(Qt::red) << 1.0;
    QTest::newRow("WebAIM's grey #767676 on white")
        << QColor(0x76, 0x76, 0x76) << QColor(Qt::white) << 4.54;
}

void TestColors::contrastFollowsWcag()
{
    QFETCH(QColor, a);
    QFETCH(QColor, b);
    QFETCH(double, expected);
    QVERIFY(std::abs(contrast(a, b) - expected) < 0.01);
}

void TestColors::themesAreReadable_data()
{
    QTest::addColumn<int>("theme");
    QTest::addColumn<int>("text");
    QTest::addColumn<int>("ground");
    for (const auto& [theme, name] :
        { std::pair(Theme::Light, "light"), std::pair(Theme::Dark, "dark") }) {
        const auto row
            = [&](const char* what, QPalette::ColorRole text, QPalette::ColorRole ground) {
                  QTest::addRow("%s: %s", name, what) << static_cast<int>(
                      theme) << static_cast<int>(text) << static_cast<int>(ground);
              };
        row("text on the window", QPalette::WindowText, QPalette::Window);
        row("text in lists", QPalette::Text, QPalette::Base);
        row("text in every other row", QPalette::Text, QPalette::AlternateBase);
        row("text on buttons", QPalette::ButtonText, QPalette::Button);
        row("text of the selection", QPalette::HighlightedText, QPalette::Highlight);
        row("text of tool tips", QPalette::ToolTipText, QPalette::ToolTipBase);
        row("text of placeholders", QPalette::PlaceholderText, QPalette::Base);
        row("links", QPalette::Link, QPalette::Window);
    }
}

void TestColors::themesAreReadable()
{
    QFETCH(int, theme);
    QFETCH(int, text);
    QFETCH(int, ground);
    const QPalette palette = themePalette(static_cast<Theme>(theme));
    const double ratio = contrast(palette.color(static_cast<QPalette::ColorRole>(text)),
        palette.color(static_cast<QPalette::ColorRole>(ground)));
    QVERIFY2(ratio >= kReadable, qPrintable(QString::number(ratio)));
}

void TestColors::messagesAreReadable_data()
{
    QTest::addColumn<int>("theme");
    QTest::addColumn<int>("level");
    for (const auto& [theme, name] :
        { std::pair(Theme::Light, "light"), std::pair(Theme::Dark, "dark") }) {
        for (int level = 0; level < 4; ++level)
            QTest::addRow("%s, level %d", name, level) << static_cast<int>(theme) << level;
    }
}

void TestColors::messagesAreReadable()
{
    QFETCH(int, theme);
    QFETCH(int, level);
    const QPalette palette = themePalette(static_cast<Theme>(theme));
    const QColor ground = MessageStrip::background(static_cast<Message::Level>(level), palette);
    QVERIFY(contrast(palette.color(QPalette::WindowText), ground) >= kReadable);
}

void TestColors::quietTextIsQuieterThanText()
{
    for (const Theme theme : { Theme::Light, Theme::Dark }) {
        const QPalette palette = themePalette(theme);
        const QColor window = palette.color(QPalette::Window);
        const double quiet = contrast(secondaryText(palette), window);
        QVERIFY(quiet >= kReadable);
        QVERIFY(quiet < 0.8 * contrast(palette.color(QPalette::WindowText), window));
    }
}

void TestColors::hintsFollowTheTheme()
{
    applyTheme(Theme::Light);
    const HintLabel hint(QStringLiteral("x"));
    const auto isReadable = [&hint] {
        return contrast(hint.palette().color(QPalette::WindowText),
                   hint.palette().color(QPalette::Window))
            >= kReadable;
    };
    QVERIFY(isReadable());
    applyTheme(Theme::Dark);
    QVERIFY(isReadable());
    applyTheme(Theme::System);
    QVERIFY(isReadable());
}

QTEST_MAIN(TestColors)
#include "tst_colors.moc"
