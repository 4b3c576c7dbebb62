#pragma once

#include <QWidget>

namespace netlens {

/// A frame over the whole window while something that can be opened hovers above it.
class DropFrame : public QWidget {
    Q_OBJECT
public:
    explicit DropFrame(QWidget* window);

    void setShown(bool shown);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace netlens
