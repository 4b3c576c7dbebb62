#pragma once

#include <QWidget>

class QBoxLayout;

namespace netlens {

/// Two widgets side by side or, where that is too narrow, one below the other.
class FoldingRow : public QWidget {
    Q_OBJECT
public:
    /// @param first gets the room that is left.
    FoldingRow(QWidget* first, QWidget* second, int spacing, QWidget* parent = nullptr);

    /// As wide as side by side: a row that has folded would never find room again.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fold();

    QBoxLayout* m_row;
};

} // namespace netlens
