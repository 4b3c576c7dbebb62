#include "ui/collection_dock.h"

#include "ui/collection_model.h"
#include "ui/keep_arrow_keys.h"
#include "ui/thumbnail_delegate.h"

#include <QImageReader>
#include <QListView>
#include <QScrollBar>
#include <QtConcurrentMap>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    constexpr QSize kThumbnail(112, 76);

    QImage makeThumbnail(const QString& path, qreal ratio)
    {
        QImageReader reader(path);
        reader.setAutoTransform(true);
        reader.setDecideFormatFromContent(true);
        const QSize room = kThumbnail * ratio;
        const QSize full = reader.size();
        if (full.isValid() && (full.width() > room.width() || full.height() > room.height())) {
            // The reader turns the picture after scaling, so both ways round must fit.
            const int longest = std::max(room.width(), room.height());
            reader.setScaledSize(full.scaled(longest, longest, Qt::KeepAspectRatio));
        }
        QImage image = reader.read();
        if (image.isNull())
            return {};
        if (image.width() > room.width() || image.height() > room.height())
            image = image.scaled(room, Qt::KeepAspectRatio, Qt::SmoothTransformation);
        image.setDevicePixelRatio(ratio);
        return image.convertToFormat(QImage::Format_RGB32);
    }

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

void CollectionDock::setPictures(const QStringList& paths)
{
    m_loading.cancel();
    m_model->setPaths(paths);
    emit countChanged(count());
    if (paths.isEmpty())
        return;
    show();
    m_list->setCurrentIndex(m_model->index(0));
    loadThumbnails();
}

void CollectionDock::loadThumbnails()
{
    m_loading.setFuture(QtConcurrent::mapped(&m_pool, m_model->paths(),
        [ratio = devicePixelRatioF()](const QString& path) { return makeThumbnail(path, ratio); }));
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
