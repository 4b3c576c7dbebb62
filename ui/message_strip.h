#pragma once

#include <QFrame>
#include <QList>
#include <QString>

#include <optional>

class QAction;
class QBoxLayout;
class QGridLayout;
class QLabel;
class QToolButton;

namespace netlens {

class IconLabel;

struct Message {
    enum class Level { Information, Success, Warning, Error };
    Level level = Level::Information;
    QString text; ///< what, and what to do next
    QString detail; ///< for the curious, folded away
    QList<QAction*> actions; ///< the ways out, as buttons; owned by someone else
    bool closable = true;
};

/// A strip in the layout, beside what it speaks about: an icon, a sentence, ways out. Hidden while
/// there is nothing to say.
class MessageStrip : public QFrame {
    Q_OBJECT
public:
    explicit MessageStrip(QWidget* parent = nullptr);

    void show(const Message& message);
    void dismiss();
    bool isShowing() const { return m_showing; }
    QString text() const;
    /// Another sentence for what is on show; its buttons stay under the pointer.
    void setText(const QString& text);

    QSize minimumSizeHint() const override;

    static QColor background(Message::Level level, const QPalette& palette);

signals:
    void dismissed();

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setButtons(const QList<QAction*>& actions);
    void placeButtons();
    QList<QWidget*> buttons() const;
    int widthBesides() const;
    void showDetail(bool visible);

    Message::Level m_level = Message::Level::Information;
    bool m_showing = false;
    IconLabel* m_icon;
    QLabel* m_text;
    QLabel* m_detail;
    QToolButton* m_more;
    QToolButton* m_close;
    QBoxLayout* m_buttons;
    QList<QAction*> m_offered; ///< those m_buttons has buttons for
    QGridLayout* m_grid;
    std::optional<bool> m_isBelow; ///< where m_buttons stands
};

} // namespace netlens
