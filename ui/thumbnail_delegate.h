#pragma once

#include <QStyledItemDelegate>

namespace netlens {

/// A picture above its name, all of one size.
class ThumbnailDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    ThumbnailDelegate(QSize thumbnail, QObject* parent);

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
    QSize m_thumbnail;
};

} // namespace netlens
