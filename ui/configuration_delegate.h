#pragma once

#include <QStyledItemDelegate>

namespace netlens {

/// A cell of the configuration grid: accuracy over multiply-adds, the chosen one filled.
class ConfigurationDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
        const QModelIndex& index) const override;
};

} // namespace netlens
