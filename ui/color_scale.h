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
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void reserveNumbers();

    Colormap m_colormap = Colormap::Viridis;
    ValueRange m_range;
    int m_lowWidth = 0; ///< of the number, the widest yet
    int m_highWidth = 0; ///< likewise
};

} // namespace netlens
