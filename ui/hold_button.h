#pragma once

#include <QPushButton>

namespace netlens {

/// A button for what goes on as long as it is held, with the pointer or with Space. Letting go is
/// noticed however it happens: outside the button, by losing the focus, by being hidden or
/// disabled.
class HoldButton : public QPushButton {
    Q_OBJECT
public:
    /// @param held what it says while it is held
    HoldButton(const QString& text, const QString& held, QWidget* parent = nullptr);

    bool isHeld() const { return m_isHeld; }
    /// As by a person; what is disabled is not held.
    void hold(bool on);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void heldChanged(bool isHeld);

protected:
    bool event(QEvent* event) override;
    void initStyleOption(QStyleOptionButton* option) const override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void follow();

    QString m_text;
    QString m_heldText;
    bool m_isHeld = false;
};

} // namespace netlens
