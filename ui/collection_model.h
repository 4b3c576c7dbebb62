#pragma once

#include <QAbstractListModel>
#include <QPixmap>
#include <QStringList>

namespace netlens {

/// The pictures opened together, by name; thumbnails arrive one by one.
class CollectionModel : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr int PathRole = Qt::UserRole + 1;

    using QAbstractListModel::QAbstractListModel;

    void setPaths(const QStringList& paths);
    const QStringList& paths() const { return m_paths; }
    void setThumbnail(int row, const QImage& thumbnail);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    QStringList m_paths;
    QList<QPixmap> m_thumbnails;
};

} // namespace netlens
