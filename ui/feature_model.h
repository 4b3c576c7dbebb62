#pragma once

#include "ui/feature_summary.h"

#include <QAbstractTableModel>

namespace netlens {

/// The strongest activations of a network without a top.
class FeatureModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Channel, Cell, Value, ColumnCount };
    static constexpr int ValueRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;

    void setSummary(const FeatureSummary& summary);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<FeatureSummary::Activation> m_strongest;
};

} // namespace netlens
