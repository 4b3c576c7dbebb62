#pragma once

#include <QDockWidget>
#include <QFutureWatcher>
#include <QImage>
#include <QThreadPool>

class QListView;

namespace netlens {

class CollectionModel;

/// A strip of the pictures opened together; ← and → walk it.
class CollectionDock : public QDockWidget {
    Q_OBJECT
public:
    explicit CollectionDock(QWidget* parent = nullptr);
    ~CollectionDock() override;

    /// Shows the strip and chooses one of the pictures, or the first.
    void setPictures(const QStringList& paths, const QString& chosen = {});
    void clear();
    void step(int by);
    int count() const;

signals:
    void pictureChosen(const QString& path);
    void countChanged(int count);

private:
    void loadThumbnails();

    CollectionModel* m_model;
    QListView* m_list;
    QThreadPool m_pool; ///< one thread: thumbnails must not compete with inference
    QFutureWatcher<QImage> m_loading;
};

} // namespace netlens
