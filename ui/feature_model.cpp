#include "ui/feature_model.h"

#include <QLocale>

namespace netlens {

void FeatureModel::setSummary(const FeatureSummary& summary)
{
    beginResetModel();
    m_strongest = summary.strongest;
    endResetModel();
}

int FeatureModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_strongest.size());
}

int FeatureModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FeatureModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& activation = m_strongest[static_cast<std::size_t>(index.row())];
    if (role == ValueRole)
        return double { activation.value };
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue<Qt::Alignment>(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QLocale locale;
    switch (index.column()) {
    case Channel:
        return locale.toString(activation.channel);
    case Cell:
        return activation.row < 0
            ? QString(u'–')
            : tr("(%1, %2)")
                  .arg(locale.toString(activation.row), locale.toString(activation.column));
    case Value:
        return locale.toString(activation.value, 'g', 4);
    default:
        return {};
    }
}

QVariant FeatureModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Channel:
        return tr("Channel");
    case Cell:
        return tr("Cell");
    case Value:
        return tr("Value");
    default:
        return {};
    }
}

} // namespace netlens
