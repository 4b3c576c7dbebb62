#pragma once

#include "recognition.h"
#include "ui/heatmap_look.h"

#include <QWidget>

class QLabel;
class QSlider;

namespace netlens {

class ColorScale;
class ElidedLabel;

/// The strip under the picture: what the heatmap speaks for, its legend, its opacity.
class HeatmapBar : public QWidget {
    Q_OBJECT
public:
    explicit HeatmapBar(QWidget* parent = nullptr);

    void setRecognition(const SharedRecognition& recognition);
    void setLook(const HeatmapLook& look);

    /// What is said instead of the legend when there is no heat to show; empty otherwise.
    QString notice() const;

signals:
    void opacityChanged(double opacity);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void refreshTitle();
    /// Of the class whose evidence is shown; empty without classes.
    QString explainedClass() const;

    SharedRecognition m_recognition;
    HeatmapLook m_look;
    ElidedLabel* m_title;
    ElidedLabel* m_notice;
    ColorScale* m_scale;
    QSlider* m_opacity;
    QLabel* m_percent;
};

} // namespace netlens
