#include "ui/timings_model.h"

#include "ui/model_text.h"

#include <QLocale>

#include <algorithm>

namespace netlens {

using namespace Qt::Literals::StringLiterals;

namespace {

    QString percent(double share)
    {
        return TimingsModel::tr("%1\u00a0%").arg(QLocale().toString(share * 100, 'f', 1));
    }

} // namespace

void TimingsModel::setTimings(StepTimings timings)
{
    beginResetModel();
    m_timings = std::move(timings);
    m_totalMs = m_timings.totalMs();
    m_slowestMs = m_timings.steps.empty()
        ? 0
        : std::ranges::max(m_timings.steps, {}, &StepTiming::medianMs).medianMs;
    endResetModel();
}

int TimingsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_timings.steps.size());
}

int TimingsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString TimingsModel::text(int column, const StepTiming& timing) const
{
    const QLocale locale;
    switch (column) {
    case Layers:
        return QString::fromStdString(timing.step.layers);
    case Milliseconds:
        return locale.toString(timing.medianMs, 'f', 3);
    case Share:
        return percent(m_totalMs > 0 ? timing.medianMs / m_totalMs : 0);
    case Macs:
        return timing.step.macs > 0 ? shortCount(static_cast<double>(timing.step.macs)) : QString();
    case Speed:
        return timing.step.macs > 0 ? locale.toString(timing.gflops(), 'f', 1) : QString();
    case OfPeak:
        return timing.step.macs > 0 && m_timings.peakGflops > 0
            ? percent(timing.gflops() / m_timings.peakGflops)
            : QString();
    case Kernel:
        return QString::fromStdString(timing.step.implementation);
    default:
        return {};
    }
}

QVariant TimingsModel::sortKey(int column, int row) const
{
    const StepTiming& timing = m_timings.steps[static_cast<std::size_t>(row)];
    switch (column) {
    case Layers:
        return row; // the order they run in
    case Macs:
        return qlonglong { timing.step.macs };
    case Speed:
    case OfPeak:
        return timing.gflops();
    case Kernel:
        return text(Kernel, timing);
    default:
        return timing.medianMs;
    }
}

QVariant TimingsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const StepTiming& timing = m_timings.steps[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(index.column(), timing);
    case Qt::ToolTipRole:
        return QString(text(Layers, timing) % u'\n' % text(Kernel, timing));
    case Qt::TextAlignmentRole:
        return index.column() == Layers || index.column() == Kernel
            ? QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter)
            : QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    case BarRole:
        if (index.column() == Share && m_slowestMs > 0)
            return timing.medianMs / m_slowestMs;
        return {};
    case SortRole:
        return sortKey(index.column(), index.row());
    default:
        return {};
    }
}

QVariant TimingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == Layers || section == Kernel
            ? QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter)
            : QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Layers:
        return tr("Layers");
    case Milliseconds:
        return tr("ms");
    case Share:
        return tr("Share");
    case Macs:
        return tr("Multiply-adds");
    case Speed:
        return tr("GFLOP/s");
    case OfPeak:
        return tr("Of peak");
    case Kernel:
        return tr("Kernel");
    default:
        return {};
    }
}

} // namespace netlens
