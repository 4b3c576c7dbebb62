#pragma once

#include <QLabel>

namespace netlens {

/// A quiet sentence under a control: smaller, dimmer, still readable in every theme.
class HintLabel : public QLabel {
    Q_OBJECT
public:
    explicit HintLabel(QWidget* parent = nullptr);
    explicit HintLabel(const QString& text, QWidget* parent = nullptr);

    /// As high as the text is at the present width. A height for each width, as QLabel offers it,
    /// is not passed up through nested form layouts, and the last line is then cut off.
    bool hasHeightForWidth() const override { return false; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void dim();
    bool m_dimming = false;
};

} // namespace netlens
