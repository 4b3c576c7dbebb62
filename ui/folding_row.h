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

    QSize minimumSizeHint() const override;
    bool isFolded() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* m_first;
    QWidget* m_second;
    QBoxLayout* m_row;
};

} // namespace netlens
