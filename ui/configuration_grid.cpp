#include "ui/configuration_grid.h"

#include "ui/configuration_delegate.h"
#include "ui/configuration_model.h"
#include "ui/keep_arrow_keys.h"

#include <QHeaderView>
#include <QScopedValueRollback>

namespace netlens {

ConfigurationGrid::ConfigurationGrid(QWidget* parent)
    : QTableView(parent)
    , m_cells(new ConfigurationModel(this))
{
    setObjectName(QStringLiteral("configurationGrid"));
    setAccessibleName(tr("Width multiplier and input size"));
    setModel(m_cells);
    setItemDelegate(new ConfigurationDelegate(this));
    setSelectionMode(QAbstractItemView::SingleSelection);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setCornerButtonEnabled(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    viewport()->setAutoFillBackground(false);
    for (QHeaderView* header : { horizontalHeader(), verticalHeader() }) {
        header->setSectionsClickable(false);
        header->setHighlightSections(true);
        header->setSectionResizeMode(QHeaderView::Fixed);
        header->setDefaultAlignment(Qt::AlignCenter);
    }
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    keepArrowKeys(this);
    updateSizes();
}

void ConfigurationGrid::setChoice(const ModelChoice& choice)
{
    const QScopedValueRollback following(m_following, true);
    m_cells->setChoice(choice);
    const QModelIndex chosen = m_cells->chosen();
    if (chosen.isValid())
        setCurrentIndex(chosen);
    else
        clearSelection();
}

void ConfigurationGrid::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (!m_following && current.isValid() && current.flags().testFlag(Qt::ItemIsEnabled))
        emit cellChosen(ConfigurationModel::alphaOf(current), ConfigurationModel::sideOf(current));
}

void ConfigurationGrid::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange)
        updateSizes();
    QTableView::changeEvent(event);
}

void ConfigurationGrid::updateSizes()
{
    const QFontMetrics metrics = fontMetrics();
    verticalHeader()->setDefaultSectionSize(metrics.height() * 2 + 4);
    horizontalHeader()->setMinimumSectionSize(
        metrics.horizontalAdvance(QStringLiteral("71.8 %")) + 6);
    updateGeometry();
}

QSize ConfigurationGrid::sizeHint() const
{
    const int columns = m_cells->columnCount();
    return { verticalHeader()->sizeHint().width()
            + columns * (horizontalHeader()->minimumSectionSize() + 4),
        horizontalHeader()->sizeHint().height()
            + m_cells->rowCount() * verticalHeader()->defaultSectionSize() };
}

QSize ConfigurationGrid::minimumSizeHint() const
{
    return { verticalHeader()->sizeHint().width()
            + m_cells->columnCount() * horizontalHeader()->minimumSectionSize(),
        sizeHint().height() };
}

} // namespace netlens
