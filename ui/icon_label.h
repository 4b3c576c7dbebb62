#pragma once

#include <QIcon>
#include <QWidget>

namespace netlens {

/// An icon in a layout, drawn in the colours of the moment. Says nothing on its own: the words
/// beside it do.
class IconLabel : public QWidget {
    Q_OBJECT
public:
    explicit IconLabel(int side, QWidget* parent = nullptr);

    void setIcon(const QIcon& icon, QIcon::Mode mode = QIcon::Normal);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QIcon m_icon;
    QIcon::Mode m_mode = QIcon::Normal;
};

} // namespace netlens
