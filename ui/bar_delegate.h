#pragma once

#include <QStyledItemDelegate>

namespace netlens {

/// A cell with a bar behind its text, as long as a share of the cell that the model gives.
class BarDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// @param role of a double from 0 to 1; a cell without it has no bar
    explicit BarDelegate(int role, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;

private:
    int m_role;
};

} // namespace netlens
