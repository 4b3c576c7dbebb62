#pragma once

#include "explain/colormap.h"

#include <QWidget>

namespace netlens {

/// A heatmap's legend: the colours from low to high with their numbers.
class ColorScale : public QWidget {
    Q_OBJECT
public:
    explicit ColorScale(QWidget* parent = nullptr);

    void setScale(Colormap colormap, ValueRange range);
    QString lowText() const;
    QString highText() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Colormap m_colormap = Colormap::Viridis;
    ValueRange m_range;
};

} // namespace netlens
