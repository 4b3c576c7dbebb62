#pragma once

#include <QMouseEvent>
#include <QSlider>
#include <QStyle>

namespace netlens {

/// A horizontal slider that goes to where it is clicked.
class JumpSlider : public QSlider {
    Q_OBJECT
public:
    explicit JumpSlider(QWidget* parent = nullptr)
        : QSlider(Qt::Horizontal, parent)
    {
    }

protected:
    void mousePressEvent(QMouseEvent* event) override
    {
        if (event->button() == Qt::LeftButton) {
            const int x = static_cast<int>(event->position().x());
            setValue(QStyle::sliderValueFromPosition(minimum(), maximum(),
                layoutDirection() == Qt::RightToLeft ? width() - x : x, width()));
        }
        QSlider::mousePressEvent(event); // the handle is under the pointer now and follows it
    }
};

} // namespace netlens
