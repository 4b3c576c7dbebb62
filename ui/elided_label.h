#pragma once

#include <QLabel>

namespace netlens {

/// One line of text that gives way: cut with "…" where there is no room, whole in the tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    using QLabel::QLabel;

    /// Where the text is cut; in the middle unless told.
    void setElideMode(Qt::TextElideMode mode) { m_mode = mode; }
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void tellWhole();

    Qt::TextElideMode m_mode = Qt::ElideMiddle;
};

} // namespace netlens
