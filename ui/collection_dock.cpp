#include "ui/collection_dock.h"

#include "ui/collection_model.h"
#include "ui/keep_arrow_keys.h"
#include "ui/thumbnail.h"
#include "ui/thumbnail_delegate.h"

#include <QListView>
#include <QScrollBar>
#include <QtConcurrentMap>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr QSize kThumbnail(112, 76);

} // namespace

CollectionDock::CollectionDock(QWidget* parent)
    : QDockWidget(tr("Collection"), parent)
    , m_model(new CollectionModel(this))
    , m_list(new QListView(this))
{
    setObjectName(u"collectionDock"_s);
    m_pool.setMaxThreadCount(1);
    m_list->setObjectName(u"collectionList"_s);
    m_list->setAccessibleName(tr("Opened pictures"));
    m_list->setModel(m_model);
    m_list->setFlow(QListView::LeftToRight);
    m_list->setWrapping(false);
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new ThumbnailDelegate(kThumbnail, m_list));
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    QStyleOptionViewItem item;
    item.fontMetrics = m_list->fontMetrics();
    m_list->setFixedHeight(m_list->itemDelegate()->sizeHint(item, {}).height()
        + m_list->horizontalScrollBar()->sizeHint().height() + 2 * m_list->frameWidth());
    setWidget(m_list);
    keepArrowKeys(m_list);

    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex& current) {
            if (current.isValid())
                emit pictureChosen(current.data(CollectionModel::PathRole).toString());
        });
    connect(&m_loading, &QFutureWatcherBase::resultReadyAt, this,
        [this](int row) { m_model->setThumbnail(row, m_loading.resultAt(row)); });
}

CollectionDock::~CollectionDock()
{
    m_loading.disconnect(this);
    m_loading.cancel();
    m_loading.waitForFinished();
}

void CollectionDock::setPictures(const QStringList& paths, const QString& chosen)
{
    m_loading.cancel();
    m_model->setPaths(paths);
    emit countChanged(count());
    if (paths.isEmpty())
        return;
    show();
    const auto row = static_cast<int>(std::max<qsizetype>(0, paths.indexOf(chosen)));
    m_list->setCurrentIndex(m_model->index(row));
    loadThumbnails();
}

void CollectionDock::loadThumbnails()
{
    m_loading.setFuture(QtConcurrent::mapped(
        &m_pool, m_model->paths(), [ratio = devicePixelRatioF()](const QString& path) {
            return makeThumbnail(path, kThumbnail, ratio);
        }));
}

void CollectionDock::clear()
{
    if (count() == 0)
        return;
    setPictures({});
    hide();
}

void CollectionDock::step(int by)
{
    if (count() == 0)
        return;
    const int row = std::clamp(m_list->currentIndex().row() + by, 0, count() - 1);
    m_list->setCurrentIndex(m_model->index(row));
}

int CollectionDock::count() const
{
    return m_model->rowCount();
}

} // namespace netlens
