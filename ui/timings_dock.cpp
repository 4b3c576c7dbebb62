#include "ui/timings_dock.h"

#include "ui/bar_delegate.h"
#include "ui/timings_model.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

TimingsDock::TimingsDock(QWidget* parent)
    : QDockWidget(tr("Timings"), parent)
    , m_model(new TimingsModel(this))
    , m_summary(new QLabel)
    , m_table(new QTableView)
{
    setObjectName(u"timingsDock"_s);
    m_summary->setObjectName(u"timingsSummary"_s);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* again = new QPushButton(tr("Measure again"));
    again->setObjectName(u"measureAgain"_s);
    again->setToolTip(tr("Run the network 21 times and time each step"));
    connect(again, &QPushButton::clicked, this, &TimingsDock::measureRequested);

    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_model);
    sorted->setSortRole(TimingsModel::SortRole);
    m_table->setObjectName(u"timingsTable"_s);
    m_table->setAccessibleName(tr("Time of each step of the network"));
    m_table->setModel(sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(TimingsModel::Layers, Qt::AscendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setItemDelegateForColumn(
        TimingsModel::Share, new BarDelegate(TimingsModel::BarRole, m_table));
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 6);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(TimingsModel::Layers, QHeaderView::Stretch);

    auto* top = new QHBoxLayout;
    top->addWidget(m_summary, 1);
    top->addWidget(again);
    auto* contents = new QWidget;
    auto* column = new QVBoxLayout(contents);
    column->setContentsMargins(8, 4, 8, 8);
    column->addLayout(top);
    column->addWidget(m_table, 1);
    setWidget(contents);
    connect(this, &QDockWidget::visibilityChanged, this, [this](bool visible) {
        if (visible)
            ask();
    });
}

void TimingsDock::setTimings(StepTimings timings)
{
    const QLocale locale;
    m_summary->setText(
        tr("%1 ms · threads: %2 · this machine's peak: %3 GFLOP/s")
            .arg(locale.toString(timings.totalMs(), 'f', 2), locale.toString(timings.threads),
                locale.toString(timings.peakGflops, 'f', 0)));
    m_model->setTimings(std::move(timings));
}

void TimingsDock::modelChanged()
{
    m_isOutOfDate = true;
    if (isVisible())
        ask();
}

void TimingsDock::ask()
{
    if (!std::exchange(m_isOutOfDate, false))
        return;
    m_summary->setText(tr("Measuring…"));
    emit measureRequested();
}

} // namespace netlens
