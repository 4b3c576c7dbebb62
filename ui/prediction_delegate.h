#pragma once

#include <QStyledItemDelegate>

namespace netlens {

/// Draws a prediction: rank, name and number over a bar as long as the probability, bold for the
/// class the heatmap speaks for. The number stands beside the bar, so colour never carries meaning
/// alone.
class PredictionDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace netlens
