#include "ui/collection_model.h"

#include <QFileInfo>

namespace netlens {

void CollectionModel::setPaths(const QStringList& paths)
{
    beginResetModel();
    m_paths = paths;
    m_thumbnails = QList<QPixmap>(paths.size());
    endResetModel();
}

void CollectionModel::setThumbnail(int row, const QImage& thumbnail)
{
    if (row < 0 || row >= m_thumbnails.size() || thumbnail.isNull())
        return;
    m_thumbnails[row] = QPixmap::fromImage(thumbnail);
    emit dataChanged(index(row), index(row), { Qt::DecorationRole });
}

int CollectionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_paths.size());
}

QVariant CollectionModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString& path = m_paths[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return QFileInfo(path).fileName();
    case Qt::ToolTipRole:
    case PathRole:
        return path;
    case Qt::DecorationRole:
        return m_thumbnails[index.row()];
    default:
        return {};
    }
}

} // namespace netlens
