#pragma once

#include <QPixmap>
#include <QWidget>

class QLabel;

namespace netlens {

/// Covers one screen with a picture of it, dimmed, over which a rectangle is dragged: it needs no
/// compositor, and nothing moves while one aims.
class ScreenOverlay : public QWidget {
    Q_OBJECT
public:
    /// @param picture of the whole screen, in device pixels
    ScreenOverlay(QScreen& screen, const QPixmap& picture);

    /// From the screen's corner, in device-independent pixels.
    const QRect& selection() const { return m_selection; }

signals:
    void picked(const QRect& area);
    void cancelled();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    QLabel* makeSign(const QString& name, const QString& text);
    void select(const QRect& area);
    void showExtent();

    QPixmap m_picture;
    QLabel* m_hint;
    QLabel* m_extent;
    QPoint m_start;
    QRect m_selection;
    bool m_isDragging = false;
};

} // namespace netlens
