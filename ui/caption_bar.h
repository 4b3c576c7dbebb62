#pragma once

#include "recognition.h"

#include <QWidget>

class QLabel;

namespace netlens {

/// One line under the picture: its name and size, what the fit rule did to it, the zoom.
class CaptionBar : public QWidget {
    Q_OBJECT
public:
    explicit CaptionBar(QWidget* parent = nullptr);

    void setRecognition(const Recognition& recognition);
    void setZoom(double zoom);

    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refreshFit();

    QLabel* m_name;
    QLabel* m_size;
    QLabel* m_fit;
    QLabel* m_zoom;
};

} // namespace netlens
