#pragma once

#include <QWidget>

#include <vector>

namespace netlens {

/// A long vector as a row of thin bars, the largest of each pixel's values counting.
class ValueStrip : public QWidget {
    Q_OBJECT
public:
    explicit ValueStrip(QWidget* parent = nullptr);

    void setValues(std::vector<float> values);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    /// The value under the cursor as text; empty outside.
    void hovered(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    std::vector<float> m_values;
};

} // namespace netlens
