#pragma once

#include <QPushButton>

namespace netlens {

/// One of a row of buttons of which one is on. The one that is on takes the selection's colours:
/// a pressed-in look alone is hard to see in dark themes.
class SegmentButton : public QPushButton {
    Q_OBJECT
public:
    explicit SegmentButton(const QString& text, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace netlens
